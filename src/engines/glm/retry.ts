import { setTimeout as delay } from 'node:timers/promises';
import type { Retry } from '../../core/answer.ts';
import { FailureError } from '../../core/failure.ts';
import { ConnectError } from './transport.ts';

/** The number of retries, and the clock for them. */
export interface RetryPolicy {
	/** Tries after the first one. */
	readonly maxRetries: number;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** From 0 up to 1. */
	readonly random: () => number;
	/** Waits so many milliseconds; rejects as soon as `signal` is aborted. */
	readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Returns a policy in real time. */
export function retryPolicy(maxRetries: number): RetryPolicy {
	return {
		maxRetries,
		now: Date.now,
		random: Math.random,
		sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
	};
}

/** Milliseconds before the first retry, how much longer each further one waits, and the longest. */
interface BackOff {
	readonly first: number;
	readonly factor: number;
	readonly longest: number;
}

/** A fault or a missing connection mends itself soon or not at all. */
const faultBackOff: BackOff = { first: 500, factor: 2, longest: 8000 };

/** Busy phases last: three retries cover at least 30 seconds. */
const busyBackOff: BackOff = { first: 4000, factor: 2.6, longest: 30_000 };

/** The random share taken off a wait, so that many clients don't come back at once. */
const jitter = 0.25;

/** Temporary reasons for a missing connection; a wrong certificate or a proxy's refusal is permanent. */
const passingReasons = new Set([
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'ETIMEDOUT',
	'UND_ERR_CONNECT_TIMEOUT',
]);

/** Milliseconds; if a service asks for a longer wait, there is no retry. */
const longestRequestedWait = 60_000;

/**
 * Returns the wait before the next try, and the reason why it may succeed; undefined if it can't, or there were enough.
 * Only a temporary failure counts: the HTTP status 429 alone doesn't, since it also means "no money".
 */
export function nextTry(
	error: unknown,
	retries: number,
	{ maxRetries, now, random }: RetryPolicy,
): { readonly wait: number; readonly reason: Retry['reason'] } | undefined {
	const reason = retryReason(error);
	if (!reason || retries >= maxRetries) return undefined;
	const requested = requestedWait(error, now());
	if (requested !== undefined && requested > longestRequestedWait) return undefined;
	const wait = requested ?? backOffWait(reason === 'busy' ? busyBackOff : faultBackOff, retries, { random });
	return { wait: Math.round(wait), reason };
}

function backOffWait(backOff: BackOff, retries: number, { random }: Pick<RetryPolicy, 'random'>): number {
	return Math.min(backOff.first * backOff.factor ** retries, backOff.longest) * (1 - jitter * random());
}

/**
 * Returns the wait before the next try of a request that does no harm when it comes twice; undefined if another can't succeed, or
 * there were enough. One that broke off, or got no answer, is tried again as well.
 */
export function nextHarmlessTry(error: unknown, retries: number, policy: RetryPolicy): number | undefined {
	const isLost = error instanceof FailureError && ['unreachable', 'silent', 'answerLost'].includes(error.failure.kind);
	const isRefusedConnection = isLost && error.cause instanceof ConnectError;
	if (!isLost || isRefusedConnection) return nextTry(error, retries, policy)?.wait;
	return retries >= policy.maxRetries ? undefined : backOffWait(faultBackOff, retries, policy);
}

/** Returns the reason why another try may succeed; undefined if it can't. */
function retryReason(error: unknown): Retry['reason'] | undefined {
	if (!(error instanceof FailureError)) return undefined;
	const { failure, cause } = error;
	if (failure.kind === 'busy' || failure.kind === 'serviceBroken') return failure.kind;
	if (failure.kind !== 'unreachable') return undefined;
	// Only if nothing was sent: a request that broke later may have been answered, and paid for.
	return cause instanceof ConnectError && passingReasons.has(failure.reason) ? failure.kind : undefined;
}

/**
 * Returns the milliseconds that the service asks to wait, given in seconds or as a date; undefined if it doesn't ask.
 */
function requestedWait(error: unknown, now: number): number | undefined {
	if (!(error instanceof FailureError) || !('retryAfter' in error.failure)) return undefined;
	const { retryAfter } = error.failure;
	if (retryAfter === undefined) return undefined;
	const milliseconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
	return Number.isNaN(milliseconds) ? undefined : Math.max(milliseconds, 0);
}

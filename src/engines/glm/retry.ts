import { setTimeout as delay } from 'node:timers/promises';
import type { Retry } from '../../core/answer.ts';
import { FailureError } from '../../core/failure.ts';
import { ConnectError } from './transport.ts';

/** How often to try again, and by which clock. */
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

/** Retries in real time. */
export function retryPolicy(maxRetries: number): RetryPolicy {
	return {
		maxRetries,
		now: Date.now,
		random: Math.random,
		sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
	};
}

/** Milliseconds before the first retry; each further one waits twice as long. */
const firstWait = 500;
const longestWait = 8000;

/** The share of a wait that chance may take off, so that many clients don't come back at once. */
const jitter = 0.25;

/** Why there may be no connection for a while; a wrong certificate or a proxy's refusal stays. */
const passingReasons = new Set([
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'ETIMEDOUT',
	'UND_ERR_CONNECT_TIMEOUT',
]);

/** Milliseconds; a service that asks for more is not worth waiting for. */
const longestWaitAsked = 60_000;

/**
 * Tells how long to wait before the next try, and why it may succeed; undefined if it can't or there were enough. Only a
 * passing failure counts: the HTTP status 429 alone is no reason, it also means "no money".
 */
export function nextTry(
	error: unknown,
	retries: number,
	{ maxRetries, now, random }: RetryPolicy,
): { readonly wait: number; readonly reason: Retry['reason'] } | undefined {
	const reason = retryReason(error);
	if (!reason || retries >= maxRetries) return undefined;
	const asked = waitAsked(error, now());
	if (asked !== undefined && asked > longestWaitAsked) return undefined;
	const backOff = Math.min(firstWait * 2 ** retries, longestWait) * (1 - jitter * random());
	return { wait: Math.round(asked ?? backOff), reason };
}

/** Why another try may succeed; undefined when it can't. */
function retryReason(error: unknown): Retry['reason'] | undefined {
	if (!(error instanceof FailureError)) return undefined;
	const { failure, cause } = error;
	if (failure.kind === 'busy' || failure.kind === 'serviceBroken') return failure.kind;
	if (failure.kind !== 'unreachable') return undefined;
	// Only where nothing was sent: what broke later may have been answered, and paid for.
	return cause instanceof ConnectError && passingReasons.has(failure.reason) ? failure.kind : undefined;
}

/** Milliseconds that the service asks to wait, in seconds or as a date; undefined when it doesn't. */
function waitAsked(error: unknown, now: number): number | undefined {
	if (!(error instanceof FailureError) || !('retryAfter' in error.failure)) return undefined;
	const { retryAfter } = error.failure;
	if (retryAfter === undefined) return undefined;
	const milliseconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
	return Number.isNaN(milliseconds) ? undefined : Math.max(milliseconds, 0);
}

import { failureOf, isRefusal, type Failure } from '../../src/core/failure.ts';
import { firstEncoding } from '../../src/core/glm/request.ts';
import { labelText, shorten } from '../../src/core/outsideText.ts';
import type { GlmConnection } from '../../src/engines/glm/glmClient.ts';
import { checkKey, createGlmEngine } from '../../src/engines/glm/glmEngine.ts';
import { retryPolicy } from '../../src/engines/glm/retry.ts';
import { ConnectError, type Transport } from '../../src/engines/glm/transport.ts';
import type { Outcome } from './expectations.ts';
import { questionsFor, type Question, type Subject } from './questions.ts';

/** The requests of one check, at most: people pay for them. */
export const mostRequests = 20;

/** Seconds without a byte: a local server may have to load its model first. */
const idleTimeout = 300;

/** Minutes for one answer: a model that finds no end is left. */
const longestAnswer = 10;

/** Failures after which every further question would fail as well. */
const hopeless: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>([
	'endpointInvalid',
	'unreachable',
	'silent',
	'redirected',
	'keyMissing',
	'keyRefused',
	'keyOfOtherKind',
	'accountLocked',
	'noBalance',
	'quota',
	'planExpired',
	'fairUse',
]);

/** One row of the check with what came of it. */
export interface Result {
	readonly question: Question;
	/** What came, on one line: the beginning of the answer, or the kind of the failure with the service's own words. */
	readonly came: string;
	/** What is otherwise than expected; undefined if nothing is. */
	readonly deviation: string | undefined;
}

/** A check that has ended. */
export interface Ended {
	readonly requests: number;
	/** The rows that weren't asked any more. */
	readonly left: number;
}

/**
 * Asks a service the questions of the table, one after the other and each once, with the product's own engine. Ends early when
 * the signal is aborted, and after a failure that the next question would meet as well.
 */
export async function* liveCheck(
	subject: Subject,
	{
		transport,
		signal,
		onQuestion,
	}: {
		readonly transport: Transport;
		readonly signal: AbortSignal;
		/** Told before each question. */
		readonly onQuestion?: (question: Question) => void;
	},
): AsyncGenerator<Result, Ended> {
	let requests = 0;
	const counted: Transport = (request) => {
		if (requests === mostRequests) throw new ConnectError(`${mostRequests} requests were sent`);
		requests++;
		return transport(request);
	};
	const { endpoint, key } = subject;
	const connection = { endpoint, key, transport: counted, idleTimeout, learned: new Map() };
	const questions = questionsFor(subject);
	for (const [index, question] of questions.entries()) {
		onQuestion?.(question);
		const outcome = await askOnce(question, { subject, connection, signal });
		if (signal.aborted) return { requests, left: questions.length - index };
		const deviation = question.expected.deviation(outcome);
		yield { question, came: cameOf(outcome), deviation };
		const isHopeless = outcome.failure !== undefined && hopeless.has(outcome.failure.kind);
		if (deviation !== undefined && isHopeless) return { requests, left: questions.length - index - 1 };
	}
	return { requests, left: 0 };
}

async function askOnce(
	question: Question,
	about: { readonly subject: Subject; readonly connection: GlmConnection; readonly signal: AbortSignal },
): Promise<Outcome> {
	const { subject } = about;
	const signal = AbortSignal.any([about.signal, AbortSignal.timeout(longestAnswer * 60_000)]);
	const { endpoint } = subject;
	const connection: GlmConnection = {
		...about.connection,
		...(question.key !== undefined && { key: question.key }),
		...(question.path !== undefined && { endpoint: new URL(endpoint.href.replace(/\/$/, '') + question.path) }),
	};
	const options = { model: subject.model, stream: true, imageEncoding: 'auto', ...question.options } as const;
	const imageEncoding = question.isLastForm ? firstEncoding(options, subject.service) : 'auto';
	let [text, reasoning]: [string, string] = ['', ''];
	let finish: Outcome['finish'];
	let usage: Outcome['usage'];
	let failure: Outcome['failure'];
	try {
		if (question.messages.length === 0) await checkKey(connection, signal);
		else {
			const engine = createGlmEngine(connection, { ...options, imageEncoding }, retryPolicy(0));
			const { task, messages } = question;
			for await (const part of engine.answer({ task, messages }, signal)) {
				if (part.kind === 'text') text += part.text;
				else if (part.kind === 'reasoning') reasoning += part.text;
				else if (part.kind === 'restarted') [text, reasoning] = ['', ''];
				else if (part.kind === 'usage') ({ usage } = part);
				else if (part.kind === 'finish') finish = part.reason;
			}
		}
	} catch (error) {
		failure = failureOf(error);
	}
	return { text, reasoning, finish, usage, failure };
}

/** Returns what came, on one line. */
function cameOf({ text, reasoning, finish, usage, failure }: Outcome): string {
	const written = text.trim() === '' ? (reasoning.trim() === '' ? '' : 'only reasoning') : `“${brief(text, 60)}”`;
	const counted = usage && `${usage.promptTokens} + ${usage.completionTokens} tokens`;
	const failed = failure && [failure.kind, wordsOf(failure)].filter(Boolean).join(': ');
	return [written, finish, counted, failed].filter(Boolean).join(', ') || 'accepted';
}

/** Returns the service's own words, with the code or the status. */
function wordsOf(failure: Failure): string {
	if (failure.kind === 'cancelled') return `no end after ${longestAnswer} minutes`;
	if (isRefusal(failure)) return brief([failure.code, failure.message].filter(Boolean).join(' '), 300);
	return 'reason' in failure ? brief(failure.reason, 300) : '';
}

function brief(text: string, most: number): string {
	return shorten(labelText(text), most);
}

import { randomUUID } from 'node:crypto';
import type { AnswerPart } from '../../core/answer.ts';
import { FailureError, throwIfCancelled } from '../../core/failure.ts';
import { limitsOf } from '../../core/glm/models.ts';
import { readAnswer } from '../../core/glm/readAnswer.ts';
import { requestBody, type RequestOptions } from '../../core/glm/request.ts';
import { mayBeMedium, withRequest } from '../../core/glm/serviceFailure.ts';
import { createKeyFilter, withoutKey } from '../../core/glm/withoutKey.ts';
import { isWebMedium } from '../../core/media.ts';
import type { AnswerRequest, Engine } from '../engine.ts';
import { readText, send, withoutKeyIn, type GlmConnection } from './glmClient.ts';
import { nextTry, type RetryPolicy } from './retry.ts';

/**
 * Creates the engine that asks a model of the GLM-4V family, or any service with the same API. Sends a question again only
 * while nothing of an answer has come: at once with the media in the other encoding, if `imageEncoding` is `auto` and the
 * service refused them; after a wait, announced by a part `waiting`, if the failure passes by itself.
 */
export function createGlmEngine(
	connection: GlmConnection,
	options: Omit<RequestOptions, 'requestId'>,
	retryPolicy: RetryPolicy,
): Engine {
	const { endpoint, key } = connection;

	return {
		async *answer({ messages }: AnswerRequest, signal: AbortSignal): AsyncGenerator<AnswerPart> {
			throwIfCancelled(signal);
			const hasBytes = messages.some((message) => message.role === 'user' && !message.media.every(isWebMedium));
			let { imageEncoding } = options;
			for (let retries = 0; ;) {
				const requestId = randomUUID();
				const filter = createPartFilter(key);
				let hasBegun = false;
				let error: unknown;
				try {
					const body = requestBody(messages, { ...options, imageEncoding, requestId }, { base64 });
					const response = await send(connection, { method: 'POST', path: '/chat/completions', body }, signal);
					for await (const part of readAnswer(response.body, endpoint.host)) {
						for (const clean of filter.read(part)) {
							hasBegun = true;
							yield clean;
						}
					}
				} catch (cause) {
					error = withoutKeyIn(withRequest(cause, { endpoint, requestId }), connection);
				}
				// An answer that breaks off keeps what was written so far.
				for (const clean of filter.end()) {
					hasBegun = true;
					yield clean;
				}
				if (error === undefined) return;
				if (hasBegun) throw error;
				if (hasBytes && imageEncoding === 'auto' && mayBeMedium(error)) {
					imageEncoding = limitsOf(options.model).encoding === 'base64' ? 'dataUri' : 'base64';
					continue;
				}
				const next = nextTry(error, retries, retryPolicy);
				if (!next) throw error;
				retries++;
				yield { kind: 'waiting', until: retryPolicy.now() + next.wait, attempt: retries, reason: next.reason };
				await retryPolicy.sleep(next.wait, signal).catch((cause: unknown) => {
					throw signal.aborted ? new FailureError({ kind: 'cancelled' }, { cause }) : cause;
				});
			}
		},
	};
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** A filter that removes the API key from the parts of an answer: a service may repeat there what it was sent. */
interface PartFilter {
	read(part: AnswerPart): readonly AnswerPart[];
	end(): readonly AnswerPart[];
}

function createPartFilter(key: string | undefined): PartFilter {
	const filters = { text: createKeyFilter(key), reasoning: createKeyFilter(key) };
	function rest(...kinds: readonly (keyof typeof filters)[]): readonly AnswerPart[] {
		return kinds.flatMap((kind): readonly AnswerPart[] => {
			const text = filters[kind].end();
			return text === '' ? [] : [{ kind, text }];
		});
	}
	return {
		read(part) {
			if (part.kind === 'text' || part.kind === 'reasoning') {
				// Neither continues in the other.
				const before = rest(part.kind === 'text' ? 'reasoning' : 'text');
				const text = filters[part.kind].read(part.text);
				return text === '' ? before : [...before, { kind: part.kind, text }];
			}
			return [
				...rest('reasoning', 'text'),
				part.kind === 'finish' ? { ...part, reason: withoutKey(part.reason, key) } : part,
			];
		},
		end: () => rest('reasoning', 'text'),
	};
}

/**
 * Asks the service whether it accepts the key, with a call that costs nothing: the list of models.
 * @throws FailureError `keyRefused` when the service refuses the key; any other when it couldn't be asked
 */
export async function checkKey(connection: GlmConnection, signal: AbortSignal): Promise<void> {
	const response = await send(connection, { method: 'GET', path: '/models' }, signal);
	await readText(response.body);
}

import { randomUUID } from 'node:crypto';
import type { AnswerPart } from '../../core/answer.ts';
import { throwIfCancelled } from '../../core/failure.ts';
import { limitsOf } from '../../core/glm/models.ts';
import { readAnswer } from '../../core/glm/readAnswer.ts';
import { requestBody, type RequestOptions } from '../../core/glm/request.ts';
import { createKeyFilter, withoutKey } from '../../core/glm/withoutKey.ts';
import { mayBeMedium, withRequest } from '../../core/glm/serviceFailure.ts';
import { isWebMedium } from '../../core/media.ts';
import type { Message } from '../../core/message.ts';
import type { AnswerRequest, Engine } from '../engine.ts';
import { readText, send, withoutKeyIn, type GlmConnection } from './glmClient.ts';
import { withRetries, type RetryPolicy } from './retry.ts';

/**
 * The engine that asks a model of the GLM-4V family, or any service with the same API. Where `imageEncoding` is `auto`, a
 * request that is refused for what it holds is sent once more with its pictures and videos written the other way.
 */
export function createGlmEngine(
	connection: GlmConnection,
	options: Omit<RequestOptions, 'requestId'>,
	retryPolicy: RetryPolicy,
): Engine {
	const { endpoint } = connection;

	/** Sends the question once. */
	async function* ask(
		messages: readonly Message[],
		imageEncoding: RequestOptions['imageEncoding'],
		signal: AbortSignal,
	): AsyncGenerator<AnswerPart, void, undefined> {
		const requestId = randomUUID();
		try {
			const body = requestBody(
				messages,
				{ ...options, imageEncoding, requestId },
				{ base64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') },
			);
			const response = await send(connection, { method: 'POST', path: '/chat/completions', body }, signal);
			yield* partsWithoutKey(readAnswer(response.body, endpoint.host), connection);
		} catch (error) {
			throw withoutKeyIn(withRequest(error, { endpoint, requestId }), connection);
		}
	}

	return {
		async *answer({ messages }: AnswerRequest, signal: AbortSignal): AsyncGenerator<AnswerPart> {
			throwIfCancelled(signal);
			const hasBytes = messages.some((message) => message.role === 'user' && !message.media.every(isWebMedium));
			let { imageEncoding } = options;

			async function* askInEitherEncoding(): AsyncGenerator<AnswerPart, void, undefined> {
				let hasBegun = false;
				try {
					for await (const part of ask(messages, imageEncoding, signal)) {
						hasBegun = true;
						yield part;
					}
				} catch (error) {
					if (hasBegun || !hasBytes || imageEncoding !== 'auto' || !mayBeMedium(error)) throw error;
					imageEncoding = limitsOf(options.model).encoding === 'base64' ? 'dataUri' : 'base64';
					yield* ask(messages, imageEncoding, signal);
				}
			}
			yield* withRetries(askInEitherEncoding, retryPolicy, signal);
		},
	};
}

/** The same parts without the API key in them: a service may repeat what it was sent, in an answer as in an error. */
async function* partsWithoutKey(
	parts: AsyncIterable<AnswerPart>,
	{ key }: GlmConnection,
): AsyncGenerator<AnswerPart, void, undefined> {
	const filters = { text: createKeyFilter(key), reasoning: createKeyFilter(key) };
	function* rest(...kinds: readonly (keyof typeof filters)[]): Generator<AnswerPart> {
		for (const kind of kinds) {
			const text = filters[kind].end();
			if (text !== '') yield { kind, text };
		}
	}
	try {
		for await (const part of parts) {
			if (part.kind === 'text' || part.kind === 'reasoning') {
				// The two don't go on in each other.
				yield* rest(part.kind === 'text' ? 'reasoning' : 'text');
				const text = filters[part.kind].read(part.text);
				if (text !== '') yield { kind: part.kind, text };
				continue;
			}
			yield* rest('reasoning', 'text');
			yield part.kind === 'finish' ? { ...part, reason: withoutKey(part.reason, key) } : part;
		}
	} catch (error) {
		// What an answer that is cut off had written stays.
		yield* rest('reasoning', 'text');
		throw error;
	}
	yield* rest('reasoning', 'text');
}

/**
 * Asks the service whether it knows the key, with a call that costs nothing: the list of models.
 * @throws FailureError `keyRefused` when the service says that the key is wrong; any other when it couldn't be asked
 */
export async function checkKey(connection: GlmConnection, signal: AbortSignal): Promise<void> {
	const response = await send(connection, { method: 'GET', path: '/models' }, signal);
	await readText(response.body);
}

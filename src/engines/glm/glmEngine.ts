import { randomUUID } from 'node:crypto';
import type { AnswerPart } from '../../core/answer.ts';
import { throwIfCancelled } from '../../core/failure.ts';
import { readAnswer } from '../../core/glm/readAnswer.ts';
import { requestBody, type RequestOptions } from '../../core/glm/request.ts';
import type { AnswerRequest, Engine } from '../engine.ts';
import { readText, send, type GlmConnection } from './glmClient.ts';

/** The engine that asks a model of the GLM-4V family, or any service with the same API. */
export function createGlmEngine(connection: GlmConnection, options: Omit<RequestOptions, 'requestId'>): Engine {
	return {
		async *answer({ messages }: AnswerRequest, signal: AbortSignal): AsyncGenerator<AnswerPart> {
			throwIfCancelled(signal);
			const body = requestBody(
				messages,
				{ ...options, requestId: randomUUID() },
				{ base64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') },
			);
			const response = await send(connection, { method: 'POST', path: '/chat/completions', body }, signal);
			yield* readAnswer(response.body, connection.endpoint.host);
		},
	};
}

/**
 * Asks the service whether it knows the key, with a call that costs nothing: the list of models.
 * @throws FailureError `keyRefused` when the service says that the key is wrong; any other when it couldn't be asked
 */
export async function checkKey(connection: GlmConnection, signal: AbortSignal): Promise<void> {
	const response = await send(connection, { method: 'GET', path: '/models' }, signal);
	await readText(response.body);
}

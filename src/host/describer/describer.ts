import type { Answerer } from '../../core/conversation.ts';
import { isLoopback, parseEndpoint } from '../../core/endpoint.ts';
import { FailureError } from '../../core/failure.ts';
import type { NextAnswerer } from '../../core/protocol.ts';
import type { ImageRequest, AnswerEvent } from './imageRequest.ts';
import { readSettings, type Settings } from '../settings.ts';
import type { AnswerServices } from './answerRequest.ts';

/** Answers what any entry point asks; knows none of them. */
export interface Describer {
	/**
	 * Ends with the whole answer.
	 * @throws FailureError `cancelled` once `signal` was aborted, or what went wrong
	 */
	answer(order: ImageRequest, signal: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined>;
	/** Who would answer a question put now. */
	nextAnswerer(): Promise<NextAnswerer>;
}

export function createDescriber(parts: AnswerServices): Describer {
	async function answererFor(settings: Settings): Promise<Answerer> {
		if (settings.engine === 'local') return { engine: 'local' };
		const endpoint = parseEndpoint(settings.endpoint);
		const glm: Answerer = { engine: 'glm', model: settings.request.model, host: endpoint.host };
		if (settings.engine === 'glm' || isLoopback(endpoint)) return glm;
		return (await parts.keys.get(endpoint.host)) === undefined ? { engine: 'local' } : glm;
	}

	return {
		async *answer(order, signal) {
			const settings = readSettings();
			const answerer = await answererFor(settings);
			// What asking takes loads with the first question.
			const { answerRequest: answerOrder } = await import('./answerRequest.ts');
			yield* answerOrder(order, { parts, answerer, settings }, signal);
		},
		async nextAnswerer() {
			try {
				const settings = readSettings();
				return { answerer: await answererFor(settings), setting: settings.engine };
			} catch (error) {
				if (!(error instanceof FailureError)) throw error;
				return { answerer: undefined, setting: 'auto' };
			}
		},
	};
}

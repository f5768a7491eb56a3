import type { Answerer } from '../../core/conversation.ts';
import { FailureError } from '../../core/failure.ts';
import type { NextAnswerer } from '../../core/protocol.ts';
import { mayAsk } from '../editor/apiKeys.ts';
import { endpointOf, readSettings, type Settings } from '../editor/settings.ts';
import type { AnswerServices } from './answerRequest.ts';
import type { AnswerEvent, ImageRequest } from './imageRequest.ts';

/** Answers what any entry point asks; knows none of them. */
export interface Describer {
	/**
	 * Ends with the whole answer.
	 * @throws FailureError `cancelled` once `signal` was aborted, or what went wrong
	 */
	answer(request: ImageRequest, signal: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined>;
	/** Does the same on this machine, whatever the settings say. */
	answerHere(request: ImageRequest, signal: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined>;
	/**
	 * Gets ready for a question that is being put: loads code and starts processes, and sends nothing. What goes wrong is left to
	 * the question.
	 */
	getReady(): Promise<void>;
	/** Returns who would answer a question asked now. */
	nextAnswerer(): Promise<NextAnswerer>;
}

/**
 * Returns who answers with these settings.
 * @throws FailureError `endpointInvalid` or `httpNotAllowed`
 */
export async function answererFor(settings: Settings, keys: AnswerServices['keys']): Promise<Answerer> {
	if (settings.engine === 'local') return { engine: 'local' };
	const endpoint = endpointOf(settings);
	const glm: Answerer = { engine: 'glm', model: settings.request.model, host: endpoint.host };
	return settings.engine === 'glm' || (await mayAsk(endpoint, keys)) ? glm : { engine: 'local' };
}

export function createDescriber(services: AnswerServices): Describer {
	return {
		async *answer(request, signal) {
			const settings = readSettings();
			const answerer = await answererFor(settings, services.keys);
			// The code that asks loads with the first question.
			const { answerRequest } = await import('./answerRequest.ts');
			yield* answerRequest(request, { services, answerer, settings }, signal);
		},
		async *answerHere(request, signal) {
			const settings = readSettings();
			const { answerRequest } = await import('./answerRequest.ts');
			yield* answerRequest(request, { services, answerer: { engine: 'local' }, settings }, signal);
		},
		async getReady() {
			try {
				const settings = readSettings();
				const pictures = services.preparer.startAhead();
				const { engine } = await answererFor(settings, services.keys);
				const { getReady } = await import('./answerRequest.ts');
				await Promise.all([pictures, getReady(engine, { services, settings })]);
			} catch (error) {
				services.log.debug(`Could not get ready for a question: ${String(error)}`);
			}
		},
		async nextAnswerer() {
			try {
				const settings = readSettings();
				return {
					answerer: await answererFor(settings, services.keys),
					setting: settings.engine,
					foundModel: services.foundModel.id,
				};
			} catch (error) {
				if (!(error instanceof FailureError)) throw error;
				return { answerer: undefined, setting: 'auto' };
			}
		},
	};
}

import type { Answerer } from '../../core/conversation.ts';
import { FailureError, failureOf } from '../../core/failure.ts';
import type { NextAnswerer } from '../../core/protocol.ts';
import { unlessAborted } from '../../core/unlessAborted.ts';
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
	/**
	 * Returns who answers a question asked now.
	 * @throws FailureError if nobody does, or a setting must be corrected first
	 */
	answerer(): Promise<Answerer>;
	/** Returns who would answer a question asked now, as far as that can be said at once. */
	nextAnswerer(): Promise<NextAnswerer>;
	/**
	 * Returns who answers as the settings are, and asks nobody.
	 * @throws FailureError `endpointInvalid`, `httpNotAllowed` or `editorModelMissing`
	 */
	configuredAnswerer(): Promise<Answerer>;
}

/** The code about the editor's own models loads where one may answer. */
const editorCode = () => import('./editorAnswerer.ts');

/** The services that know who may answer. */
type AnswererServices = Pick<AnswerServices, 'keys' | 'editorModels'>;

/**
 * Returns who answers with these settings.
 * @throws FailureError `endpointInvalid`, `httpNotAllowed` or `editorModelMissing`
 */
export async function answererFor(settings: Settings, { keys, editorModels }: AnswererServices): Promise<Answerer> {
	if (settings.engine === 'local') return { engine: 'local' };
	if (settings.engine === 'editor') return (await editorCode()).answererOfEditor(settings, editorModels);
	const endpoint = endpointOf(settings);
	const glm: Answerer = { engine: 'glm', model: settings.request.model, host: endpoint.host };
	return settings.engine === 'glm' || (await mayAsk(endpoint, keys)) ? glm : { engine: 'local' };
}

export function createDescriber(services: AnswerServices): Describer {
	let choosing: Promise<boolean> | undefined;

	/** Returns who answers, and the settings that say so. The person is asked once which of the editor's models it is. */
	async function settled(): Promise<{ readonly settings: Settings; readonly answerer: Answerer }> {
		const settings = readSettings();
		try {
			return { settings, answerer: await answererFor(settings, services) };
		} catch (error) {
			const failure = failureOf(error);
			if (failure.kind !== 'editorModelMissing' || failure.why !== 'notChosen') throw error;
			choosing ??= services.chooseModel().finally(() => {
				choosing = undefined;
			});
			if (!(await choosing)) throw error;
			const chosen = readSettings();
			return { settings: chosen, answerer: await answererFor(chosen, services) };
		}
	}

	return {
		async *answer(request, signal) {
			const { settings, answerer } = await unlessAborted(settled(), signal);
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
				const { engine } = await answererFor(settings, services);
				const { getReady } = await import('./answerRequest.ts');
				await Promise.all([pictures, getReady(engine, { services, settings })]);
			} catch (error) {
				services.log.debug(`Could not get ready for a question: ${String(error)}`);
			}
		},
		answerer: async () => (await settled()).answerer,
		configuredAnswerer: async () => answererFor(readSettings(), services),
		async nextAnswerer() {
			let setting: Settings['engine'] = 'auto';
			try {
				const settings = readSettings();
				setting = settings.engine;
				if (setting === 'editor') {
					const answerer = (await editorCode()).shownAnswerer(settings, services.editorModels);
					return { answerer, setting };
				}
				const answerer = await answererFor(settings, services);
				const foundModel = services.foundModel.id;
				if (setting !== 'auto' || answerer.engine !== 'local') return { answerer, setting, foundModel };
				const editorModel = (await editorCode()).offeredModel(services.editorModels);
				return { answerer, setting, foundModel, editorModel };
			} catch (error) {
				if (!(error instanceof FailureError)) throw error;
				return { answerer: undefined, setting };
			}
		},
	};
}

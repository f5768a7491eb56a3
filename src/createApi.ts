import type { GlimpseApi } from './api.ts';
import { failureOf } from './core/failure.ts';
import type { Describer } from './host/describer/describer.ts';
import { signalOf } from './host/editor/cancellation.ts';

/** Returns the API for other extensions: it asks without touching the panel's conversation. */
export function createApi(describer: Describer): GlimpseApi {
	return {
		async *describe(images, options = {}) {
			const { task = 'describe', question = '', token } = options;
			using work = signalOf(token);
			try {
				const request = { task, text: question, media: images, history: [] };
				for await (const event of describer.answer(request, work.signal)) {
					if (event.kind === 'text') yield event.text;
				}
			} catch (error) {
				throw await publicError(error);
			}
		},
		async altText(image, options = {}) {
			using work = signalOf(options.token);
			try {
				const { generateAltTextFor } = await import('./host/altText/askAltText.ts');
				return await generateAltTextFor(describer, image, { ...options, signal: work.signal });
			} catch (error) {
				throw await publicError(error);
			}
		},
	};
}

/** Returns an error whose message is the sentence that users read. */
async function publicError(error: unknown): Promise<Error> {
	const { failureMessage } = await import('./host/failures/failureMessage.ts');
	return new Error(failureMessage(failureOf(error))?.message ?? 'Cancelled', { cause: error });
}

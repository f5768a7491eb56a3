import type { CancellationToken } from 'vscode';
import type { GlimpseApi } from './api.ts';
import { failureOf } from './core/failure.ts';
import type { Describer } from './host/describer/describer.ts';

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
				const { generateAltTextFor: askWithoutPlace } = await import('./host/altText/askAltText.ts');
				return await askWithoutPlace(describer, image, { ...options, signal: work.signal });
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

/** Returns a signal that follows a token; work that still runs under it ends with the scope. */
function signalOf(token: CancellationToken | undefined): Disposable & { readonly signal: AbortSignal } {
	const controller = new AbortController();
	if (token?.isCancellationRequested) controller.abort();
	const subscription = token?.onCancellationRequested(() => controller.abort());
	return {
		signal: controller.signal,
		[Symbol.dispose]: () => {
			subscription?.dispose();
			controller.abort();
		},
	};
}

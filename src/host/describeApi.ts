import type { CancellationToken } from 'vscode';
import type { GlimpseApi } from '../api.ts';
import { failureOf } from '../core/failure.ts';
import type { Describer } from './describer/describer.ts';
import { wordFailure } from './failures/wordFailure.ts';

/** The API for other extensions: asks without touching the panel's conversation. */
export function createApi(describer: Describer): GlimpseApi {
	return {
		async *describe(images, options = {}) {
			const { task = 'describe', question = '', token } = options;
			using work = signalOf(token);
			try {
				const order = { task, text: question, media: images, history: [] };
				for await (const step of describer.answer(order, work.signal)) {
					if (step.kind === 'text') yield step.text;
				}
			} catch (error) {
				throw await worded(error);
			}
		},
		async altText(image, options = {}) {
			using work = signalOf(options.token);
			try {
				const { generateAltTextFor: askWithoutPlace } = await import('./altText/askAltText.ts');
				return await askWithoutPlace(describer, image, { ...options, signal: work.signal });
			} catch (error) {
				throw await worded(error);
			}
		},
	};
}

async function worded(error: unknown): Promise<Error> {
	return new Error((await wordFailure(failureOf(error)))?.message ?? 'Cancelled', { cause: error });
}

/** A signal that follows a token; what still runs under it ends with the scope. */
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

import type { GlimpseApi } from '../api.ts';
import { failureOf } from '../core/failure.ts';
import type { Describer } from './describer.ts';
import { failureNotice } from './failureMessage.ts';

/** The API for other extensions: asks without touching the panel's conversation. */
export function createApi(describer: Describer): GlimpseApi {
	return {
		async *describe(images, options = {}) {
			const { task = 'describe', question = '', token } = options;
			const controller = new AbortController();
			if (token?.isCancellationRequested) controller.abort();
			const subscription = token?.onCancellationRequested(() => controller.abort());
			try {
				const order = { task, text: question, media: images, history: [] };
				for await (const step of describer.answer(order, controller.signal)) {
					if (step.kind === 'text') yield step.text;
				}
			} catch (error) {
				throw new Error(failureNotice(failureOf(error))?.message ?? 'Cancelled', { cause: error });
			} finally {
				subscription?.dispose();
				controller.abort();
			}
		},
	};
}

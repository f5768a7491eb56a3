import { answerIn } from '../../core/altText/altAnswer.ts';
import type { AltAnswer } from '../../core/altText/altText.ts';
import { altTextPrompt } from '../../core/altText/altTextPrompt.ts';
import type { Failure } from '../../core/failure.ts';
import type { BatchRequests } from '../describer/batches.ts';
import type { AltTextRequest } from './askAltText.ts';

/** What came of a question for an alt text in a batch. */
export type BatchedAltText =
	{ readonly kind: 'answered'; readonly answer: AltAnswer } | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Returns the questions for alt texts as a run of batches asks them: each as `askAltText` asks at first, and without a second
 * question after a text that is too long.
 */
export function altTextRequests(asked: {
	/**
	 * Returns a question when it is its turn.
	 * @throws FailureError what is wrong with it
	 */
	readonly questionFor: (id: string) => Promise<Pick<AltTextRequest, 'picture' | 'question'>>;
	/** Takes what came of it, and settles when that is kept. It may come again after a restart. */
	readonly take: (id: string, result: BatchedAltText) => Promise<void> | void;
	readonly onProgress?: BatchRequests['onProgress'];
}): BatchRequests {
	return {
		async requestFor(id) {
			const { picture, question } = await asked.questionFor(id);
			return { task: 'altText', text: altTextPrompt(question), media: [picture], history: [] };
		},
		take(id, outcome) {
			if (outcome.kind === 'failed') return asked.take(id, outcome);
			const answer = answerIn({ text: outcome.text, isCut: outcome.finishReason === 'length' });
			return asked.take(
				id,
				answer ? { kind: 'answered', answer } : { kind: 'failed', failure: { kind: 'altTextUnusable' } },
			);
		},
		onProgress: (progress) => asked.onProgress?.(progress),
	};
}

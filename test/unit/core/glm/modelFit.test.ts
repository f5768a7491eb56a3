import assert from 'node:assert/strict';
import { FailureError, type Failure } from '../../../../src/core/failure.ts';
import { fitHistory, refuseWhatModelCannot } from '../../../../src/core/glm/modelFit.ts';

describe('fitHistory', () => {
	const cases: readonly [
		title: string,
		model: string,
		history: readonly number[],
		question: number,
		kept: { readonly from: number; readonly images: number },
	][] = [
		['no history', 'glm-4v', [], 1, { from: 0, images: 1 }],
		['all of it', 'glm-4v', [3, 0, 1], 1, { from: 0, images: 5 }],
		['without the oldest', 'glm-4v', [3, 0, 2], 1, { from: 1, images: 3 }],
		['without what stands between, too', 'glm-4v', [3, 0, 5], 1, { from: 3, images: 1 }],
		['never without the question', 'glm-4v', [3], 6, { from: 1, images: 6 }],
		['never without the pictures that a question is about', 'glm-4v', [2, 6, 0], 0, { from: 1, images: 6 }],
		['text before the only pictures is left out, the pictures are not', 'glm-4v', [0, 6], 0, { from: 1, images: 6 }],
		['an unknown model', 'unheard-of', [300, 300], 300, { from: 0, images: 900 }],
	];
	for (const [title, model, history, question, kept] of cases) {
		it(title, () => assert.deepEqual(fitHistory(model, { history, question }), kept));
	}
});

describe('refuseWhatModelCannot', () => {
	const local = (images: number, maxTokens?: number) => ({ images, localImages: images > 0, maxTokens });

	const refused: readonly [model: string, request: ReturnType<typeof local>, failure: Failure][] = [
		['glm-4v-flash', local(1), { kind: 'modelTakesUrlsOnly', model: 'glm-4v-flash', instead: 'glm-4.6v-flash' }],
		['glm-4v-flash', local(2), { kind: 'modelTakesUrlsOnly', model: 'glm-4v-flash', instead: 'glm-4.6v-flash' }],
		[
			'glm-4.1v-thinking-flashx',
			local(6),
			{
				kind: 'tooManyPictures',
				count: 6,
				limit: 5,
				model: 'glm-4.1v-thinking-flashx',
				instead: 'glm-4.6v-flashx',
			},
		],
		['glm-4.6v', local(51), { kind: 'tooManyPictures', count: 51, limit: 50, model: 'glm-4.6v', instead: undefined }],
		[
			'glm-4v',
			local(1, 1025),
			{ kind: 'settingOutOfRange', setting: 'glimpse.maxTokens', range: '1–1024', model: 'glm-4v' },
		],
	];
	for (const [model, request, failure] of refused) {
		it(`refuses ${model} ${JSON.stringify(request)}`, () => {
			assert.throws(
				() => refuseWhatModelCannot(model, request),
				(error) => {
					assert.ok(error instanceof FailureError);
					assert.deepEqual(error.failure, failure);
					return true;
				},
			);
		});
	}

	for (const [model, request] of [
		['glm-4v-flash', { images: 1, localImages: false, maxTokens: 1024 }],
		['glm-4v', local(5)],
		['glm-4.6v', local(50, 32_768)],
		['unheard-of', local(500, 1_000_000)],
	] as const) {
		it(`lets ${model} pass ${JSON.stringify(request)}`, () => refuseWhatModelCannot(model, request));
	}
});

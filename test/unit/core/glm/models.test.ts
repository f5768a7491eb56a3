import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
	isTextModel,
	knownModels,
	limitsAt,
	limitsOf,
	modelsAt,
	nearestModel,
	planModel,
	priceAt,
	type ModelLimits,
	type ModelNeeds,
} from '../../../../src/core/glm/models.ts';
import { glmModels, planModels } from '../../../support/glmModels.ts';

describe('isTextModel', () => {
	for (const id of ['glm-5.2', 'GLM-4.6', 'glm-4.7', 'glm-4.7-flash', 'glm-4.5-air', 'glm-5', 'glm-4-plus', 'glm-4']) {
		it(`${id} takes no pictures`, () => assert.equal(isTextModel(id), true));
	}
	for (const id of [...knownModels, 'glm-4.6v:9b', 'glm-4v-9b', 'glm-5.3', 'llava', 'glm-4.6-vision']) {
		it(`${id} may`, () => assert.equal(isTextModel(id), false));
	}
});

describe('priceAt', () => {
	for (const [currency, model, expected] of [
		['¥', 'glm-4.6v', { currency: '¥', input: 1, output: 3 }],
		['$', 'glm-4.6v', { currency: '$', input: 0.3, output: 0.9 }],
		['$', 'glm-5v-turbo', { currency: '$', input: 1.2, output: 4 }],
		['$', 'glm-4.6v-flashx', undefined],
		['$', 'glm-4.6v-flash', 'free'],
		[undefined, 'glm-4.6v-flash', undefined],
		[undefined, 'glm-4.6v', undefined],
	] as const) {
		it(`${model} in ${currency ?? 'no currency'}`, () => assert.deepEqual(priceAt({ currency }, model), expected));
	}
});

describe('limitsOf', () => {
	it('compares ids without case', () => assert.equal(limitsOf('GLM-4.6V-Flash'), limitsOf('glm-4.6v-flash')));

	type Row = readonly [
		id: string,
		maxImages: number,
		localImages: boolean,
		videos: number,
		maxOutput: number | undefined,
		thinking: ModelLimits['thinking'],
		context: number | undefined,
		price: string,
	];
	const rows: readonly Row[] = [
		['glm-4.6v-flash', 50, true, 2, 32_768, 'switchable', 128_000, 'free'],
		['glm-4.6v', 50, true, 2, 32_768, 'switchable', 128_000, '1/3'],
		['glm-4.6v-flashx', 50, true, 2, 32_768, 'switchable', 128_000, '0.15/1.5'],
		['glm-5.3-flash', 50, true, 1, 131_072, 'forced', 1_000_000, '0.8/2.8'],
		['glm-5.3-flashx', 50, true, 1, 131_072, 'forced', 1_000_000, '2/7'],
		['glm-5v-turbo', 50, true, 2, 131_072, 'switchable', 200_000, '5/22'],
		['glm-4.5v', 50, true, 1, 16_384, 'switchable', 64_000, '2/6'],
		['glm-ocr', 1, true, 0, undefined, 'none', undefined, 'unknown'],
		['glm-4.1v-thinking-flash', 5, true, 0, 16_384, 'ignored', 64_000, 'free'],
		['glm-4.1v-thinking-flashx', 5, true, 0, 16_384, 'ignored', 64_000, '2/2'],
		['glm-4v-plus-0111', 5, true, 1, 8192, 'none', undefined, 'unknown'],
		['glm-4v-plus', 5, true, 1, 1024, 'none', undefined, 'unknown'],
		['glm-4v', 5, true, 0, 1024, 'none', undefined, 'unknown'],
		['glm-4v-flash', 1, false, 0, 1024, 'none', 16_000, 'free'],
	];
	for (const [id, ...expected] of rows) {
		it(`knows ${id}`, () => {
			const { maxImages, localImages, video, maxOutput, thinking, context, price } = limitsOf(id);
			const words = typeof price === 'object' ? `${price.input}/${price.output}` : (price ?? 'unknown');
			assert.deepEqual([maxImages, localImages, video?.count ?? 0, maxOutput, thinking, context, words], expected);
		});

		it(`promises nothing of ${id} that the service refuses`, () => {
			const { maxImages, localImages, video, maxOutput = 0 } = limitsOf(id);
			const served = glmModels.get(id);
			assert.ok(served);
			assert.ok(maxImages <= served.images);
			assert.ok(maxOutput <= served.outputTokens);
			assert.ok((video?.count ?? 0) <= served.videos);
			assert.ok((video?.byteLength ?? 0) <= served.videoBytes);
			assert.ok(served.inlineImages || !localImages);
		});
	}

	it('lists what the setting suggests, in the same order', () => {
		const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
			readonly contributes: {
				readonly configuration: { readonly properties: Record<string, { examples?: string[] }> };
			};
		};
		const setting = manifest.contributes.configuration.properties['glimpse.model'];
		assert.deepEqual(setting?.examples, knownModels);
		assert.deepEqual(
			rows.map(([id]) => id),
			knownModels,
		);
	});

	for (const id of ['qwen-vl', '', 'constructor', '__proto__']) {
		it(`refuses the unknown ${JSON.stringify(id)} nothing`, () => {
			const { maxImages, localImages, video, maxOutput, openSampling } = limitsOf(id);
			assert.deepEqual(
				[maxImages, localImages, video?.count, maxOutput, openSampling],
				[Infinity, true, Infinity, undefined, false],
			);
		});
	}
});

describe('limitsAt', () => {
	it('knows the one task of glm-ocr at a service of the GLM models only', () => {
		assert.equal(limitsAt({ fields: 'glm' }, 'GLM-OCR').onlyTask, 'extractText');
		const { onlyTask, maxImages } = limitsAt({ fields: 'openAi' }, 'glm-ocr');
		assert.deepEqual([onlyTask, maxImages], [undefined, Infinity]);
		assert.equal(limitsAt({ fields: 'openAi' }, 'glm-4.6v'), limitsOf('glm-4.6v'));
	});
});

describe('modelsAt', () => {
	const [plan, paid] = [true, false].map((isPlan) => modelsAt({ fields: 'glm', isPlan })) as [string[], string[]];

	it('offers none where nobody knows what a service has', () => {
		assert.deepEqual(modelsAt({ fields: 'openAi', isPlan: false }), []);
	});

	it('offers all that is known where tokens are billed', () => assert.deepEqual(paid, knownModels));

	it('offers at a plan, in the same order, what was not refused there', () => {
		assert.ok(plan.includes(planModel));
		assert.deepEqual(
			paid.filter((id) => !plan.includes(id)),
			['glm-4.6v-flashx', 'glm-5v-turbo', 'glm-4v-plus'],
		);
		assert.deepEqual(
			plan,
			paid.filter((id) => plan.includes(id)),
		);
	});

	it('puts no other in place of one', () => {
		for (const id of planModels) assert.ok(plan.includes(id));
		const needs = { images: 6, localImages: true };
		assert.equal(nearestModel('glm-4.1v-thinking-flashx', needs), 'glm-4.6v-flashx');
		assert.equal(nearestModel('glm-4.1v-thinking-flashx', { ...needs, offered: plan }), planModel);
	});
});

describe('nearestModel', () => {
	const cases: readonly [title: string, model: string, needs: ModelNeeds, expected: string | undefined][] = [
		['free stays free', 'glm-4v-flash', { images: 1, localImages: true }, 'glm-4.6v-flash'],
		['free for many pictures', 'glm-4.1v-thinking-flash', { images: 6, localImages: true }, 'glm-4.6v-flash'],
		['many from the web', 'glm-4v-flash', { images: 50, localImages: false }, 'glm-4.6v-flash'],
		['paid stays paid, the cheapest', 'glm-4.1v-thinking-flashx', { images: 6, localImages: true }, 'glm-4.6v-flashx'],
		['an unknown price to a free one', 'glm-4v', { images: 6, localImages: true }, 'glm-4.6v-flash'],
		['an unknown model to a free one', 'qwen-vl', { images: 6, localImages: true }, 'glm-4.6v-flash'],
		['never to itself', 'glm-4.6v-flash', { images: 5, localImages: true }, 'glm-4.1v-thinking-flash'],
		['from one that only reads text', 'glm-ocr', { images: 1, localImages: true }, 'glm-4.6v-flash'],
		['none can', 'glm-4v-plus', { images: 51, localImages: true }, undefined],
	];
	for (const [title, model, needs, expected] of cases) {
		it(title, () => assert.equal(nearestModel(model, needs), expected));
	}
});

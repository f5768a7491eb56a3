import assert from 'node:assert/strict';
import { FailureError, type Failure } from '../../../../src/core/failure.ts';
import { fitHistory, loadOf, needsOf, assertModelSupports, type Load } from '../../../../src/core/glm/modelFit.ts';
import { limitsAt, limitsOf, type ModelNeeds } from '../../../../src/core/glm/models.ts';
import type { Medium } from '../../../../src/core/media.ts';

const webImage: Medium = { kind: 'image', url: 'https://pictures.example/a.png', name: 'a.png' };
const webVideo: Medium = { kind: 'video', url: 'https://pictures.example/a.mp4', name: 'a.mp4' };
const localImage: Medium = { mediaType: 'image/png', bytes: new Uint8Array(9), width: 28, height: 28, name: 'b.png' };
const localVideo = (byteLength: number, seconds: number): Medium => ({
	mediaType: 'video/mp4',
	bytes: new Uint8Array(byteLength),
	width: 28,
	height: 28,
	seconds,
	name: 'b.mp4',
});

describe('loadOf', () => {
	it('counts pictures, videos and tokens', () => {
		assert.deepEqual(loadOf([localImage, webImage, webVideo], ['图', 'abc']), {
			images: 2,
			videos: 1,
			tokens: 1 + 6144 + 6144 + 1 + 1,
		});
	});
});

describe('needsOf', () => {
	const noVideo = { count: 0, byteLength: 0, seconds: 0 };
	for (const [what, media, needs] of [
		['nothing', [], { images: 0, localImages: false, videos: noVideo }],
		['a picture on the web', [webImage], { images: 1, localImages: false, videos: noVideo }],
		['one of its own, too', [webImage, localImage], { images: 2, localImages: true, videos: noVideo }],
		[
			'the largest and the longest video',
			[webVideo, localVideo(9, 1), localVideo(8, 2)],
			{ images: 0, localImages: false, videos: { count: 3, byteLength: 9, seconds: 2 } },
		],
	] as const) {
		it(what, () => assert.deepEqual(needsOf(media), needs));
	}
});

describe('fitHistory', () => {
	const images = (count: number): Load => ({ images: count, videos: 0, tokens: 0 });
	const video: Load = { images: 0, videos: 1, tokens: 0 };
	const words = (tokens: number): Load => ({ images: 0, videos: 0, tokens });
	const picture: Load = { images: 1, videos: 0, tokens: 1000 };

	const cases: readonly [title: string, model: string, history: readonly Load[], question: Load, from: number][] = [
		['no history', 'glm-4v', [], images(1), 0],
		['all of it', 'glm-4v', [images(3), images(0), images(1)], images(1), 0],
		['without the oldest', 'glm-4v', [images(3), images(0), images(2)], images(1), 1],
		['without what stands between, too', 'glm-4v', [images(3), images(0), images(5)], images(1), 3],
		['never without the question', 'glm-4v', [images(3)], images(6), 1],
		['never without the pictures that a question is about', 'glm-4v', [images(2), images(6), images(0)], images(0), 1],
		['text before the only pictures is left out, the pictures are not', 'glm-4v', [images(0), images(6)], images(0), 1],
		['an unknown model', 'unheard-of', [images(300), images(300)], images(300), 0],
		['no pictures beside a video', 'glm-4.6v', [images(1), images(1)], video, 2],
		['no video beside pictures', 'glm-4.6v', [video, images(1)], images(0), 1],
		['as many videos as the model takes', 'glm-4.5v', [video, video], images(0), 1],
		['no video for a model that takes none', 'glm-4v', [video], images(1), 1],
		['all that the context holds', 'glm-4v-flash', [picture, words(10_000)], words(3000), 0],
		['not more than the context holds', 'glm-4v-flash', [words(5000), picture, words(10_000)], words(3000), 1],
		['no more than the context holds, but the picture', 'glm-4v-flash', [picture, words(90_000)], words(9), 0],
		['nothing for a model without turns', 'glm-ocr', [words(1), words(1)], images(1), 2],
		['a context that nobody knows', 'glm-4v', [picture, words(900_000)], words(9), 0],
	];
	for (const [title, model, history, question, from] of cases) {
		it(title, () => assert.equal(fitHistory(limitsOf(model), { history, question, maxTokens: undefined }), from));
	}

	it('leaves room for the longest answer that is asked for', () => {
		const asked = { history: [words(900), picture], question: words(13_000) };
		const limits = limitsOf('glm-4v-flash');
		assert.equal(fitHistory(limits, { ...asked, maxTokens: 1000 }), 0);
		assert.equal(fitHistory(limits, { ...asked, maxTokens: 1024 + 200 }), 1);
	});
});

describe('assertModelSupports', () => {
	type Request = ModelNeeds & { readonly maxTokens: number | undefined };
	const local = (images: number, maxTokens?: number): Request => ({ images, localImages: images > 0, maxTokens });
	const videos = (count: number, images = 0): Request => {
		return { ...local(images), videos: { count, byteLength: 1, seconds: 1 } };
	};

	const refused: readonly [model: string, request: Request, failure: Failure][] = [
		['glm-4.6v', videos(1, 1), { kind: 'videoWithPictures' }],
		['glm-4v', videos(1), { kind: 'modelTakesNoVideo', model: 'glm-4v', instead: 'glm-4.6v-flash' }],
		[
			'glm-4.5v',
			videos(2),
			{ kind: 'tooManyVideos', count: 2, limit: 1, model: 'glm-4.5v', instead: 'glm-4.6v-flashx' },
		],
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
				() => assertModelSupports(model, { ...request, limits: limitsOf(model) }),
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
		['glm-4.5v', videos(1)],
		['unheard-of', local(500, 1_000_000)],
	] as const) {
		it(`lets ${model} pass ${JSON.stringify(request)}`, () =>
			assertModelSupports(model, { ...request, limits: limitsOf(model) }));
	}

	it('lets glm-ocr pass with several pictures where it is an ordinary model', () => {
		const limits = limitsAt({ fields: 'openAi' }, 'glm-ocr');
		assertModelSupports('glm-ocr', { ...local(3), limits });
	});
});

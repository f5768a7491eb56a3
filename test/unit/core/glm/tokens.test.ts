import assert from 'node:assert/strict';
import { estimateMediumTokens, estimateTextTokens } from '../../../../src/core/glm/modelFit.ts';

describe('estimates of tokens', () => {
	for (const [text, tokens] of [
		['', 0],
		['a picture', 3],
		['画像です', 4],
		['图a里', 3],
	] as const) {
		it(`of ${JSON.stringify(text)}: ${tokens}`, () => assert.equal(estimateTextTokens(text), tokens));
	}

	const picture = (width: number, height: number) =>
		({ mediaType: 'image/png', bytes: new Uint8Array(), width, height, name: '' }) as const;
	for (const [width, height, tokens] of [
		[28, 28, 1],
		[1024, 1024, 1369],
		[6000, 6000, 6144],
	] as const) {
		it(`of ${width}×${height} pixels: ${tokens}`, () => {
			assert.equal(estimateMediumTokens(picture(width, height)), tokens);
		});
	}

	it('takes what nobody has seen for a large one', () => {
		assert.equal(estimateMediumTokens({ kind: 'image', url: 'https://pictures.example/a.png', name: 'a.png' }), 6144);
		assert.equal(
			estimateMediumTokens({
				mediaType: 'video/mp4',
				bytes: new Uint8Array(),
				width: 1,
				height: 1,
				seconds: 1,
				name: '',
			}),
			6144,
		);
	});
});

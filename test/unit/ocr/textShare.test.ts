import assert from 'node:assert/strict';
import type { Box } from '../../../src/core/media.ts';
import { textShare } from '../../../src/ocr/textShare.ts';

const width = 40;
const height = 20;

/** Black boxes on white. */
function paper(...boxes: readonly Box[]): { readonly width: number; readonly height: number; pixels: Uint8Array } {
	const pixels = new Uint8Array(width * height).fill(255);
	for (const { left, top, right, bottom } of boxes) {
		for (let row = top; row < bottom; row++) pixels.fill(0, row * width + left, row * width + right);
	}
	return { width, height, pixels };
}

const upper: Box = { left: 4, top: 2, right: 14, bottom: 6 };
const lower: Box = { left: 4, top: 14, right: 34, bottom: 18 };

describe('textShare', () => {
	for (const [what, drawn, lines, share] of [
		['an empty picture', [], [], 0],
		['nothing that was read', [upper], [], 0],
		['all of it', [upper, lower], [upper, lower], 1],
		['a quarter of it', [upper, lower], [upper], 0.25],
		['strokes a little beyond the line', [upper], [{ ...upper, top: 3, bottom: 5 }], 1],
		['a line at the edge', [{ left: 0, top: 0, right: 40, bottom: 2 }], [{ left: 0, top: 0, right: 40, bottom: 2 }], 1],
	] as const) {
		it(`${what}: ${share}`, () => assert.equal(textShare(paper(...drawn), lines), share));
	}

	it('on a dark ground, and without what hardly differs from it', () => {
		const picture = paper(upper);
		picture.pixels = picture.pixels.map((value) => 255 - value);
		picture.pixels.fill(39, 10 * width, 11 * width);
		assert.equal(textShare(picture, [upper]), 1);
	});
});

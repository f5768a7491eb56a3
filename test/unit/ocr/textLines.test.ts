import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { GreyImage } from '../../../src/ocr/greyImage.ts';
import type { Box } from '../../../src/core/media.ts';
import { findTextLines } from '../../../src/ocr/textLines.ts';
import { englishSamples, sampleText } from '../../support/sampleText.ts';

/** An empty white picture to draw black rectangles into. */
function paper(width: number, height: number): { readonly image: GreyImage; draw: Draw } {
	const image = { width, height, pixels: new Uint8Array(width * height).fill(255) };
	return {
		image,
		draw: (left, top, wide, high) => {
			for (let y = top; y < top + high; y++) image.pixels.fill(0, y * width + left, y * width + left + wide);
		},
	};
}

type Draw = (left: number, top: number, width: number, height: number) => void;

/** A line of letters as upright strokes, 10 pixels high. */
function drawWord(draw: Draw, left: number, top: number): void {
	for (let letter = 0; letter < 20; letter++) draw(left + letter * 5, top, 2, 10);
}

const sides = ['left', 'top', 'right', 'bottom'] as const;

const isNear = (found: Box, expected: Box): boolean =>
	sides.every((side) => Math.abs(found[side] - expected[side]) <= 3);

describe('findTextLines', () => {
	it('finds nothing on an empty page', () => {
		assert.deepEqual(findTextLines(paper(200, 100).image), []);
	});

	it('finds a line', () => {
		const { image, draw } = paper(200, 100);
		drawWord(draw, 40, 30);
		const [line, ...others] = findTextLines(image);
		assert.ok(line);
		assert.deepEqual(others, []);
		assert.ok(isNear(line, { left: 40, top: 30, right: 137, bottom: 40 }), JSON.stringify(line));
	});

	it('parts lines that touch', () => {
		const { image, draw } = paper(200, 100);
		drawWord(draw, 40, 30);
		drawWord(draw, 40, 44);
		draw(60, 30, 2, 20);
		draw(110, 30, 2, 20);
		const tops = findTextLines(image).map(({ top }) => top);
		assert.equal(tops.length, 2, String(tops));
	});

	it('overlooks rules, frames and bars', () => {
		const { image, draw } = paper(300, 150);
		drawWord(draw, 60, 50);
		draw(20, 20, 260, 1);
		draw(40, 40, 160, 1);
		draw(40, 70, 160, 1);
		draw(40, 40, 1, 30);
		draw(200, 40, 1, 31);
		draw(20, 100, 200, 8);
		assert.equal(findTextLines(image).length, 1);
	});

	it('leaves out a box to tick before a line', () => {
		const { image, draw } = paper(300, 100);
		drawWord(draw, 66, 34);
		draw(40, 30, 18, 2);
		draw(40, 46, 18, 2);
		draw(40, 30, 2, 18);
		draw(56, 30, 2, 18);
		const lines = findTextLines(image);
		assert.ok(
			lines.some((line) => isNear(line, { left: 66, top: 34, right: 163, bottom: 44 })),
			JSON.stringify(lines),
		);
	});

	it('keeps two labels apart that have the sides of buttons between them', () => {
		const { image, draw } = paper(400, 100);
		for (const left of [30, 160]) {
			drawWord(draw, left + 12, 38);
			draw(left, 30, 1, 26);
			draw(left + 121, 30, 1, 26);
		}
		const lefts = findTextLines(image).map(({ left }) => left);
		assert.deepEqual(
			lefts.map((left) => Math.round(left / 10)).sort((a, b) => a - b),
			[4, 17],
		);
	});

	it('adds the full stop of large type', () => {
		const { image, draw } = paper(300, 100);
		for (let letter = 0; letter < 12; letter++) draw(40 + letter * 12, 30, 4, 22);
		draw(180, 48, 4, 4);
		const [line, ...others] = findTextLines(image);
		assert.deepEqual(others, []);
		assert.ok(line && isNear(line, { left: 40, top: 30, right: 184, bottom: 52 }), JSON.stringify(line));
	});

	it('finds whole lines on a full-page capture full of small type', () => {
		const { image, draw } = paper(1200, 6900);
		const tops = Array.from({ length: 208 }, (_, index) => 20 + index * 33);
		// Letters as upright strokes, every second one lower, as those without ascenders are: 98 a line, over 20,000 in all.
		for (const top of tops)
			for (let letter = 0; letter < 98; letter++)
				draw(40 + letter * 11, top + (letter % 2) * 4, 2, 14 - (letter % 2) * 4);
		const lines = findTextLines(image);
		assert.equal(lines.length, tops.length);
		assert.ok(lines.every((line) => isNear(line, { ...line, left: 40, right: 40 + 97 * 11 + 2 })));
	});

	for (const name of englishSamples) {
		it(`finds every line of ${name}`, async () => {
			const picture = new URL(`../../../media/samples/${name}`, import.meta.url);
			const { data, info } = await sharp(readFileSync(picture)).greyscale().raw().toBuffer({ resolveWithObject: true });
			const lines = findTextLines({ width: info.width, height: info.height, pixels: data });
			const shown = sampleText[name];
			assert.ok(shown?.length);
			const lost = shown.filter(({ box: [left, top, width, height] }) => {
				const middle = top + height / 2;
				return !lines.some(
					(line) =>
						line.left <= left + 4 && line.right >= left + width - 4 && line.top < middle && line.bottom > middle,
				);
			});
			assert.deepEqual(
				lost.map(({ text }) => text),
				[],
			);
		});
	}
});

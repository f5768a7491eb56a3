import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layoutFor } from '../../../../src/core/image/layout.ts';
import { serviceLimits } from '../../../../src/core/image/pictureLimits.ts';
import { ownPart, tileNote, wholeCount } from '../../../../src/core/image/tiles.ts';
import type { PreparedImage } from '../../../../src/core/media.ts';

const cases: readonly [string, number, number, number, number][] = [
	// what it is, width, height, tiles that are left, pieces
	['a full-page capture', 1200, 20_000, 50, 6],
	['the same for a model of five pictures', 1200, 20_000, 5, 5],
	['the same where one is left', 1200, 20_000, 1, 1],
	['a screenshot of 8K', 7680, 4320, 50, 1],
	['a wide capture', 12_000, 900, 50, 4],
	['three screens side by side, which stay legible', 5760, 1080, 50, 1],
	['a page that is a little too tall, and stays legible', 1000, 6100, 50, 1],
	['a page twice as tall', 1000, 12_200, 50, 4],
];

describe('layoutFor', () => {
	for (const [what, width, height, tiles, pieces] of cases) {
		it(`${what}, ${width}×${height}: ${pieces}`, () => {
			const { boxes } = layoutFor({ width, height }, { limits: serviceLimits(tiles), kind: 'drawn' });
			assert.equal(boxes.length, pieces);
		});
	}

	it('leaves a photo whole', () => {
		const { boxes, scale } = layoutFor({ width: 20_000, height: 3000 }, { limits: serviceLimits(50), kind: 'photo' });
		assert.equal(boxes.length, 1);
		assert.ok(Math.abs(scale - Math.sqrt((2184 * 2184) / 60e6)) < 0.001);
	});

	it('covers every pixel, within the limits, whatever the size', () => {
		const side = fc.integer({ min: 1, max: 30_000 });
		fc.assert(
			fc.property(side, side, fc.integer({ min: 1, max: 20 }), (width, height, tiles) => {
				const limits = serviceLimits(tiles);
				const { scale, boxes, overlap } = layoutFor({ width, height }, { limits, kind: 'drawn' });
				const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
				assert.ok(boxes.length >= 1 && boxes.length <= tiles && scale <= 1);
				let end = 0;
				for (const box of boxes) {
					assert.ok(box.left >= 0 && box.top >= 0 && box.right <= w && box.bottom <= h);
					assert.ok(Math.max(box.right - box.left, box.bottom - box.top) <= 6000);
					// One pixel more a side, for rounding.
					assert.ok((box.right - box.left - 1) * (box.bottom - box.top - 1) <= limits.pixels);
					const start = h >= w ? box.top : box.left;
					assert.ok(end === 0 || end - start >= overlap - boxes.length, `gap at ${start}`);
					end = h >= w ? box.bottom : box.right;
				}
				assert.equal(end, Math.max(w, h));
			}),
		);
	});
});

describe('pieces of a picture', () => {
	const image = (name: string, index?: number, count = 3): PreparedImage => ({
		name,
		mediaType: 'image/png',
		bytes: new Uint8Array(),
		width: 1200,
		height: 3000,
		...(index !== undefined && {
			origin: {
				mediaType: 'image/png',
				width: 1200,
				height: 8600,
				byteLength: 9,
				metadataRemoved: false,
				tile: { index, count, overlap: 200, direction: 'down' },
			},
		}),
	});
	const images = [image('a'), image('b', 0), image('b', 1), image('b', 2), image('c')];

	it('count as one picture', () => {
		assert.equal(wholeCount(images), 3);
	});

	it('are explained to the model by their numbers', () => {
		assert.equal(
			tileNote(images),
			'Images 2 to 4 are pieces of one tall picture, from top to bottom. Each repeats the last 200 pixels of the one before it. Take them as one picture, and count what is repeated once.',
		);
		assert.equal(tileNote([image('a')]), '');
	});

	it('divide what they share in its middle', () => {
		const parts = images.slice(1, 4).map((piece) => {
			const tile = piece.origin?.tile;
			assert.ok(tile);
			return ownPart(piece, tile);
		});
		assert.deepEqual(
			parts.map(({ top, bottom }) => [top, bottom]),
			[
				[0, 2900],
				[100, 2900],
				[100, 3000],
			],
		);
	});
});

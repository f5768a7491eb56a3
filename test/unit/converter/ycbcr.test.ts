import assert from 'node:assert/strict';
import { boxShrink } from '../../../src/converter/formats/pixels.ts';
import { type PlaneCoding, isKnownCoding, shrinkPlanes, type Plane } from '../../../src/converter/formats/ycbcr.ts';

const plane = (width: number, height: number, value: number): Plane => ({
	width,
	height,
	stride: width,
	data: new Uint8Array(width * height).fill(value),
});

/** Brightness and colours of pure red, in the codings that occur. */
const reds: readonly [string, PlaneCoding, readonly [number, number, number]][] = [
	['matrix 6, full range', { matrix: 6, isFullRange: true }, [76, 85, 255]],
	['matrix 1, full range', { matrix: 1, isFullRange: true }, [54, 99, 255]],
	['matrix 1, limited range', { matrix: 1, isFullRange: false }, [63, 102, 240]],
];

describe('isKnownCoding', () => {
	for (const [matrix, isKnown] of [
		[1, true],
		[9, true],
		[0, false],
		[14, false],
	] as const) {
		it(`matrix ${matrix}: ${isKnown}`, () => assert.equal(isKnownCoding({ matrix, isFullRange: true }), isKnown));
	}
});

describe('shrinkPlanes', () => {
	for (const [what, coding, [y, cb, cr]] of reds) {
		it(`mixes red: ${what}`, () => {
			const planes = [plane(9, 6, y), plane(5, 3, cb), plane(5, 3, cr)] as const;
			const { width, height, pixels } = shrinkPlanes(planes, { factor: 3, coding });
			assert.deepEqual([width, height], [3, 2]);
			const [red = 0, green = 9, blue = 9] = pixels;
			assert.ok(red >= 252 && green <= 3 && blue <= 3, `${red} ${green} ${blue}`);
		});
	}
});

describe('boxShrink', () => {
	it('takes the mean, each pixel counted by its opacity', () => {
		const pixels = Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 0, 255, 0, 0, 255, 0, 255, 0, 0]);
		const shrunk = boxShrink({ width: 2, height: 2, channels: 4, stride: 8, pixels }, 2);
		assert.deepEqual([...shrunk.pixels], [255, 0, 0, 128]);
	});

	it('heeds rows that are longer than their pixels, and what is left over', () => {
		const pixels = Uint8Array.from([10, 10, 10, 20, 20, 20, 30, 30, 30, 99, 10, 10, 10, 20, 20, 20, 30, 30, 30, 99]);
		const shrunk = boxShrink({ width: 3, height: 2, channels: 3, stride: 10, pixels }, 2);
		assert.deepEqual([shrunk.width, shrunk.height, ...shrunk.pixels], [2, 1, 15, 15, 15, 30, 30, 30]);
	});
});

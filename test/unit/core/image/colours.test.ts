import assert from 'node:assert/strict';
import { type ColourImage, dominantColours, nameColour, pictureKind } from '../../../../src/core/image/colours.ts';

const names: readonly (readonly [hex: string, name: string])[] = [
	['ffffff', 'plain white'],
	['fbfcfe', 'plain white'],
	['000000', 'plain black'],
	['1e1f24', 'plain black'],
	['808080', 'plain grey'],
	['404040', 'dark grey'],
	['cccccc', 'light grey'],
	['1a66e0', 'plain blue'],
	['0b2250', 'dark blue'],
	['9db8de', 'light blue'],
	['d13438', 'plain red'],
	['4b2328', 'dark red'],
	['2c8a4b', 'plain green'],
	['e7c000', 'plain yellow'],
	['ff8c00', 'plain orange'],
	['8b5a2b', 'plain brown'],
	['00a8a8', 'plain turquoise'],
	['8040c0', 'plain purple'],
	['ff69b4', 'plain pink'],
];

/** A picture with a share of its rows in each colour. */
function striped(rows: readonly (readonly [count: number, colour: readonly [number, number, number]])[]): ColourImage {
	const colours = rows.flatMap(([count, colour]) => Array.from({ length: count }, () => colour));
	const width = 50;
	return {
		width,
		height: colours.length,
		pixels: Uint8Array.from(colours.flatMap((colour) => Array.from({ length: width }, () => colour).flat())),
	};
}

describe('colours', () => {
	for (const [hex, name] of names) {
		it(`calls #${hex} ${name}`, () => {
			const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
			const { shade, hue } = nameColour(red, green, blue);
			assert.equal(`${shade} ${hue}`, name);
		});
	}

	it('finds the colours that cover most, the largest first', () => {
		const found = dominantColours(
			striped([
				[20, [26, 102, 224]],
				[70, [255, 255, 255]],
				[10, [20, 20, 20]],
			]),
		);
		assert.deepEqual(
			found.map(({ hex, share }) => [hex, share]),
			[
				['#ffffff', 0.7],
				['#1a66e0', 0.2],
				['#141414', 0.1],
			],
		);
	});

	it('tells even areas from noise', () => {
		const drawn = striped([[60, [240, 240, 240]]]);
		const noise = { ...drawn, pixels: drawn.pixels.map((_, index) => (index * 7919) % 251) };
		assert.deepEqual([pictureKind(drawn), pictureKind(noise)], ['drawn', 'photo']);
	});
});

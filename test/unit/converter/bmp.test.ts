import assert from 'node:assert/strict';
import { decodeBmp, unpackRunLengths } from '../../../src/converter/formats/bmp.ts';
import { icoEntries } from '../../../src/core/image/ico.ts';
import { decodeIcoBitmap } from '../../../src/converter/formats/ico.ts';
import { bmpFile, icoFile, type BmpOptions } from '../../support/bmpFile.ts';
import { quadrantPixels, type RawPicture } from '../../support/quadrants.ts';

/** Odd sides: rows are filled up, and their last byte holds fewer pixels. */
const picture = quadrantPixels({ width: 7, height: 5 });
const isOdd = (index: number): number => (index % 2 === 1 ? 255 : 0);

/** Red, green, blue and opacity of every pixel. */
function rgba({ width, height, pixels }: RawPicture, opacity: (index: number) => number = () => 255): number[] {
	return Array.from({ length: width * height }, (_, index) => [
		...pixels.subarray(index * 3, index * 3 + 3),
		opacity(index),
	]).flat();
}

describe('decodeBmp', () => {
	const kinds: readonly BmpOptions[] = [
		{ depth: 4 },
		{ depth: 8 },
		{ depth: 8, runLengths: true },
		{ depth: 24 },
		{ depth: 24, topDown: true },
	];
	for (const options of kinds) {
		it(`${JSON.stringify(options)}: every pixel`, () => {
			assert.deepEqual([...decodeBmp(bmpFile(picture, options)).pixels], rgba(picture));
		});
	}

	it('32 bits: the opacity, and none meant where all of it is zero', () => {
		const file = bmpFile(picture, { depth: 32, opacity: isOdd });
		assert.deepEqual([...decodeBmp(file).pixels], rgba(picture, isOdd));
		assert.deepEqual([...decodeBmp(bmpFile(picture, { depth: 32 })).pixels], rgba(picture));
	});

	it('16 bits: five a colour, or as the masks say', () => {
		const file = bmpFile({ width: 1, height: 1, pixels: Buffer.of(255, 0, 132) }, { depth: 16 });
		assert.deepEqual([...decodeBmp(file).pixels], [255, 0, 132, 255]);
		const masks = Buffer.alloc(12);
		for (const [index, mask] of [0xf800, 0x07e0, 0x001f].entries()) masks.writeUInt32LE(mask, index * 4);
		const masked = Buffer.concat([file.subarray(0, 54), masks, Buffer.of(0xe0, 0x07, 0, 0)]);
		masked.writeUInt32LE(66, 10);
		masked.writeUInt32LE(3, 30);
		assert.deepEqual([...decodeBmp(masked).pixels], [0, 255, 0, 255]);
	});

	it('the header of OS/2', () => {
		const file = Buffer.alloc(14 + 12 + 4);
		file.writeUInt32LE(26, 10);
		file.writeUInt32LE(12, 14);
		file.writeUInt16LE(1, 18);
		file.writeUInt16LE(1, 20);
		file.writeUInt16LE(24, 24);
		file.set([30, 20, 10], 26);
		assert.deepEqual([...decodeBmp(file).pixels], [10, 20, 30, 255]);
	});

	const broken: readonly (readonly [string, RegExp, (file: Buffer) => void])[] = [
		['a header of no known length', /header/, (file) => file.writeUInt32LE(7, 14)],
		['a depth that nobody writes', /Unknown kind/, (file) => file.writeUInt16LE(5, 28)],
		['no width', /Unknown kind/, (file) => file.writeInt32LE(0, 18)],
		['a JPEG inside', /Compression 4/, (file) => file.writeUInt32LE(4, 30)],
		['more rows than bytes', /cut off/, (file) => file.writeInt32LE(6, 22)],
	];
	for (const [what, message, spoil] of broken) {
		it(`refuses ${what}`, () => {
			const file = bmpFile(picture, { depth: 24 });
			spoil(file);
			assert.throws(() => decodeBmp(file), message);
		});
	}
});

describe('unpackRunLengths', () => {
	/** The rows as they stand in the file: the lowest first. */
	const cases: readonly (readonly [string, 4 | 8, readonly number[], string])[] = [
		['runs', 8, [3, 1, 1, 2, 0, 0, 4, 7, 0, 1], '1112 7777'],
		['runs of two colours in turn', 4, [3, 0x12, 0, 0, 0, 1], '1210 0000'],
		['bytes as they are, filled up to two', 8, [0, 3, 5, 6, 7, 0, 0, 0, 0, 1], '5670 0000'],
		['halves as they are, filled up to two bytes', 4, [0, 3, 0x56, 0x70, 0, 0, 0, 1], '5670 0000'],
		['a move', 8, [1, 1, 0, 2, 1, 1, 2, 9, 0, 1], '1000 0099'],
		['no end', 8, [4, 1, 0, 0, 4, 2, 0, 0], '1111 2222'],
		['a run beyond the row', 8, [9, 1, 0, 0, 0, 1], '1111 0000'],
	];
	for (const [what, bits, bytes, rows] of cases) {
		it(what, () => {
			const found = unpackRunLengths(Uint8Array.from(bytes), { width: 4, height: 2, bits });
			assert.equal([found.subarray(0, 4).join(''), found.subarray(4).join('')].join(' '), rows);
		});
	}

	for (const [what, height] of [
		['an end too early', 2],
		['more pixels than its bytes can be', 2000],
	] as const) {
		it(`refuses ${what}`, () => {
			const bytes = Uint8Array.of(4, 1);
			assert.throws(() => unpackRunLengths(bytes, { width: 4, height, bits: 8 }), /cut off/);
		});
	}
});

describe('icoEntries', () => {
	it('the largest first, then the one with most colours', () => {
		const entry = (side: number, depth: 4 | 24): RawPicture & BmpOptions => {
			return { ...quadrantPixels({ width: side, height: side }), depth };
		};
		const entries = icoEntries(icoFile([entry(16, 24), entry(32, 4), entry(32, 24)]));
		assert.deepEqual(
			entries.map(({ width, height, depth }) => [width, height, depth]),
			[
				[32, 32, 24],
				[32, 32, 4],
				[16, 16, 24],
			],
		);
	});

	it('without what is named but not there', () => {
		const file = icoFile([
			{ ...picture, depth: 24 },
			{ ...picture, depth: 8 },
		]);
		assert.deepEqual(
			[file.length, file.readUInt32LE(6 + 16 + 12), 30, 8].map((length) => icoEntries(file.subarray(0, length)).length),
			[2, 1, 0, 0],
		);
	});
});

describe('decodeIcoBitmap', () => {
	for (const depth of [4, 24, 32] as const) {
		it(`${depth} bits: transparent by ${depth === 32 ? 'its opacity' : 'its mask'}`, () => {
			const file = icoFile([{ ...picture, depth, opacity: isOdd }]);
			// The mask is the last: the lowest row first, four bytes each.
			if (depth !== 32) {
				for (let row = 0; row < picture.height; row++) {
					const bits = row % 2 === 0 ? 0b1010_1010 : 0b0101_0101;
					file[file.length - 4 * (row + 1)] = bits;
				}
			}
			const [entry] = icoEntries(file);
			assert.ok(entry);
			assert.deepEqual([...decodeIcoBitmap(entry).pixels], rgba(picture, isOdd));
		});
	}
});

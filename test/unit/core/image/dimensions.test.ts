import assert from 'node:assert/strict';
import { dimensionsOf } from '../../../../src/core/image/dimensions.ts';
import type { MediaType } from '../../../../src/core/image/mediaType.ts';
import { bmpFile, icoFile } from '../../../support/bmpFile.ts';
import { quadrantPicture, quadrantPixels } from '../../../support/quadrants.ts';

const size = { width: 30, height: 20 };

/** A TIFF file's header and the directory behind it, each entry a tag, a type (3 has two bytes, 4 four) and a value. */
function tiff(order: 'II' | 'MM', entries: readonly (readonly [tag: number, type: 3 | 4, value: number])[]): Buffer {
	const file = Buffer.alloc(10 + entries.length * 12);
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const little = order === 'II';
	file.write(order);
	view.setUint16(2, 42, little);
	view.setUint32(4, 8, little);
	view.setUint16(8, entries.length, little);
	for (const [index, [tag, type, value]] of entries.entries()) {
		const entry = 10 + index * 12;
		view.setUint16(entry, tag, little);
		view.setUint16(entry + 2, type, little);
		if (type === 3) view.setUint16(entry + 8, value, little);
		else view.setUint32(entry + 8, value, little);
	}
	return file;
}

const cases: readonly (readonly [MediaType, string, () => Buffer | Promise<Buffer>, typeof size | undefined])[] = [
	['image/png', 'whole', () => quadrantPicture(size).png().toBuffer(), size],
	['image/bmp', 'whole', () => bmpFile(quadrantPixels(size), { depth: 24 }), size],
	['image/bmp', 'cut off', () => Buffer.from('BM'), undefined],
	['image/x-icon', 'whole', () => icoFile([{ ...quadrantPixels(size), depth: 8 }]), size],
	['image/x-icon', 'empty', () => icoFile([]), undefined],
	['image/tiff', 'whole', () => quadrantPicture(size).tiff().toBuffer(), size],
	[
		'image/tiff',
		'small numbers first',
		() =>
			tiff('II', [
				[254, 4, 0],
				[256, 3, 30],
				[257, 4, 20],
			]),
		size,
	],
	[
		'image/tiff',
		'large numbers first',
		() =>
			tiff('MM', [
				[256, 4, 30],
				[257, 3, 20],
			]),
		size,
	],
	['image/tiff', 'without a height', () => tiff('II', [[256, 3, 30]]), undefined],
	['image/tiff', 'without a directory', () => tiff('II', []).subarray(0, 8), undefined],
];

describe('dimensionsOf', () => {
	for (const [mediaType, what, make, expected] of cases) {
		it(`${mediaType}, ${what}`, async () => assert.deepEqual(dimensionsOf(await make(), mediaType), expected));
	}
});

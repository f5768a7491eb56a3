import assert from 'node:assert/strict';
import { box } from '../../support/isoFile.ts';
import { deepTiffFile } from '../../support/otherPictures.ts';
import { quadrantPicture, quadrantPixels } from '../../support/quadrants.ts';
import { builtConverter, refusalOf } from '../../support/testConverter.ts';

/** A TIFF file whose first page says something else in one of its fields. */
async function tiffWith(tag: number, value: number): Promise<Buffer> {
	const file = await quadrantPicture({ width: 8, height: 8 }).tiff({ compression: 'none' }).toBuffer();
	const start = file.readUInt32LE(4);
	for (let entry = start + 2; entry < start + 2 + 12 * file.readUInt16LE(start); entry += 12) {
		if (file.readUInt16LE(entry) === tag) file.writeUInt16LE(value, entry + 8);
	}
	return file;
}

const heifOf = (brand: string): Buffer => box('ftyp', Buffer.from(`${brand}\0\0\0\0mif1${brand}`, 'latin1'));

const tooDeep = (): Buffer =>
	deepTiffFile(quadrantPixels({ width: 8, height: 8 }), { bits: 40, isPlanar: false, isPacked: false, samples: 3 });

const cases: readonly (readonly [what: string, make: () => Buffer | Promise<Buffer>, format: string])[] = [
	['TIFF with WebP inside', () => tiffWith(259, 50_001), 'TIFF'],
	['TIFF packed with Zstandard', () => tiffWith(259, 50_000), 'TIFF'],
	['TIFF packed with LZMA', () => tiffWith(259, 34_925), 'TIFF'],
	['TIFF of light (LogLuv)', () => tiffWith(262, 32_845), 'TIFF'],
	['TIFF of 40 bits', tooDeep, 'TIFF'],
	['HEIF with H.264', () => heifOf('avci'), 'HEIF'],
	['HEIF with H.266', () => heifOf('vvic'), 'HEIF'],
	['HEIF with JPEG', () => heifOf('jpeg'), 'HEIF'],
];

describe('A kind of picture that nothing here reads', () => {
	const converter = builtConverter();
	after(() => converter.dispose());

	for (const [what, make, format] of cases) {
		it(`${what} is refused by its name`, async () => {
			const failure = await refusalOf(converter, { bytes: await make(), name: 'a' });
			assert.deepEqual(failure, { kind: 'pictureKindUnread', name: 'a', format });
		});
	}
});

import assert from 'node:assert/strict';
import { zlib } from '../../../../src/converter/zlib.ts';
import { cleanJpeg } from '../../../../src/core/image/jpeg.ts';
import { cleanPng } from '../../../../src/core/image/png.ts';
import { prepareUnchanged } from '../../../../src/core/image/prepare.ts';
import { chunk } from '../../../support/apngFile.ts';
import { pixelHash } from '../../../support/glmMedia.ts';
import { plant, plantedFiles } from '../../../support/plantedFiles.ts';
import { quadrantPicture } from '../../../support/quadrants.ts';

const picture = (): ReturnType<typeof quadrantPicture> => quadrantPicture({ width: 320, height: 200 });

/** The coded pixels of a JPEG file: all from the first scan on. */
const scansOf = (file: Uint8Array): Buffer => {
	const bytes = Buffer.from(file);
	return bytes.subarray(bytes.indexOf(Buffer.of(0xff, 0xda)));
};

/** The segments of a JPEG file before its first scan, and the rest. */
function headOf(file: Buffer): { readonly segments: readonly Buffer[]; readonly rest: Buffer } {
	const segments: Buffer[] = [];
	let offset = 2;
	while (file[offset + 1] !== 0xda) {
		const end = offset + 2 + file.readUInt16BE(offset + 2);
		segments.push(file.subarray(offset, end));
		offset = end;
	}
	return { segments, rest: file.subarray(offset) };
}

const isQuantisation = (segment: Buffer): boolean => segment[1] === 0xdb;

/** A JPEG file whose quantisation tables stand behind the frame header. */
function withLateTables(file: Buffer): Buffer {
	const { segments, rest } = headOf(file);
	const others = segments.filter((segment) => !isQuantisation(segment));
	return Buffer.concat([file.subarray(0, 2), ...others, ...segments.filter(isQuantisation), rest]);
}

function withoutTables(file: Buffer): Buffer {
	const { segments, rest } = headOf(file);
	return Buffer.concat([file.subarray(0, 2), ...segments.filter((segment) => !isQuantisation(segment)), rest]);
}

describe('what fits is cleaned without being decoded', () => {
	it('JPEG: the coded pixels stay byte for byte, and all metadata go', async () => {
		const before = await picture().withIccProfile('p3').jpeg().toBuffer();
		const planted = (await plantedFiles()).get('planted.jpg') ?? before;
		for (const file of [before, planted]) {
			const image = prepareUnchanged(file, 'a.jpg', zlib);
			assert.ok(image);
			assert.ok(!Buffer.from(image.bytes).includes(plant));
			const end = scansOf(file).indexOf(Buffer.of(0xff, 0xd9)) + 2;
			assert.ok(scansOf(image.bytes).equals(scansOf(file).subarray(0, end)));
			assert.equal(await pixelHash(image.bytes), await pixelHash(file));
		}
	});

	it('PNG: the coded pixels stay byte for byte, and all metadata go', async () => {
		const file = (await plantedFiles()).get('planted.png') ?? Buffer.alloc(0);
		const withProfile = await picture().withIccProfile('p3').png().toBuffer();
		for (const bytes of [file, withProfile]) {
			const image = prepareUnchanged(bytes, 'a.png', zlib);
			assert.ok(image);
			assert.ok(!Buffer.from(image.bytes).includes(plant));
			assert.equal(await pixelHash(image.bytes), await pixelHash(bytes));
		}
		assert.equal(prepareUnchanged(file, 'a.png', zlib)?.origin?.metadataRemoved, true);
	});

	it('JPEG: keeps the marker that says how colours are coded', async () => {
		// Adobe's segment with transform 0: red, green and blue as they are.
		const jpeg = await picture().jpeg().toBuffer();
		const adobe = Buffer.from('\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0', 'latin1');
		const file = Buffer.concat([jpeg.subarray(0, 2), adobe, jpeg.subarray(2)]);
		assert.equal(await pixelHash(prepareUnchanged(file, 'a.jpg', zlib)?.bytes ?? jpeg), await pixelHash(file));
		assert.notEqual(await pixelHash(file), await pixelHash(jpeg));
	});

	it('JPEG: tables may come as late as the first scan', async () => {
		for (const progressive of [false, true]) {
			const file = await picture().jpeg({ progressive }).toBuffer();
			const late = withLateTables(file);
			assert.notEqual(late.indexOf(Buffer.of(0xff, 0xdb)), file.indexOf(Buffer.of(0xff, 0xdb)));
			const image = prepareUnchanged(late, 'a.jpg', zlib);
			assert.ok(image);
			assert.equal(await pixelHash(image.bytes), await pixelHash(file));
		}
		const file = await picture().jpeg().toBuffer();
		assert.equal(cleanJpeg(withoutTables(file)), undefined, 'no table at all');
	});

	it('leaves to a decoder what is not whole, or of a kind that programs disagree about', async () => {
		const png = await picture().png().toBuffer();
		const jpeg = await picture().jpeg().toBuffer();
		const flipped = Buffer.from(png);
		flipped[60] = (flipped[60] ?? 0) ^ 1;
		const unknown = Buffer.concat([png.subarray(0, 33), chunk('NEWs', Buffer.alloc(3)), png.subarray(33)]);
		assert.equal(cleanPng(flipped, zlib), undefined, 'a wrong check sum');
		assert.equal(cleanPng(unknown, zlib), undefined, 'an unknown chunk that is critical');
		assert.equal(cleanPng(png.subarray(0, -12), zlib), undefined, 'no end');
		assert.equal(cleanJpeg(jpeg.subarray(0, -2)), undefined, 'no end');
		for (const file of [
			await picture().withMetadata({ orientation: 3 }).jpeg().toBuffer(),
			await picture().toColourspace('cmyk').jpeg().toBuffer(),
			await picture().toColourspace('rgb16').png().toBuffer(),
		]) {
			assert.equal(prepareUnchanged(file, 'a', zlib), undefined);
		}
	});
});

import assert from 'node:assert/strict';
import sharp from 'sharp';
import { unpackRunLengths } from '../../../../src/converter/formats/bmp.ts';
import { collectRanges } from '../../../../src/core/image/bytes.ts';
import { dimensionsOf } from '../../../../src/core/image/dimensions.ts';
import { firstGifPicture } from '../../../../src/converter/formats/gif.ts';
import { readIsoPicture } from '../../../../src/core/image/isoMedia.ts';
import { cleanJpeg, jpegSize } from '../../../../src/core/image/jpeg.ts';
import { mediaTypeOf } from '../../../../src/core/image/mediaType.ts';
import { TooManyPartsError } from '../../../../src/core/image/partLimit.ts';
import { textBlocks } from '../../../../src/ocr/textBlocks.ts';
import { findTextLines } from '../../../../src/ocr/textLines.ts';
import { box, padded } from '../../../support/isoFile.ts';
import { quadrantPicture } from '../../../support/quadrants.ts';
import { jpegOfScans } from '../../../support/hostilePictures.ts';

/** Fails where work takes longer than so many milliseconds: ten times of what it takes on a slow machine. */
function within(milliseconds: number, work: () => void): void {
	const start = performance.now();
	work();
	const taken = performance.now() - start;
	assert.ok(taken < milliseconds, `${Math.round(taken)} ms`);
}

describe('document types in front of a drawing', () => {
	for (const [what, text, mediaType] of [
		['plain', '<!DOCTYPE svg>', 'image/svg+xml'],
		['with addresses', '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/a>b.dtd">', 'image/svg+xml'],
		['with entities', '<!DOCTYPE svg [<!ENTITY a "]>"><!-- > " --> ]>', 'image/svg+xml'],
		['without an end', '<!DOCTYPE svg [', undefined],
		['of brackets', `<!DOCTYPE${'['.repeat(8000)}`, undefined],
		['of declarations', '<!DOCTYPE svg ['.concat('<!'.repeat(4000)), undefined],
		['of quotes', `<!DOCTYPE${`"'`.repeat(4000)}`, undefined],
	] as const) {
		it(`${what}: ${mediaType}`, () => {
			const bytes = Buffer.from(`${text}<svg xmlns="http://www.w3.org/2000/svg"/>`);
			within(1000, () => {
				for (let count = 0; count < 100; count++) assert.equal(mediaTypeOf(bytes), mediaType);
			});
		});
	}
});

describe('keptParts', () => {
	it('makes one part of what follows each other', () => {
		const bytes = Buffer.from('abcdefgh');
		const kept = collectRanges(bytes);
		for (const [start, end] of [
			[0, 2],
			[2, 4],
			[5, 6],
		] as const)
			kept.keep(start, end);
		kept.insert(Buffer.from('!'));
		kept.keep(6, 8);
		assert.deepEqual(
			kept.parts().map((part) => Buffer.from(part).toString()),
			['abcd', 'f', '!', 'gh'],
		);
	});
});

describe('sizes that coded data have', () => {
	for (const [width, height] of [
		[16, 16],
		[300, 17],
		[65, 4000],
	] as const) {
		it(`AV1 of ${width}×${height}, whatever the boxes say`, async () => {
			const file = await quadrantPicture({ width, height }).avif({ effort: 0 }).toBuffer();
			for (let at = file.indexOf('ispe'); at >= 0; at = file.indexOf('ispe', at + 1)) file.fill(0, at + 8, at + 16);
			const sizes = readIsoPicture(file).sizes.filter((size) => size.width > 0);
			assert.ok(sizes.length > 0);
			for (const size of sizes) assert.deepEqual(size, { width, height });
		});
	}

	it('JPEG of any kind', async () => {
		for (const options of [{}, { progressive: true }]) {
			const file = await quadrantPicture({ width: 50, height: 30 }).jpeg(options).toBuffer();
			assert.deepEqual(jpegSize(file), { width: 50, height: 30 });
			assert.deepEqual(jpegSize(padded(file, 100)), { width: 50, height: 30 });
		}
	});
});

describe('too many parts', () => {
	it('are refused in JPEG, also in files that only a decoder would read', () => {
		const scans = jpegOfScans({ width: 16, height: 16 });
		assert.throws(() => cleanJpeg(scans), TooManyPartsError);
		assert.equal(dimensionsOf(scans, 'image/jpeg'), undefined);
		// Arithmetic coding.
		assert.equal(
			dimensionsOf(Buffer.from(scans).fill(0xca, scans.indexOf(0xc2), scans.indexOf(0xc2) + 1), 'image/jpeg'),
			undefined,
		);
	});

	it('are refused in a TIFF file whose directories go on for ever', () => {
		const file = Buffer.alloc(26);
		file.write('II*\0', 'latin1');
		file.writeUInt32LE(8, 4);
		file.writeUInt16LE(1, 8);
		file.writeUInt16LE(256, 10);
		file.writeUInt32LE(8, 22);
		assert.equal(dimensionsOf(file, 'image/tiff'), undefined);
	});

	it('are refused in a WebP file', async () => {
		const file = await quadrantPicture({ width: 16, height: 16 }).webp().toBuffer();
		const many = Buffer.alloc(200_000 * 8, Buffer.from('abcd\0\0\0\0'));
		assert.equal(dimensionsOf(Buffer.concat([file, many]), 'image/webp'), undefined);
		assert.deepEqual(dimensionsOf(file, 'image/webp'), { width: 16, height: 16 });
	});

	it('are refused in the boxes of a picture, at any depth', async () => {
		const file = await quadrantPicture({ width: 16, height: 16 }).avif({ effort: 0 }).toBuffer();
		const many = Buffer.concat(Array.from({ length: 20_000 }, () => box('free', Buffer.alloc(0))));
		const meta = box('meta', Buffer.concat([Buffer.alloc(4), many]));
		for (const bytes of [Buffer.concat([many, file]), meta]) {
			assert.throws(() => readIsoPicture(bytes), TooManyPartsError);
		}
	});

	it('don’t make a run-length BMP take longer than its pixels', () => {
		const bytes = Buffer.concat([Buffer.alloc(20e6, Buffer.of(255, 1)), Buffer.of(0, 1)]);
		within(1500, () => void unpackRunLengths(bytes, { width: 100, height: 100, bits: 8 }));
	}).timeout(60_000);
});

describe('firstGifPicture', () => {
	it('cuts off the others, and counts them', async () => {
		const gif = await quadrantPicture({ width: 16, height: 16 }).gif().toBuffer();
		const start = gif.indexOf(Buffer.of(0x2c, 0, 0, 0, 0, 16, 0, 16, 0));
		const picture = gif.subarray(start, -1);
		const found = firstGifPicture(Buffer.concat([gif.subarray(0, -1), picture, picture, Buffer.of(0x3b)]));
		assert.equal(found?.frames, 3);
		assert.deepEqual(Buffer.from(found.bytes), gif);
		assert.equal(firstGifPicture(gif.subarray(0, -3)), undefined);
	});

	it('says how far the picture reaches, and refuses more data than pixels', async () => {
		const gif = await quadrantPicture({ width: 16, height: 16 }).gif().toBuffer();
		const start = gif.indexOf(Buffer.of(0x2c, 0, 0, 0, 0, 16, 0, 16, 0));
		const larger = Buffer.from(gif);
		larger.writeUInt16LE(60_000, start + 1);
		assert.deepEqual(firstGifPicture(larger)?.reach, { width: 60_016, height: 16 });
		const more = Buffer.concat([gif.subarray(0, -2), Buffer.alloc(200_000, Buffer.of(1, 0x11)), gif.subarray(-2)]);
		assert.throws(() => firstGifPicture(more), /data/);
	});
});

describe('text in what is noise', () => {
	it('is looked for in bounded time', async () => {
		const size = { width: 3000, height: 3000 };
		const pixels = new Uint8Array(size.width * size.height).fill(255);
		for (let y = 4; y < size.height - 12; y += 16)
			for (let x = 4 + (y % 5); x < size.width - 12; x += 20)
				for (let row = 0; row < 8; row++) pixels.fill(0, (y + row) * size.width + x, (y + row) * size.width + x + 8);
		const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
		const grain = await sharp({ create: { ...size, channels: 3, background: '#888', noise } })
			.greyscale()
			.raw()
			.toBuffer();
		for (const image of [pixels, new Uint8Array(grain)]) {
			within(40_000, () => void textBlocks(findTextLines({ ...size, pixels: image })));
		}
	}).timeout(120_000);

	it('is put in order in bounded time', () => {
		const lines = Array.from({ length: 6000 }, (_, index) => {
			const [left, top] = [(index % 77) * 40 + ((index * 7) % 11), Math.floor(index / 77) * 40 + ((index * 13) % 17)];
			return { left, top, right: left + 8, bottom: top + 8 };
		});
		within(40_000, () => assert.ok(textBlocks(lines).length > 0));
	}).timeout(120_000);
});

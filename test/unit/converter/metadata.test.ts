import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { PictureWorker } from '../../../src/converter/pictureWorker.ts';
import { chunk } from '../../support/apngFile.ts';
import { rawFile } from '../../support/otherPictures.ts';
import { plantedFiles } from '../../support/plantedFiles.ts';
import { quadrantPicture } from '../../support/quadrants.ts';
import { builtConverter, prepareOne, refusalOf } from '../../support/testConverter.ts';

const picture = (): ReturnType<typeof quadrantPicture> => quadrantPicture({ width: 64, height: 40 });
const svg = (inside: string): Buffer =>
	Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="40">${inside}<rect width="9" height="9"/></svg>`,
	);

/** A file with bytes behind some of its first ones. */
const inserted = (file: Buffer, at: number, bytes: Buffer): Buffer =>
	Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)]);

/** An extension of a GIF file in one block of data, behind its colours. */
async function gifWith(label: number, blocks: readonly Buffer[]): Promise<Buffer> {
	const gif = await picture().gif().toBuffer();
	const colours = 3 * 2 ** (((gif[10] ?? 0) & 7) + 1);
	const parts = blocks.flatMap((block) => [Buffer.of(block.length), block]);
	return inserted(gif, 13 + colours, Buffer.concat([Buffer.of(0x21, label), ...parts, Buffer.of(0)]));
}

/** A WebP file that says where the picture comes from (C2PA). */
async function webpWithOrigin(): Promise<Buffer> {
	const webp = await picture().ensureAlpha(0.5).webp().toBuffer();
	const added = Buffer.concat([Buffer.from('C2PA'), Buffer.of(4, 0, 0, 0), Buffer.from('jumb')]);
	const file = Buffer.concat([webp, added]);
	file.writeUInt32LE(file.length - 8, 4);
	return file;
}

/** The beginning of a segment that tells where a JPEG picture comes from (C2PA), too large to be sent as it is. */
async function jpegWithOrigin(): Promise<Buffer> {
	const jpeg = await quadrantPicture({ width: 6400, height: 64 }).jpeg().toBuffer();
	return inserted(jpeg, 2, Buffer.concat([Buffer.of(0xff, 0xeb, 0, 12), Buffer.from('JP\0\x01jumb\0\0')]));
}

async function pngWithOrigin(): Promise<Buffer> {
	const png = await quadrantPicture({ width: 6400, height: 64 }).png().toBuffer();
	return inserted(png, 33, chunk('caBX', Buffer.from('jumb')));
}

/** What is removed with the re-encoding, by what holds it; false: that's none. */
const cases: readonly (readonly [what: string, file: () => Buffer | Promise<Buffer>, removed: boolean])[] = [
	['GIF', () => picture().gif().toBuffer(), false],
	['GIF that repeats', () => gifWith(0xff, [Buffer.from('NETSCAPE2.0'), Buffer.of(1, 0, 0)]), false],
	['GIF with a comment', () => gifWith(0xfe, [Buffer.from('by Ada')]), true],
	['GIF with XMP', () => gifWith(0xff, [Buffer.from('XMP DataXMP'), Buffer.from('by Ada')]), true],
	['SVG', () => svg(''), false],
	['SVG with metadata', () => svg('<metadata>by Ada</metadata>'), true],
	['SVG with a comment', () => svg('<!-- by Ada -->'), true],
	['SVG of an editor', () => svg('<g xmlns:i="http://x" i:file="/home/ada/a.png"/>'), true],
	['TIFF', () => picture().tiff().toBuffer(), false],
	['TIFF with names', async () => (await plantedFiles()).get('planted.tiff') ?? Buffer.alloc(0), true],
	['JPEG too wide', () => quadrantPicture({ width: 6400, height: 64 }).jpeg().toBuffer(), false],
	['JPEG too wide that says where it comes from', jpegWithOrigin, true],
	['PNG too wide', () => quadrantPicture({ width: 6400, height: 64 }).png().toBuffer(), false],
	['PNG too wide that says where it comes from', pngWithOrigin, true],
	['WebP', () => picture().webp().toBuffer(), false],
	['WebP that says where it comes from', webpWithOrigin, true],
];

describe('What is said of a raw file', () => {
	const converter = builtConverter();
	after(() => converter.dispose());

	it('is that the camera’s preview was taken, and not its data', async () => {
		const small = await quadrantPicture({ width: 32, height: 20 }).jpeg().toBuffer();
		const large = await picture().jpeg().toBuffer();
		const bytes = rawFile({ small, large }, { kind: 'next', orientation: 1 });
		const image = await prepareOne(converter, { bytes });
		assert.partialDeepStrictEqual(image.origin, {
			mediaType: 'image/x-raw',
			width: 64,
			height: 40,
			byteLength: bytes.length,
			isPreview: true,
			metadataRemoved: true,
		});
	});

	it('is that it can’t be read where it has none', async () => {
		const bytes = rawFile({ small: Buffer.alloc(9), large: Buffer.alloc(9) }, { kind: 'next', orientation: 1 });
		const failure = await refusalOf(converter, { bytes, name: 'a.cr2' });
		assert.deepEqual(failure, { kind: 'pictureKindUnread', name: 'a.cr2', format: 'RAW' });
	});
});

describe('What is said of metadata', () => {
	let converter: PictureWorker;
	before(() => {
		converter = builtConverter();
	});
	after(() => converter.dispose());

	for (const [what, make, removed] of cases) {
		it(`${what}: ${removed ? 'removed' : 'nothing'}`, async () => {
			const file = await make();
			await sharp(file).metadata();
			const image = await prepareOne(converter, { bytes: file });
			assert.equal(image.origin?.metadataRemoved, removed);
			assert.ok(!Buffer.from(image.bytes).includes('Ada') && !Buffer.from(image.bytes).includes('jumb'));
		});
	}
});

import assert from 'node:assert/strict';
import sharp from 'sharp';
import { box, withProperties } from '../../support/isoFile.ts';
import { FailureError } from '../../../src/core/failure.ts';
import type { PreparedImage } from '../../../src/core/media.ts';
import { builtConverter, prepareWith } from '../../support/testConverter.ts';

const size = { width: 64, height: 48 };

/** A picture that no other is like, as its pixels in a file. */
const noise = async (): Promise<Buffer> =>
	sharp({ create: { ...size, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } } })
		.avif({ quality: 90 })
		.toBuffer();

/** A red picture, whose colours are said to be coded by a matrix of ITU-T H.273. */
async function codedBy(matrix: number): Promise<Buffer> {
	return withProperties(await red(), [
		box('colr', Buffer.concat([Buffer.from('nclx'), Buffer.of(0, 1, 0, 13, 0, matrix, 0x80)])),
	]);
}

const red = (): Promise<Buffer> =>
	sharp({ create: { ...size, channels: 3, background: '#f00' } })
		.avif()
		.toBuffer();

/** A red picture whose coded data are spoilt from some byte on, as often as says `at`. */
async function spoiltAt(at: number): Promise<Buffer> {
	const file = Buffer.from(await red());
	const start = file.indexOf('mdat') + 4;
	file.fill(0xa5, start + Math.floor((file.length - start) * at));
	return file;
}

/** A red picture of which more is missing: `width` times as wide as its data. */
async function claimedWider(): Promise<Buffer> {
	const file = Buffer.from(await red());
	file.writeUInt32BE(size.width * 4, file.indexOf('ispe') + 8);
	return file;
}

/** The picture of a file as both pictures of a sequence without any outside of it. */
function trackOnly(file: Buffer): Buffer {
	const insideOf = (type: string): Buffer => {
		const at = file.indexOf(type);
		return file.subarray(at + 4, at - 4 + file.readUInt32BE(at - 4));
	};
	const sample = insideOf('mdat');
	const number = (value: number, length = 4): Buffer => {
		const bytes = Buffer.alloc(length);
		bytes.writeUIntBE(value, 0, length);
		return bytes;
	};
	const entry = Buffer.alloc(78);
	entry.writeUInt16BE(size.width, 24);
	entry.writeUInt16BE(size.height, 26);
	const description = box('av01', Buffer.concat([entry, box('av1C', insideOf('av1C'))]));
	const header = Buffer.alloc(84);
	header.writeUInt16BE(size.width, 76);
	header.writeUInt16BE(size.height, 80);
	const brand = box('ftyp', Buffer.from('avis\0\0\0\0avismsf1iso8', 'latin1'));
	const movie = (start: number): Buffer => {
		const table = box(
			'stbl',
			Buffer.concat([
				box('stsd', Buffer.concat([number(0), number(1), description])),
				box('stsz', Buffer.concat([number(0), number(0), number(2), number(sample.length), number(sample.length)])),
				box('stco', Buffer.concat([number(0), number(1), number(start)])),
			]),
		);
		const media = box('mdia', box('minf', table));
		return box('moov', box('trak', Buffer.concat([box('tkhd', header), media])));
	};
	const start = brand.length + movie(0).length + 8;
	return Buffer.concat([brand, movie(start), box('mdat', Buffer.concat([sample, sample]))]);
}

describe('An AVIF picture', () => {
	const converter = builtConverter();
	after(() => converter.dispose());

	async function prepared(bytes: Buffer): Promise<readonly PreparedImage[]> {
		try {
			return await prepareWith(converter, { bytes });
		} catch (error) {
			if (error instanceof FailureError) return [];
			throw error;
		}
	}

	for (const matrix of [1, 2, 4, 5, 6, 7, 9]) {
		it(`is read where its colours are coded by the matrix ${matrix}`, async () => {
			const [image] = await prepared(await codedBy(matrix));
			assert.deepEqual([image?.width, image?.height], [size.width, size.height]);
			const { dominant } = await sharp(image?.bytes).stats();
			assert.ok(dominant.r > 180 && dominant.b < 80, JSON.stringify(dominant));
		});
	}

	it('is read from a sequence that has nothing but a track', async () => {
		const [image] = await prepared(trackOnly(await red()));
		assert.deepEqual([image?.width, image?.height, image?.origin?.frames], [size.width, size.height, 2]);
		const { dominant } = await sharp(image?.bytes).stats();
		assert.ok(dominant.r > 180 && dominant.b < 80, JSON.stringify(dominant));
	});

	const others = [0, 3, 8, 10, 11, 12, 13, 14, 15, 16, 17, 255].map(
		(matrix) => [`coded by the matrix ${matrix}`, () => codedBy(matrix)] as const,
	);
	const spoilt = [0, 0.1, 0.3, 0.5, 0.7, 0.9].map((at) => [`spoilt at ${at}`, () => spoiltAt(at)] as const);
	for (const [what, make] of [...others, ...spoilt, ['claimed to be wider', claimedWider] as const]) {
		it(`${what} never holds a pixel of an earlier one, whatever its decoder gives back`, async () => {
			const [earlier] = await prepared(await noise());
			const before = await sharp(earlier?.bytes).raw().toBuffer();
			const images = await prepared(await make());
			for (const { bytes } of images) {
				const pixels = await sharp(bytes).removeAlpha().raw().toBuffer();
				// Noise has no four pixels of even colour; of what is left of memory, some of these would be found again.
				for (let at = 0; at + 12 <= before.length; at += 12) {
					assert.ok(!pixels.includes(before.subarray(at, at + 12)));
				}
				assert.ok((await sharp(bytes).stats()).entropy < 4, 'more than a plain colour');
			}
		});
	}
});

import assert from 'node:assert/strict';
import sharp from 'sharp';
import { decodeAvif } from '../../../src/converter/formats/avif.ts';
import { readIsoPicture } from '../../../src/core/image/isoMedia.ts';
import { box, withProperties } from '../../support/isoFile.ts';
import { builtConverter, prepareOne, refusalOf } from '../../support/testConverter.ts';
import { builtFolder } from '../local/builtFolder.ts';

const size = { width: 64, height: 48 };

/** A picture that no other is like. */
const noise = async (): Promise<Buffer> =>
	sharp({ create: { ...size, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } } })
		.avif({ quality: 90 })
		.toBuffer();

/** A red picture, whose colours are said to be coded by a matrix of ITU-T H.273. */
async function codedBy(matrix: number): Promise<Buffer> {
	const plain = await sharp({ create: { ...size, channels: 3, background: '#f00' } })
		.avif()
		.toBuffer();
	return withProperties(plain, [
		box('colr', Buffer.concat([Buffer.from('nclx'), Buffer.of(0, 1, 0, 13, 0, matrix, 0x80)])),
	]);
}

describe('The colours of an AVIF picture', () => {
	const converter = builtConverter();
	after(() => converter.dispose());

	for (const matrix of [1, 2, 4, 5, 6, 7, 8, 9, 12]) {
		it(`are read where they are coded by the matrix ${matrix}`, async () => {
			const image = await prepareOne(converter, { bytes: await codedBy(matrix) });
			assert.deepEqual([image.width, image.height], [size.width, size.height]);
		});
	}

	for (const matrix of [3, 10, 11, 13, 14, 15, 16, 17, 255]) {
		it(`are refused where they are coded by the matrix ${matrix}: its decoder gives back what was in memory`, async () => {
			assert.equal((await refusalOf(converter, { bytes: await codedBy(matrix) })).kind, 'pictureBroken');
		});
	}

	it('are refused by the matrix of the coded data where the file around them names none', async () => {
		const file = Buffer.from(await codedBy(1));
		const about = readIsoPicture(file);
		assert.deepEqual([about.colourCoding?.matrix, new Set(about.codedMatrices)], [1, new Set([codedMatrix])]);
		const options = { folder: builtFolder(), codedPixels: 1 };
		await decodeAvif(file, { ...options, matrices: [codedMatrix] });
		await assert.rejects(decodeAvif(file, { ...options, matrices: [16] }), /matrix 16/);
	});

	it('never hold a pixel of an earlier picture, whatever the decoder gives back', async () => {
		const options = { folder: builtFolder(), codedPixels: 1, matrices: [] };
		const before = await decodeAvif(await noise(), options);
		const earlier = Buffer.from(before.pixels);
		// Some lines of the earlier picture would be found in another.
		const lines = Array.from({ length: size.height }, (_, y) =>
			earlier.subarray(y * size.width * 4, (y + 1) * size.width * 4),
		);
		for (const matrix of [10, 16]) {
			const { pixels } = await decodeAvif(await codedBy(matrix), options);
			for (const line of lines) assert.ok(!Buffer.from(pixels).includes(line.subarray(0, 64)));
		}
	});
});

/** The one that sharp writes into the data: BT.601. */
const codedMatrix = 6;

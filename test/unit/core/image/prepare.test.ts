import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { Conversion, Converter } from '../../../../src/core/image/conversion.ts';
import { bmpFile } from '../../../support/bmpFile.ts';
import { pngBomb } from '../../../support/pngBomb.ts';
import { quadrantPixels } from '../../../support/quadrants.ts';
import { noConverter, prepareOne, prepareWith, refusalOf } from '../../../support/testConverter.ts';

const blank = (width: number, height: number): Sharp =>
	sharp({ create: { width, height, channels: 3, background: '#7788aa' }, limitInputPixels: false });

const sample = (name: string): Promise<Buffer> =>
	readFile(new URL(`../../../../media/samples/${name}`, import.meta.url));

describe('prepare', () => {
	it('leaves a PNG that fits as it is, down to the object', async () => {
		const bytes = await sample('settings-light.png');
		const image = await prepareOne(noConverter, { bytes, name: 'settings-light.png' });
		assert.equal(image.bytes, bytes);
		assert.deepEqual([image.mediaType, image.width, image.height], ['image/png', 1280, 800]);
		assert.equal(image.origin, undefined);
	});

	it('goes by the bytes, not by the name', async () => {
		const image = await prepareOne(noConverter, { bytes: await sample('photo-landscape.jpg'), name: 'photo.png' });
		assert.equal(image.mediaType, 'image/jpeg');
	});

	it('leaves 6000 pixels a side alone, and not one more', async () => {
		const convert = /was to be converted/;
		const { width } = await prepareOne(noConverter, { bytes: await blank(6000, 6).png().toBuffer() });
		assert.equal(width, 6000);
		await assert.rejects(prepareOne(noConverter, { bytes: await blank(6001, 6).png().toBuffer() }), convert);
		await assert.rejects(prepareOne(noConverter, { bytes: await blank(6, 6001).jpeg().toBuffer() }), convert);
	});

	it('refuses what is no picture, with the reason', async () => {
		const cases = [
			[new Uint8Array(), 'fileEmpty'],
			[new TextEncoder().encode('a shopping list'), 'notAPicture'],
			[new TextEncoder().encode('\0\0\0 ftypisom'), 'video'],
		] as const;
		for (const [bytes, kind] of cases) {
			assert.deepEqual(await refusalOf(noConverter, { bytes, name: 'a.png' }), { kind, name: 'a.png' });
		}
	});

	it('refuses a header that is cut off, wherever it is cut', async () => {
		for (const bytes of [await sample('dialog-light.png'), await sample('photo-landscape.jpg')]) {
			for (let length = 9; length < 24; length++) {
				const { kind } = await refusalOf(noConverter, { bytes: bytes.subarray(0, length) });
				assert.equal(kind, 'pictureBroken', `${length} bytes`);
			}
		}
	});

	it('refuses more than 100 megapixels before anything is decoded', async () => {
		const bytes = await pngBomb(10_001, 10_000);
		const refusal = { kind: 'pictureTooLarge', name: 'bomb.png', width: 10_001, height: 10_000 };
		assert.deepEqual(await refusalOf(noConverter, { bytes, name: 'bomb.png' }), refusal);
	});
});

describe('What a converter says', () => {
	const says = (conversion: Conversion): Converter => ({ convert: () => Promise.resolve(conversion) });
	const picture = { bytes: bmpFile(quadrantPixels({ width: 4, height: 8 }), { depth: 24 }), name: 'a.bmp' };

	for (const [what, conversion, failure] of [
		['broken', { kind: 'broken', reason: 'No end.' }, { kind: 'pictureBroken', name: 'a.bmp' }],
		['too complex', { kind: 'tooComplex', reason: 'Layers.' }, { kind: 'pictureTooComplex', name: 'a.bmp' }],
		[
			'too large',
			{ kind: 'tooLarge', width: 9, height: 8 },
			{ kind: 'pictureTooLarge', name: 'a.bmp', width: 9, height: 8 },
		],
	] as const) {
		it(what, async () => assert.deepEqual(await refusalOf(says(conversion), picture), failure));
	}

	it('nothing transparent: the picture stays as it is', async () => {
		const bytes = await blank(4, 4).ensureAlpha(1).png().toBuffer();
		const image = await prepareOne(says({ kind: 'opaque' }), { bytes });
		assert.deepEqual([image.mediaType, image.width, image.origin?.background], ['image/png', 4, undefined]);
	});

	it('converted in pieces: each knows which it is and what the picture was', async () => {
		const piece = { mediaType: 'image/png', bytes: Uint8Array.of(1), width: 4, height: 5 } as const;
		const part = { left: 0, top: 0, right: 4, bottom: 5 };
		const original = { width: 4, height: 8 };
		const images = await prepareWith(
			says({
				kind: 'converted',
				pictures: [
					{ ...piece, part },
					{ ...piece, part },
				],
				original,
				region: undefined,
				frames: 3,
				background: 'white',
				overlap: 2,
				hadMetadata: true,
			}),
			picture,
		);
		for (const [index, { origin, ...image }] of images.entries()) {
			assert.deepEqual(image, { ...piece, name: 'a.bmp' });
			assert.deepEqual(origin, {
				mediaType: 'image/bmp',
				...original,
				byteLength: picture.bytes.byteLength,
				metadataRemoved: true,
				frames: 3,
				background: 'white',
				tile: { index, count: 2, overlap: 2, direction: 'down', part },
			});
		}
		assert.equal(images.length, 2);
	});
});

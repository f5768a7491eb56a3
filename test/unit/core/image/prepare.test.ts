import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { noConverter, prepareOne, refusalOf } from '../../support/testConverter.ts';

const blank = (width: number, height: number): Sharp =>
	sharp({ create: { width, height, channels: 3, background: '#7788aa' }, limitInputPixels: false });

const sample = (name: string): Promise<Buffer> => readFile(new URL(`../../../media/samples/${name}`, import.meta.url));

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
		const bytes = Buffer.from(await blank(8, 8).png().toBuffer());
		bytes.writeUInt32BE(10_001, 16);
		bytes.writeUInt32BE(10_000, 20);
		const refusal = { kind: 'pictureTooLarge', name: 'bomb.png', width: 10_001, height: 10_000 };
		assert.deepEqual(await refusalOf(noConverter, { bytes, name: 'bomb.png' }), refusal);
	});
});

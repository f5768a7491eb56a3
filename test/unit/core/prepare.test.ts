import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { FailureError, type Failure } from '../../../src/core/failure.ts';
import { prepare } from '../../../src/core/image/prepare.ts';

const blank = (width: number, height: number): Sharp =>
	sharp({ create: { width, height, channels: 3, background: '#7788aa' }, limitInputPixels: false });

const sample = (name: string): Promise<Buffer> => readFile(new URL(`../../../media/samples/${name}`, import.meta.url));

function failureOf(bytes: Uint8Array): Failure['kind'] {
	try {
		prepare(bytes, 'a.png');
	} catch (error) {
		assert.ok(error instanceof FailureError, String(error));
		return error.failure.kind;
	}
	throw new assert.AssertionError({ message: 'It was not refused.' });
}

describe('prepare', () => {
	it('leaves a PNG that fits as it is', async () => {
		const bytes = await sample('settings-light.png');
		const image = prepare(bytes, 'settings-light.png');
		assert.equal(image.bytes, bytes);
		assert.deepEqual([image.mediaType, image.width, image.height], ['image/png', 1280, 800]);
	});

	it('goes by the bytes, not by the name', async () => {
		const image = prepare(await sample('photo-landscape.jpg'), 'photo.png');
		assert.equal(image.mediaType, 'image/jpeg');
	});

	it('takes 6000 pixels a side, and not one more', async () => {
		assert.equal(prepare(await blank(6000, 6).png().toBuffer(), 'a.png').width, 6000);
		assert.equal(failureOf(await blank(6001, 6).png().toBuffer()), 'pictureTooLarge');
		assert.equal(failureOf(await blank(6, 6001).jpeg().toBuffer()), 'pictureTooLarge');
	});

	it('takes 5 MB, and not one byte more', async () => {
		const png = await blank(8, 8).png().toBuffer();
		const padded = (length: number): Uint8Array => Buffer.concat([png, Buffer.alloc(length - png.length)]);
		assert.equal(prepare(padded(5 * 1024 * 1024), 'a.png').width, 8);
		assert.equal(failureOf(padded(5 * 1024 * 1024 + 1)), 'pictureTooLarge');
	});

	it('refuses what is no picture, with the reason', async () => {
		assert.equal(failureOf(new Uint8Array()), 'fileEmpty');
		assert.equal(failureOf(new TextEncoder().encode('a shopping list')), 'notAPicture');
		assert.equal(failureOf(await blank(8, 8).webp().toBuffer()), 'formatNotTaken');
		assert.equal(failureOf(await blank(8, 8).gif().toBuffer()), 'formatNotTaken');
		assert.equal(failureOf(new TextEncoder().encode('\0\0\0 ftypisom')), 'video');
	});

	it('refuses a header that is cut off, wherever it is cut', async () => {
		for (const bytes of [await sample('dialog-light.png'), await sample('photo-landscape.jpg')]) {
			for (let length = 9; length < 24; length++) {
				assert.equal(failureOf(bytes.subarray(0, length)), 'pictureBroken', `${length} bytes`);
			}
		}
	});
});

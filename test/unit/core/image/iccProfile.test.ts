import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { zlib } from '../../../../src/converter/zlib.ts';
import { cleanProfile } from '../../../../src/core/image/iccProfile.ts';
import { prepareUnchanged } from '../../../../src/core/image/prepare.ts';
import { chunk } from '../../../support/apngFile.ts';
import { quadrantPicture } from '../../../support/quadrants.ts';

/** What a display's profile tells of it. */
const serial = 'SERIAL-C02XK1';
const monitor = 'Studio Display of Ada';

/** The profile of a wide colour space, as a screenshot has it: with its display's serial number, its name and a time. */
async function displayProfile(): Promise<Buffer> {
	const { icc } = await sharp(
		await quadrantPicture({ width: 8, height: 8 }).withIccProfile('p3').png().toBuffer(),
	).metadata();
	assert.ok(icc);
	const added = [
		{ name: 'mmod', data: Buffer.from(`mmod\0\0\0\0${serial}`) },
		{ name: 'dscm', data: Buffer.from(`mluc\0\0\0\0${monitor}`) },
		{ name: 'vcgt', data: Buffer.from(`vcgt\0\0\0\0${serial}`) },
		// A tag of colours whose data are none.
		{ name: 'bkpt', data: Buffer.from(`text\0\0\0\0${serial}`) },
	];
	const count = icc.readUInt32BE(128);
	const shift = 12 * added.length;
	const entries = Buffer.from(icc.subarray(132, 132 + 12 * count));
	for (let index = 0; index < count; index++) {
		entries.writeUInt32BE(entries.readUInt32BE(12 * index + 4) + shift, 12 * index + 4);
	}
	let place = icc.length + shift;
	const more = added.map(({ name, data }) => {
		const entry = Buffer.alloc(12);
		entry.write(name, 'latin1');
		entry.writeUInt32BE(place, 4);
		entry.writeUInt32BE(data.length, 8);
		place += data.length;
		return entry;
	});
	const head = Buffer.from(icc.subarray(0, 132));
	head.writeUInt32BE(place);
	head.write('APPL', 4);
	head.set([7, 0xea, 0, 11, 0, 24, 0, 10, 0, 30, 0, 59], 24);
	head.write('DELL', 48);
	head.write('U27#', 52);
	head.fill(0xab, 84, 100);
	head.writeUInt32BE(count + added.length, 128);
	return Buffer.concat([head, entries, ...more, icc.subarray(132 + 12 * count), ...added.map(({ data }) => data)]);
}

async function pngWith(profile: Buffer): Promise<Buffer> {
	const png = await quadrantPicture({ width: 32, height: 20 }).png().toBuffer();
	const place = png.indexOf('IDAT') - 4;
	const data = Buffer.concat([Buffer.from(`${monitor}\0\0`), zlib.deflate(profile)]);
	return Buffer.concat([png.subarray(0, place), chunk('iCCP', data), png.subarray(place)]);
}

/** A JPEG with a profile in pieces of so many bytes. */
async function jpegWith(profile: Buffer, pieceLength: number): Promise<Buffer> {
	const jpeg = await quadrantPicture({ width: 32, height: 20 }).jpeg({ quality: 100 }).toBuffer();
	const count = Math.ceil(profile.length / pieceLength);
	const segments = Array.from({ length: count }, (_, index) => {
		const piece = profile.subarray(index * pieceLength, (index + 1) * pieceLength);
		const head = Buffer.from([0xff, 0xe2, (piece.length + 16) >> 8, (piece.length + 16) & 255]);
		return Buffer.concat([head, Buffer.from('ICC_PROFILE\0'), Buffer.from([index + 1, count]), piece]);
	});
	return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** The profile in a file, as another decoder finds it. */
async function profileIn(file: Uint8Array): Promise<Buffer | undefined> {
	return (await sharp(file).metadata()).icc;
}

/** The pixels as another decoder shows them on an ordinary screen. */
async function shown(file: Uint8Array): Promise<Buffer> {
	return sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer();
}

function assertSaysNothing(profile: Buffer): void {
	for (const words of [serial, monitor, 'DELL', 'U27#', 'APPL', 'mmod', 'vcgt', 'dscm', 'desc', 'cprt']) {
		assert.ok(!profile.includes(words), words);
	}
	assert.deepEqual(
		[...profile.subarray(24, 36)],
		Array.from({ length: 12 }, () => 0),
	);
	assert.deepEqual(
		[...profile.subarray(84, 100)],
		Array.from({ length: 16 }, () => 0),
	);
}

describe('The colour profile of a picture that is sent as it is', () => {
	it('PNG: shows the same colours, and tells nothing of the display', async () => {
		const file = await pngWith(await displayProfile());
		const image = prepareUnchanged(file, 'a.png', zlib);
		assert.ok(image);
		assert.ok(!Buffer.from(image.bytes).includes(monitor));
		assertSaysNothing((await profileIn(image.bytes)) ?? Buffer.from(serial));
		assert.deepEqual(await shown(image.bytes), await shown(file));
		assert.notDeepEqual(
			await shown(image.bytes),
			await shown(await quadrantPicture({ width: 32, height: 20 }).png().toBuffer()),
		);
		assert.equal(image.origin?.metadataRemoved, true);
	});

	for (const pieceLength of [60_000, 100]) {
		it(`JPEG: shows the same colours, and tells nothing of the display, from pieces of ${pieceLength} bytes`, async () => {
			const file = await jpegWith(await displayProfile(), pieceLength);
			const image = prepareUnchanged(file, 'a.jpg', zlib);
			assert.ok(image);
			assertSaysNothing((await profileIn(image.bytes)) ?? Buffer.from(serial));
			assert.deepEqual(await shown(image.bytes), await shown(file));
			assert.equal(image.origin?.metadataRemoved, true);
		});
	}

	it('is no metadata by itself', async () => {
		const file = await quadrantPicture({ width: 32, height: 20 }).withIccProfile('p3').jpeg().toBuffer();
		assert.equal(prepareUnchanged(file, 'a.jpg', zlib)?.origin?.metadataRemoved ?? false, false);
		assert.equal(cleanProfile((await profileIn(file)) ?? Buffer.alloc(0))?.hadMetadata, false);
	});

	it('goes where it is broken, and the picture stays', async () => {
		const profile = await displayProfile();
		const noTags = Buffer.from(profile);
		noTags.writeUInt32BE(0xffffffff, 128);
		const outside = Buffer.from(profile);
		outside.writeUInt32BE(profile.length, 136);
		const broken: readonly Buffer[] = [noTags, outside, profile.subarray(0, 100), Buffer.alloc(200), Buffer.alloc(0)];
		for (const each of broken) {
			assert.equal(cleanProfile(each), undefined);
			for (const file of [await pngWith(each), await jpegWith(each, 60_000)]) {
				const image = prepareUnchanged(file, 'a', zlib);
				assert.ok(image);
				assert.equal(await profileIn(image.bytes), undefined);
			}
		}
		const png = await pngWith(profile);
		const whole = await quadrantPicture({ width: 32, height: 20 }).png().toBuffer();
		const place = png.indexOf('iCCP') - 4;
		const bomb = chunk('iCCP', Buffer.concat([Buffer.from('a\0\0'), zlib.deflate(Buffer.alloc(50_000_000))]));
		const file = Buffer.concat([whole.subarray(0, place), bomb, whole.subarray(place)]);
		const image = prepareUnchanged(file, 'a.png', zlib);
		assert.ok(image);
		assert.equal(await profileIn(image.bytes), undefined);
	});

	it('keeps shared data once', async () => {
		const clean = cleanProfile(await displayProfile());
		assert.ok(clean);
		const again = cleanProfile(clean.bytes);
		assert.deepEqual(again?.bytes, clean.bytes);
		assert.equal(again?.hadMetadata, false);
		assert.equal(inflateSync(zlib.deflate(clean.bytes)).length, clean.bytes.length);
	});
});

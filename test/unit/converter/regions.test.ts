import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import type { PictureWorker } from '../../../src/converter/pictureWorker.ts';
import { originalRegion } from '../../../src/core/boxes/originalRegion.ts';
import type { Orientation } from '../../../src/core/image/exif.ts';
import { serviceLimits, type PictureLimits } from '../../../src/core/image/pictureLimits.ts';
import { regionOfPixels } from '../../../src/core/region.ts';
import type { Box, PreparedImage, Region, Size } from '../../../src/core/media.ts';
import { apngFile } from '../../support/apngFile.ts';
import { bmpFile, icoFile } from '../../support/bmpFile.ts';
import { pictureWithPlace, placeIn, storedTurned } from '../../support/drawnPlace.ts';
import { withTurn } from '../../support/isoFile.ts';
import { quadrantPixels, quarters, turned } from '../../support/quadrants.ts';
import { builtConverter } from '../../support/testConverter.ts';

/** A picture in which every place looks different, in areas of four pixels, so that it counts as drawn. */
function chequered({ width, height }: Size): Buffer {
	const pixels = Buffer.alloc(width * height * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const [across, down] = [x >> 2, y >> 2];
			pixels.set(
				[across & 255, down & 255, ((across >> 8) << 4) | (down >> 8) | ((across ^ down) & 8)],
				(y * width + x) * 3,
			);
		}
	}
	return pixels;
}

const rawPicture = (size: Size) =>
	sharp(chequered(size), { raw: { width: size.width, height: size.height, channels: 3 }, limitInputPixels: false });

/** A part of a picture, cut out and decoded by sharp. */
async function partBySharp(bytes: Uint8Array, { left, top, right, bottom }: Box): Promise<Buffer> {
	const upright = await sharp(bytes, { limitInputPixels: false })
		.autoOrient()
		.removeAlpha()
		.toColourspace('srgb')
		.png()
		.toBuffer();
	return sharp(upright, { limitInputPixels: false })
		.extract({ left, top, width: right - left, height: bottom - top })
		.raw()
		.toBuffer();
}

const pixelsOf = (bytes: Uint8Array): Promise<Buffer> =>
	sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer();

describe('a region of a picture', function () {
	this.timeout(30_000);
	let converter: PictureWorker;
	before(() => {
		converter = builtConverter();
	});
	after(() => converter.dispose());

	async function prepareRegion(
		bytes: Uint8Array,
		region: Region | undefined,
		limits: PictureLimits = serviceLimits(10),
	): Promise<readonly PreparedImage[]> {
		const { signal } = new AbortController();
		return converter.prepare({ bytes: new Uint8Array(bytes), name: 'picture' }, { limits, region, signal });
	}

	/** The one picture that comes of a region given in pixels. */
	async function cut(bytes: Uint8Array, box: Box, whole: Size): Promise<PreparedImage> {
		const [image, ...others] = await prepareRegion(bytes, regionOfPixels(box, whole));
		assert.ok(image && others.length === 0);
		assert.deepEqual([image.width, image.height], [box.right - box.left, box.bottom - box.top]);
		assert.deepEqual(image.origin?.region, box);
		assert.deepEqual([image.origin.width, image.origin.height], [whole.width, whole.height]);
		return image;
	}

	it('190 × 450 of 4000 × 3000 arrives pixel for pixel', async () => {
		const whole = { width: 4000, height: 3000 };
		const box = { left: 1201, top: 2003, right: 1391, bottom: 2453 };
		const png = await rawPicture(whole).png({ compressionLevel: 1 }).toBuffer();
		const image = await cut(png, box, whole);
		assert.equal(image.mediaType, 'image/png');
		assert.ok((await pixelsOf(image.bytes)).equals(await partBySharp(png, box)));
	});

	const size = { width: 320, height: 200 };
	const box = { left: 37, top: 11, right: 250, bottom: 130 };
	const frames = async (): Promise<Buffer[]> =>
		Promise.all([rawPicture(size), rawPicture(size).negate()].map((frame) => frame.png().toBuffer()));
	const exact: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
		PNG: () => rawPicture(size).png().toBuffer(),
		'PNG with opacity': () => rawPicture(size).ensureAlpha(1).png().toBuffer(),
		'PNG, animated': async () => apngFile(await rawPicture(size).png().toBuffer(), 3),
		WebP: () => rawPicture(size).webp({ lossless: true }).toBuffer(),
		'WebP, animated': async () =>
			sharp(await frames(), { join: { animated: true } })
				.webp({ lossless: true })
				.toBuffer(),
		TIFF: () => rawPicture(size).tiff({ compression: 'lzw' }).toBuffer(),
	};
	for (const [name, make] of Object.entries(exact)) {
		it(`of ${name} is exactly its pixels`, async () => {
			const bytes = await make();
			const image = await cut(bytes, box, size);
			assert.ok((await pixelsOf(image.bytes)).equals(await partBySharp(bytes, box)));
		});
	}

	it('of an animated GIF is that of its first picture', async () => {
		const gif = await sharp(await frames(), { join: { animated: true } })
			.gif({ dither: 0 })
			.toBuffer();
		const image = await cut(gif, box, size);
		assert.equal(image.origin?.frames, 2);
		assert.ok((await pixelsOf(image.bytes)).equals(await partBySharp(gif, box)));
	});

	it('of BMP and ICO is exactly its pixels', async () => {
		const pixels = chequered(size);
		const icon = { width: 64, height: 64 };
		const small = { left: 3, top: 5, right: 40, bottom: 64 };
		const bmp = await cut(bmpFile({ ...size, pixels }, { depth: 24 }), box, size);
		const ico = await cut(icoFile([{ ...icon, pixels: chequered(icon), depth: 24 }]), small, icon);
		assert.ok((await pixelsOf(bmp.bytes)).equals(await partBySharp(await rawPicture(size).png().toBuffer(), box)));
		assert.ok((await pixelsOf(ico.bytes)).equals(await partBySharp(await rawPicture(icon).png().toBuffer(), small)));
	});

	it('of SVG is cut from what is drawn', async () => {
		const svg =
			'<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><rect width="320" height="200" fill="#fff"/><rect x="80" y="50" width="40" height="100" fill="#dc1e1e"/></svg>';
		const [image] = await prepareRegion(Buffer.from(svg), { left: 0.25, top: 0.25, right: 0.5, bottom: 1 });
		assert.ok(image?.origin);
		assert.deepEqual([image.origin.width, image.origin.height], [768, 480]);
		assert.deepEqual([image.width, image.height], [192, 360]);
		assert.deepEqual(await placeIn(image.bytes), { left: 0, top: 0, right: 96, bottom: 240 });
	});

	const fixture = readFileSync(new URL('../../fixtures/pictures/quarters.heic', import.meta.url));
	const isoTurns = {
		1: { turns: 0 },
		3: { turns: 2 },
		6: { turns: 3 },
		8: { turns: 1 },
		2: { turns: 0, mirror: 1 },
		4: { turns: 0, mirror: 0 },
		5: { turns: 1, mirror: 0 },
		7: { turns: 1, mirror: 1 },
	} as const;
	for (const [orientation, turn] of Object.entries(isoTurns)) {
		it(`of HEIC and AVIF turned as ${orientation} is that of the upright picture`, async () => {
			const { width, height, pixels } = quadrantPixels(size);
			const avif = await sharp(pixels, { raw: { width, height, channels: 3 } })
				.avif({ effort: 0 })
				.toBuffer();
			for (const file of [fixture, avif]) {
				for (const [index, stored] of turned[Number(orientation) as Orientation].entries()) {
					const [left, top] = [index % 2 === 0 ? 0.05 : 0.55, index < 2 ? 0.05 : 0.55];
					const [image] = await prepareRegion(withTurn(file, turn), {
						left,
						top,
						right: left + 0.4,
						bottom: top + 0.4,
					});
					assert.ok(image);
					const { channels } = await sharp(image.bytes).stats();
					const means = channels.map(({ mean }) => mean);
					const expected = quarters[stored];
					assert.ok(
						expected.every((value, channel) => Math.abs(value - (means[channel] ?? 0)) < 12),
						`${index}: ${means.join()}`,
					);
					assert.deepEqual([image.width, image.height], Number(orientation) > 4 ? [80, 128] : [128, 80]);
				}
			}
		});
	}

	it('is shrunk and cut like a whole picture where it is large', async () => {
		const whole = { width: 1200, height: 12_000 };
		const place = { left: 300, top: 7000, right: 500, bottom: 7100 };
		const png = await pictureWithPlace(whole, place).png().toBuffer();
		const images = await prepareRegion(png, { left: 0.1, top: 0.25, right: 1, bottom: 1 });
		assert.ok(images.length > 1);
		assert.deepEqual(
			images.map(({ origin }) => origin?.region),
			images.map(() => ({ left: 120, top: 3000, right: 1200, bottom: 12_000 })),
		);
		assertNear(await placeInOriginal(images, whole), place, 2);
	});

	it('has at least one pixel', async () => {
		const png = await rawPicture(size).png().toBuffer();
		const [image] = await prepareRegion(png, { left: 0.999, top: 0, right: 1, bottom: 0.001 });
		assert.deepEqual(image?.origin?.region, { left: 319, top: 0, right: 320, bottom: 1 });
	});

	/** Where the rectangle in these pictures is in the original, in its pixels; several are pieces. */
	async function placeInOriginal(images: readonly PreparedImage[], { width, height }: Size): Promise<Box> {
		const boxes: Box[] = [];
		for (const image of images) {
			const found = await placeIn(image.bytes);
			const region = found && originalRegion(regionOfPixels(found, image), image);
			if (region)
				boxes.push({
					left: region.left * width,
					top: region.top * height,
					right: region.right * width,
					bottom: region.bottom * height,
				});
		}
		assert.ok(boxes.length > 0);
		return {
			left: Math.min(...boxes.map(({ left }) => left)),
			top: Math.min(...boxes.map(({ top }) => top)),
			right: Math.max(...boxes.map(({ right }) => right)),
			bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
		};
	}

	function assertNear(found: Box, drawn: Box, tolerance: number): void {
		for (const side of ['left', 'top', 'right', 'bottom'] as const) {
			assert.ok(
				Math.abs(found[side] - drawn[side]) <= tolerance,
				`${JSON.stringify(found)} in place of ${JSON.stringify(drawn)}`,
			);
		}
	}

	describe('and the place that an answer names, in the original', () => {
		const pictureOf = fc
			.record({ width: fc.integer({ min: 200, max: 500 }), height: fc.integer({ min: 200, max: 500 }) })
			.chain((whole) =>
				fc.record({
					whole: fc.constant(whole),
					corner: fc.record({ left: fc.integer({ min: 0, max: 120 }), top: fc.integer({ min: 0, max: 120 }) }),
					extent: fc.record({ width: fc.integer({ min: 30, max: 80 }), height: fc.integer({ min: 30, max: 80 }) }),
					isPart: fc.boolean(),
					side: fc.constantFrom(6000, 150),
				}),
			);
		for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
			it(`of a JPEG file with orientation ${orientation}, whole or in part, shrunk or not`, () =>
				fc.assert(
					fc.asyncProperty(pictureOf, async ({ whole, corner: { left, top }, extent, isPart, side }) => {
						const place = { left, top, right: left + extent.width, bottom: top + extent.height };
						const stored = await storedTurned(pictureWithPlace(whole, place), orientation);
						const jpeg = await stored.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
						const region = isPart
							? regionOfPixels(
									{ left: Math.floor(left / 2), top: Math.floor(top / 2), right: place.right, bottom: whole.height },
									whole,
								)
							: undefined;
						const images = await prepareRegion(jpeg, region, { ...serviceLimits(1), side });
						const shrunk =
							Math.max(whole.width, whole.height) /
							Math.max(...images.map((image) => Math.max(image.width, image.height)));
						assertNear(await placeInOriginal(images, whole), place, 1 + Math.max(1, shrunk));
					}),
					{ numRuns: 5 },
				));
		}

		for (const place of [
			{ left: 100, top: 10, right: 300, bottom: 110 },
			{ left: 700, top: 2500, right: 1200, bottom: 7500 },
			{ left: 0, top: 19_000, right: 300, bottom: 20_000 },
		]) {
			it(`of a page that is cut: ${Object.values(place).join()}`, async () => {
				const whole = { width: 1200, height: 20_000 };
				const tall = await prepareRegion(await pictureWithPlace(whole, place).png().toBuffer(), undefined);
				assert.ok(tall.length > 1);
				assertNear(await placeInOriginal(tall, whole), place, 3);
			});
		}

		it('is not known of a piece that was kept without its place', () => {
			const tile = { index: 1, count: 2, overlap: 200, direction: 'down' } as const;
			const origin = { mediaType: 'image/png', width: 10, height: 100, byteLength: 1, metadataRemoved: false };
			const region = { left: 0, top: 0, right: 1, bottom: 1 };
			assert.equal(originalRegion(region, { origin: { ...origin, tile } }), undefined);
			assert.equal(originalRegion(region, { origin }), region);
			assert.equal(originalRegion(region, {}), region);
		});
	});
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import sharp from 'sharp';
import { readGifAnimation } from '../../../src/converter/animation/gifAnimation.ts';
import { readPngAnimation } from '../../../src/converter/animation/pngAnimation.ts';
import { readWebpAnimation } from '../../../src/converter/animation/webpAnimation.ts';
import { FrameComposer } from '../../../src/converter/animation/frameComposer.ts';
import type { PictureWorker } from '../../../src/converter/pictureWorker.ts';
import { localLimits, serviceLimits } from '../../../src/core/image/pictureLimits.ts';
import type { PreparedImage, Region } from '../../../src/core/media.ts';
import {
	gifAnimation,
	pngAnimation,
	shownPixels,
	webpAnimation,
	type AnimationSize,
	type StoredFrame,
} from '../../support/animationFiles.ts';
import { builtConverter } from '../../support/testConverter.ts';

const size: AnimationSize = { width: 24, height: 16 };
const red = [200, 30, 30, 255] as const;
const green = [30, 200, 30, 255] as const;
const blue = [30, 30, 200, 255] as const;
const white = [255, 255, 255, 255] as const;
const clear = [0, 0, 0, 0] as const;

const whole = (colour: StoredFrame['colour'], time = 20): StoredFrame => ({ colour, left: 0, top: 0, ...size, time });
const corner = (colour: StoredFrame['colour'], time = 20): StoredFrame => ({
	...whole(colour, time),
	width: 8,
	height: 8,
});

const makers = {
	GIF: gifAnimation,
	PNG: pngAnimation,
	WebP: webpAnimation,
} as const;

describe('an animation', function () {
	this.timeout(30_000);
	let converter: PictureWorker;
	before(() => {
		converter = builtConverter();
	});
	after(() => converter.dispose());

	async function prepare(
		bytes: Uint8Array,
		{ frames = 5, region }: { readonly frames?: number; readonly region?: Region } = {},
	): Promise<readonly PreparedImage[]> {
		const { signal } = new AbortController();
		const limits = { ...serviceLimits(8), frames };
		return converter.prepare({ bytes: new Uint8Array(bytes), name: 'animation' }, { limits, region, signal });
	}

	const numbersOf = (images: readonly PreparedImage[]): readonly (number | undefined)[] =>
		images.map(({ origin }) => origin?.frame?.number);

	/** The pixels on the white that is put behind transparent ones. */
	const onWhite = (pixels: Uint8Array): number[] => {
		const shown: number[] = [];
		for (let at = 0; at < pixels.length; at += 4) {
			shown.push(...(pixels[at + 3] === 0 ? [255, 255, 255] : pixels.subarray(at, at + 3)));
		}
		return shown;
	};

	async function assertShows(image: PreparedImage | undefined, pixels: Uint8Array | undefined): Promise<void> {
		assert.ok(image && pixels);
		assert.deepEqual([image.width, image.height], [size.width, size.height]);
		assert.deepEqual([...(await sharp(image.bytes).removeAlpha().raw().toBuffer())], onWhite(pixels));
	}

	for (const [format, make] of Object.entries(makers)) {
		describe(`as ${format}`, () => {
			it('sends each frame as a viewer shows it', async () => {
				const frames = [
					corner(red),
					{ ...corner(green), left: 4, top: 2, ...(format !== 'WebP' && { after: 'restored' as const }) },
					{ ...corner(blue), left: 16, top: 8, after: 'cleared' as const },
					corner(white),
				];
				const shown = shownPixels(size, frames);
				const images = await prepare(await make(size, frames));
				assert.deepEqual(numbersOf(images), [0, 1, 2, 3]);
				for (const [index, image] of images.entries()) await assertShows(image, shown[index]);
			});

			it('spaces them over its time, with the first and the last', async () => {
				const frames = Array.from({ length: 48 }, (_, index) => whole([index * 5, 40, 255 - index * 5, 255], 10));
				const images = await prepare(await make(size, frames));
				assert.deepEqual(numbersOf(images), [0, 12, 24, 35, 47]);
				const shown = shownPixels(size, frames);
				for (const image of images) {
					const { frames: count, frame } = image.origin ?? {};
					assert.equal(count, 48);
					assert.ok(Math.abs((frame?.seconds ?? 0) - (frame?.number ?? 0) / 10) < 1e-9);
					assert.ok(Math.abs((frame?.duration ?? 0) - 4.8) < 1e-9);
					await assertShows(image, shown[frame?.number ?? 0]);
				}
				assert.deepEqual(
					images.map(({ origin }) => [origin?.frame?.index, origin?.frame?.count]),
					[0, 1, 2, 3, 4].map((index) => [index, 5]),
				);
			});

			it('takes frames that look alike as one', async () => {
				const frames = [corner(red), corner(red), corner(red), corner(green), corner(green), whole(blue)];
				assert.deepEqual(numbersOf(await prepare(await make(size, frames))), [0, 3, 5]);
				const [still, ...others] = await prepare(await make(size, [whole(red), whole(red)]));
				assert.deepEqual([still?.origin?.frames, still?.origin?.frame?.count, others.length], [2, 1, 0]);
			});

			it('begins with the first frame in which there is something to see', async () => {
				const frames = [whole(white), whole(white), corner(green), corner(blue)];
				assert.deepEqual(numbersOf(await prepare(await make(size, frames))), [2, 3]);
				const [only, ...others] = await prepare(await make(size, frames), { frames: 1 });
				assert.deepEqual([only?.origin?.frame?.number, others.length], [2, 0]);
				await assertShows(only, shownPixels(size, frames)[2]);
				const colours = [whole(clear), whole(red), whole(blue)];
				assert.deepEqual(numbersOf(await prepare(await make(size, colours))), [1, 2]);
			});

			it('gives a region of the frame that it is of', async () => {
				const frames = [whole(red), { ...corner(green), left: 8, top: 4 }, { ...corner(blue), left: 8, top: 4 }];
				const region = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };
				const file = await make(size, frames);
				for (const [frame, colour] of [red, green, blue].entries()) {
					const [part, ...others] = await prepare(file, { region: { ...region, frame } });
					assert.equal(others.length, 0);
					assert.deepEqual(part?.origin?.region, { left: 6, top: 4, right: 18, bottom: 12 });
					assert.deepEqual([part.width, part.height, part.origin.frame?.number], [12, 8, frame]);
					const pixels = await sharp(part.bytes).removeAlpha().raw().toBuffer();
					assert.deepEqual([...pixels.subarray(2 * 3, 3 * 3)], colour.slice(0, 3));
				}
			});

			it('ends where it is cut off', async () => {
				const frames = [whole(red), whole(green), whole(blue)];
				const file = await make(size, frames);
				const images = await prepare(file, { frames: 5 });
				assert.equal(images.length, 3);
				// PNG files that end early are no whole pictures.
				if (format !== 'PNG') assert.deepEqual(numbersOf(await prepare(file.subarray(0, -20))), [0, 1]);
			});
		});
	}

	it('of a PNG file leaves out the picture for programs that show none', async () => {
		const frames = [whole(red), whole(blue)];
		const images = await prepare(await pngAnimation(size, frames, { still: green }));
		assert.deepEqual(numbersOf(images), [0, 1]);
		await assertShows(images[0], shownPixels(size, frames)[0]);
	});

	it('is read on this machine by its first frame with something to see', async () => {
		const file = gifAnimation(size, [whole(white), corner(green), whole(blue)]);
		const { signal } = new AbortController();
		const images = await converter.prepare({ bytes: new Uint8Array(file), name: 'a' }, { limits: localLimits, signal });
		assert.deepEqual(numbersOf(images), [1]);
	});

	it('is composed as other decoders do it, whatever its frames', async () => {
		const frame = fc
			.record({
				colour: fc.constantFrom(red, green, blue, white, clear),
				left: fc.integer({ min: 0, max: 11 }).map((value) => value * 2),
				top: fc.integer({ min: 0, max: 7 }).map((value) => value * 2),
				right: fc.integer({ min: 1, max: 12 }),
				bottom: fc.integer({ min: 1, max: 8 }),
				after: fc.constantFrom('stays', 'cleared', 'restored'),
				replaces: fc.boolean(),
			})
			.map(({ right, bottom, ...rest }) => ({
				...rest,
				width: Math.max(2, Math.min(right * 2, size.width - rest.left)),
				height: Math.max(2, Math.min(bottom * 2, size.height - rest.top)),
				time: 10,
			}));
		const anyFrames = fc.array(frame, { minLength: 2, maxLength: 8 });
		await fc.assert(
			fc.asyncProperty(anyFrames, fc.infiniteStream(fc.nat()), async (stored, picks) => {
				const asGif = stored.map((each) => ({ ...each, replaces: false }));
				const asWebp = stored.map((each) => ({
					...each,
					...(each.after === 'restored' && { after: 'stays' as const }),
				}));
				// What is there before the first frame can't come back.
				const asPng = [{ ...stored[0], after: 'stays' as const } as StoredFrame, ...stored.slice(1)];
				for (const [animation, frames] of [
					[readGifAnimation(gifAnimation(size, asGif)), asGif],
					[readWebpAnimation(await webpAnimation(size, asWebp)), asWebp],
					[readPngAnimation(await pngAnimation(size, asPng)), asPng],
				] as const) {
					const shown = shownPixels(size, frames);
					const pixels = new Map(
						await Promise.all(
							animation.frames.map(
								async (each) => [each, await sharp(each.file()).ensureAlpha().raw().toBuffer()] as const,
							),
						),
					);
					const composer = new FrameComposer(animation, (each) => {
						const { left, top, right, bottom } = each.box;
						return { width: right - left, height: bottom - top, pixels: pixels.get(each) ?? new Uint8Array() };
					});
					for (let tries = 0; tries < 4; tries++) {
						const number = picks.next().value % frames.length;
						assert.deepEqual(composer.compose(number).pixels, shown[number]);
					}
				}
			}),
			{ numRuns: 40 },
		);
	});

	it('decodes only what can be seen in the frames that are asked for', () => {
		const animation = readGifAnimation(gifAnimation(size, [...Array<StoredFrame>(40).fill(whole(red)), corner(blue)]));
		const decoded: number[] = [];
		const composer = new FrameComposer(animation, (frame) => {
			decoded.push(animation.frames.indexOf(frame));
			const { right, left, bottom, top } = frame.box;
			return { width: right - left, height: bottom - top, pixels: new Uint8Array((right - left) * (bottom - top) * 4) };
		});
		composer.compose(40);
		composer.compose(40);
		assert.deepEqual(decoded, [39, 40]);
	});
});

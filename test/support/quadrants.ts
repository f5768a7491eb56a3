import assert from 'node:assert/strict';
import sharp, { type Sharp } from 'sharp';
import type { Orientation } from '../../src/core/image/exif.ts';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** A picture of four colours, one in each quarter, by which one sees how it was turned and converted. */
export const quarters: readonly [Rgb, Rgb, Rgb, Rgb] = [
	[220, 40, 40],
	[40, 170, 60],
	[40, 70, 200],
	[240, 220, 60],
];

export interface RawPicture {
	readonly width: number;
	readonly height: number;
	/** Three bytes a pixel. */
	readonly pixels: Buffer;
}

/** `noise`: by how much each pixel may differ, so that the file can't be made small. */
export function quadrantPixels({
	width,
	height,
	noise = 0,
}: {
	readonly width: number;
	readonly height: number;
	readonly noise?: number;
}): RawPicture {
	const pixels = Buffer.alloc(width * height * 3);
	let state = 1;
	for (let row = 0; row < height; row++) {
		for (let column = 0; column < width; column++) {
			const quarter = (row * 2 < height ? 0 : 2) + (column * 2 < width ? 0 : 1);
			const colour = quarters[quarter] ?? quarters[0];
			for (let channel = 0; channel < 3; channel++) {
				state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
				const value = (colour[channel] ?? 0) + (noise === 0 ? 0 : (state >>> 8) % noise) - noise / 2;
				pixels[(row * width + column) * 3 + channel] = Math.max(0, Math.min(255, value));
			}
		}
	}
	return { width, height, pixels };
}

/** The same for sharp. */
export function quadrantPicture(size: Parameters<typeof quadrantPixels>[0]): Sharp {
	const { width, height, pixels } = quadrantPixels(size);
	return sharp(pixels, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}

/** A quarter by its place in `quarters`. */
type Quarter = 0 | 1 | 2 | 3;

/** Which stored quarter stands in each quarter of the picture that is shown, by EXIF's orientation. */
export const turned: Readonly<Record<Orientation, readonly [Quarter, Quarter, Quarter, Quarter]>> = {
	1: [0, 1, 2, 3],
	2: [1, 0, 3, 2],
	3: [3, 2, 1, 0],
	4: [2, 3, 0, 1],
	5: [0, 2, 1, 3],
	6: [2, 0, 3, 1],
	7: [3, 1, 2, 0],
	8: [1, 3, 0, 2],
};

/** The mean colours of a file's quarters, decoded by sharp. */
async function quarterColours(bytes: Uint8Array): Promise<readonly Rgb[]> {
	const { data, info } = await sharp(bytes, { limitInputPixels: false })
		.toColourspace('srgb')
		.removeAlpha()
		.resize(40, 40, { fit: 'fill' })
		.raw()
		.toBuffer({ resolveWithObject: true });
	return [0, 1, 2, 3].map((quarter): Rgb => {
		const sum: [number, number, number] = [0, 0, 0];
		// The middle of the quarter: at its borders colours mix.
		for (let row = 5; row < 15; row++) {
			for (let column = 5; column < 15; column++) {
				const pixel = ((row + (quarter > 1 ? 20 : 0)) * info.width + column + (quarter % 2) * 20) * info.channels;
				for (let channel = 0; channel < 3; channel++)
					sum[channel as 0 | 1 | 2] += data[pixel + (channel % info.channels)] ?? 0;
			}
		}
		return [sum[0] / 100, sum[1] / 100, sum[2] / 100];
	});
}

/** Fails unless each quarter has its colour. */
export async function assertQuarters(
	bytes: Uint8Array,
	{ expected = quarters, tolerance = 12 }: { readonly expected?: readonly Rgb[]; readonly tolerance?: number } = {},
): Promise<void> {
	const found = await quarterColours(bytes);
	for (const [index, colour] of expected.entries()) {
		const difference = Math.max(...colour.map((value, channel) => Math.abs(value - (found[index]?.[channel] ?? 0))));
		const words = `quarter ${index} is ${found[index]?.map(Math.round).join()} instead of ${colour.join()}`;
		assert.ok(difference <= tolerance, words);
	}
}

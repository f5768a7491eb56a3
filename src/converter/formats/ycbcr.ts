import type { ColourCoding } from '../../core/image/isoMedia.ts';
import type { Size } from '../../core/media.ts';
import type { DecodedPixels } from './pixels.ts';

/** One channel of a picture, one byte per pixel. */
export interface Plane extends Size {
	/** Bytes of a row; rows may be padded. */
	readonly stride: number;
	readonly data: Uint8Array;
}

/** The shares of red and blue in the brightness, by matrix. */
const shares: Readonly<Record<number, readonly [red: number, blue: number]>> = {
	1: [0.2126, 0.0722],
	5: [0.299, 0.114],
	6: [0.299, 0.114],
	9: [0.2627, 0.0593],
};

/** How brightness and colours stand apart. */
export type PlaneCoding = Pick<ColourCoding, 'matrix' | 'isFullRange'>;

/** The coding of a file that doesn't say. */
export const usualCoding: PlaneCoding = { matrix: 6, isFullRange: true };

/** Tells whether the matrix is known. */
export function isKnownCoding({ matrix }: PlaneCoding): boolean {
	return matrix in shares;
}

/**
 * Combines a brightness plane and two colour planes into a picture shrunk by a whole number. Averaging before the
 * colour conversion takes a third of the work, and avoids the whole picture in RGB.
 */
export function shrinkPlanes(
	[luma, blueness, redness]: readonly [Plane, Plane, Plane],
	{ factor, coding }: { readonly factor: number; readonly coding: PlaneCoding },
): DecodedPixels {
	const width = Math.ceil(luma.width / factor);
	const height = Math.ceil(luma.height / factor);
	const result = new Uint8ClampedArray(width * height * 3);
	const [red = 0.299, blue = 0.114] = shares[coding.matrix] ?? [];
	const green = 1 - red - blue;
	const [black, lumaScale, colourScale] = coding.isFullRange ? [0, 1, 1] : [16, 255 / 219, 255 / 224];
	const means = [luma, blueness, redness].map((plane) => shrunk(plane, { width, height }));
	for (let pixel = 0; pixel < width * height; pixel++) {
		const y = ((means[0]?.[pixel] ?? 0) - black) * lumaScale;
		const cb = ((means[1]?.[pixel] ?? 0) - 128) * colourScale;
		const cr = ((means[2]?.[pixel] ?? 0) - 128) * colourScale;
		const redValue = y + 2 * (1 - red) * cr;
		const blueValue = y + 2 * (1 - blue) * cb;
		result[pixel * 3] = redValue;
		result[pixel * 3 + 1] = (y - red * redValue - blue * blueValue) / green;
		result[pixel * 3 + 2] = blueValue;
	}
	return { width, height, channels: 3, stride: width * 3, pixels: new Uint8Array(result.buffer) };
}

/** Returns the means of a plane's parts, as many as the size says; parts of a plane with few pixels may overlap. */
function shrunk(plane: Plane, { width, height }: Size): Float32Array {
	const { data, stride } = plane;
	const means = new Float32Array(width * height);
	const starts = Array.from({ length: width + 1 }, (_, column) => (column * plane.width) / width);
	for (let row = 0; row < height; row++) {
		const top = Math.floor((row * plane.height) / height);
		const bottom = Math.max(top + 1, Math.ceil(((row + 1) * plane.height) / height));
		for (let column = 0; column < width; column++) {
			const left = Math.floor(starts[column] ?? 0);
			const right = Math.max(left + 1, Math.ceil(starts[column + 1] ?? 0));
			let sum = 0;
			for (let line = top; line < bottom; line++) {
				for (let index = line * stride + left; index < line * stride + right; index++) sum += data[index] ?? 0;
			}
			means[row * width + column] = sum / ((bottom - top) * (right - left));
		}
	}
	return means;
}

import type { Box } from '../../core/media.ts';

/** Pixels of a decoded picture, three or four bytes each; the fourth is the opacity. */
export interface DecodedPixels {
	readonly width: number;
	readonly height: number;
	readonly channels: 3 | 4;
	/** Bytes of a row; rows may be padded. */
	readonly stride: number;
	readonly pixels: Uint8Array;
}

/** Returns a part of a picture; the rows are still those of the whole, of which nothing is copied. */
export function partOfPixels(source: DecodedPixels, { left, top, right, bottom }: Box): DecodedPixels {
	const { channels, stride, pixels } = source;
	const start = top * stride + left * channels;
	return { ...source, width: right - left, height: bottom - top, pixels: pixels.subarray(start) };
}

/**
 * Shrinks a picture by a whole number: each pixel is the mean of `factor` × `factor` pixels, weighted by opacity. At
 * the right and bottom it may be the mean of fewer.
 */
export function boxShrink(source: DecodedPixels, factor: number): DecodedPixels {
	const { channels, stride, pixels } = source;
	const width = Math.ceil(source.width / factor);
	const height = Math.ceil(source.height / factor);
	const result = new Uint8Array(width * height * channels);
	const sums = new Float64Array(width * 5);
	for (let row = 0; row < height; row++) {
		sums.fill(0);
		const end = Math.min((row + 1) * factor, source.height);
		for (let line = row * factor; line < end; line++) {
			let from = line * stride;
			for (let column = 0; column < source.width; column++, from += channels) {
				const sum = Math.floor(column / factor) * 5;
				const opacity = channels === 4 ? (pixels[from + 3] ?? 0) : 255;
				for (let channel = 0; channel < 3; channel++) add(sum + channel, (pixels[from + channel] ?? 0) * opacity);
				add(sum + 3, opacity);
				add(sum + 4, 1);
			}
		}
		for (let column = 0; column < width; column++) {
			const [red = 0, green = 0, blue = 0, opacity = 0, count = 1] = sums.subarray(column * 5, column * 5 + 5);
			const to = (row * width + column) * channels;
			const whole = opacity || 1;
			result[to] = Math.round(red / whole);
			result[to + 1] = Math.round(green / whole);
			result[to + 2] = Math.round(blue / whole);
			if (channels === 4) result[to + 3] = Math.round(opacity / count);
		}
	}
	return { width, height, channels, stride: width * channels, pixels: result };

	function add(index: number, value: number): void {
		sums[index] = (sums[index] ?? 0) + value;
	}
}

/** Red, green, blue and opacity, one byte each, row by row; colours are not premultiplied. */
export interface RgbaImage {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8Array;
}

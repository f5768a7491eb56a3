import type { Box } from '../core/media.ts';
import type { GreyImage } from './greyImage.ts';

/** Pixels of the picture around the box that are cut out with it: the edges of letters are soft. */
export const margin = 2;

/** A line cut out of a picture. */
export interface LineImage extends GreyImage {
	/**
	 * The share of it in the background colour, 0 to 1. Text leaves more than half of its line empty, texture doesn't.
	 */
	readonly groundShare: number;
}

/**
 * Returns one line of text as recognition prefers it: dark on white, with the full range of grey, whatever it looked
 * like in the picture.
 */
export function lineImage(image: GreyImage, box: Box): LineImage {
	const left = Math.max(0, box.left - margin);
	const top = Math.max(0, box.top - margin);
	const width = Math.min(image.width, box.right + margin) - left;
	const height = Math.min(image.height, box.bottom + margin) - top;
	const pixels = new Uint8Array(width * height);
	for (let row = 0; row < height; row++) {
		const from = (top + row) * image.width + left;
		pixels.set(image.pixels.subarray(from, from + width), row * width);
	}
	const { ground, ink } = levels(pixels);
	const range = ground - ink;
	let empty = 0;
	const even = pixels.map((pixel) => {
		const grey = Math.max(0, Math.min(255, (255 * (pixel - ink)) / range));
		if (grey > 225) empty++;
		return grey;
	});
	return { width, height, pixels: even, groundShare: empty / pixels.length };
}

/** Returns the most frequent grey, and the grey of the letters: nearly the farthest from it. */
function levels(pixels: Uint8Array): { readonly ground: number; readonly ink: number } {
	const counts = new Uint32Array(256);
	for (const pixel of pixels) counts[pixel] = (counts[pixel] ?? 0) + 1;
	// Neighbouring greys count together, so that a noisy background wins against a small even one.
	let ground = 0;
	let most = -1;
	for (let grey = 0; grey < 256; grey++) {
		let near = counts[grey] ?? 0;
		for (let other = Math.max(0, grey - 3); other <= Math.min(255, grey + 3); other++) near += counts[other] ?? 0;
		if (near > most) [ground, most] = [grey, near];
	}
	let [above, below] = [0, 0];
	for (let grey = 0; grey < 256; grey++) {
		const weight = (counts[grey] ?? 0) * Math.abs(grey - ground);
		if (grey > ground) above += weight;
		else below += weight;
	}
	const step = above > below ? -1 : 1;
	let [ink, beyond] = [above > below ? 255 : 0, 0];
	while (ink !== ground && (beyond += counts[ink] ?? 0) < pixels.length * 0.01) ink += step;
	return ink === ground ? { ground: 255, ink: 0 } : { ground, ink };
}

/** Returns the factor by which a line should be enlarged for recognition. `height` is the height of its box. */
export function scaleFor(height: number): number {
	return Math.max(0.2, Math.min(4, 38 / height));
}

/** Returns an image with a white border as a PGM file, the simplest format that tesseract reads. */
export function toPgm({ width, height, pixels }: GreyImage, border: number): Uint8Array {
	const header = new TextEncoder().encode(`P5\n${width + 2 * border} ${height + 2 * border}\n255\n`);
	const file = new Uint8Array(header.length + (width + 2 * border) * (height + 2 * border)).fill(255);
	file.set(header);
	for (let row = 0; row < height; row++) {
		const to = header.length + (row + border) * (width + 2 * border) + border;
		file.set(pixels.subarray(row * width, (row + 1) * width), to);
	}
	return file;
}

import type { Box } from '../core/media.ts';
import { heightOf, type GreyImage } from './greyImage.ts';

/** The least contrast of a drawn pixel with the background. */
const leastContrast = 40;

/** Returns the share of everything drawn on the picture's background that lies in these lines of text, 0 to 1. */
export function textShare({ width, height, pixels }: GreyImage, lines: readonly Box[]): number {
	const counts = new Uint32Array(256);
	for (const value of pixels) counts[value] = (counts[value] ?? 0) + 1;
	const ground = counts.indexOf(Math.max(...counts));
	const isText = new Uint8Array(width * height);
	for (const line of lines) {
		// Strokes reach a little beyond what was found of them.
		const margin = Math.ceil(heightOf(line) / 4);
		const left = Math.max(0, line.left - margin);
		const right = Math.min(width, line.right + margin);
		for (let y = Math.max(0, line.top - margin); y < Math.min(height, line.bottom + margin); y++) {
			isText.fill(1, y * width + left, y * width + right);
		}
	}
	let drawn = 0;
	let text = 0;
	for (const [at, value] of pixels.entries()) {
		if (Math.abs(value - ground) < leastContrast) continue;
		drawn++;
		text += isText[at] ?? 0;
	}
	return drawn === 0 ? 0 : text / drawn;
}

import type { Background } from '../core/media.ts';
import type { RgbaImage } from './formats/pixels.ts';

/** Red, green and blue of each. */
export const backgroundColours: Readonly<Record<Background, readonly [number, number, number]>> = {
	white: [255, 255, 255],
	black: [24, 24, 24],
	grey: [128, 128, 128],
};

/** The light (0 to 1) that an edge must have, or lack, to vanish on white or on black. */
const bright = 0.7;
const dim = 0.3;

/** The share of the edges below which they don't matter. */
const few = 0.1;

/**
 * Chooses the background on which a picture's edges are visible: white text vanishes on white, black text on black.
 * Undefined if nothing is transparent. Only edges count: anything surrounded by opaque pixels is visible anyway.
 */
export function chooseBackground({ width, height, pixels }: RgbaImage): Background | undefined {
	let anyTransparent = false;
	let light = 0;
	let dark = 0;
	let edges = 0;
	for (let row = 0; row < height; row++) {
		for (let column = 0; column < width; column++) {
			const index = (row * width + column) * 4;
			const opacity = pixels[index + 3] ?? 0;
			if (opacity < 255) anyTransparent = true;
			if (opacity < 64) continue;
			const touches =
				opacity < 192 ||
				(column > 0 && isClear(index - 4)) ||
				(column < width - 1 && isClear(index + 4)) ||
				(row > 0 && isClear(index - width * 4)) ||
				(row < height - 1 && isClear(index + width * 4));
			if (!touches) continue;
			edges++;
			const [red = 0, green = 0, blue = 0] = [pixels[index], pixels[index + 1], pixels[index + 2]];
			const luminance = (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
			if (luminance > bright) light++;
			else if (luminance < dim) dark++;
		}
	}
	if (!anyTransparent) return undefined;
	if (light <= edges * few) return 'white';
	return dark <= edges * few ? 'black' : 'grey';

	function isClear(index: number): boolean {
		return (pixels[index + 3] ?? 0) < 64;
	}
}

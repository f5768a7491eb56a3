import type { GreyImage } from './greyImage.ts';

/**
 * The values that `findEdges` writes for a pixel: nothing, an edge between rows, or an edge between columns, as strokes
 * have them.
 */
const noEdge = 0;
const barEdge = 1;
export const strokeEdge = 2;

/**
 * The least difference in grey between neighbours that can be an edge: above faint noise, below pale grey text on
 * white.
 */
const leastDifference = 26;

/** The share of a nearby strong edge below which a weak one is only a JPEG artefact. */
const leastShare = 0.22;

/** The size in pixels of the area in which the strongest edge is searched. */
const tile = 16;

/** Returns where neighbouring pixels differ, one value per pixel; the last column and the last row have no edges. */
export function findEdges(image: GreyImage): Uint8Array {
	const { width, height, pixels } = image;
	const map = new Uint8Array(width * height);
	const columns = Math.ceil(width / tile);
	const strongest = new Uint8Array(columns * Math.ceil(height / tile));
	const across = new Uint8Array(width * height);
	const down = new Uint8Array(width * height);
	for (let y = 0; y < height - 1; y++) {
		for (let x = 0, at = y * width; x < width - 1; x++, at++) {
			const [here = 0, right = 0] = [pixels[at], pixels[at + 1]];
			const [below = 0, diagonal = 0] = [pixels[at + width], pixels[at + width + 1]];
			across[at] = Math.max(Math.abs(here - right), Math.abs(below - diagonal));
			down[at] = Math.max(Math.abs(here - below), Math.abs(right - diagonal));
			const place = Math.floor(y / tile) * columns + Math.floor(x / tile);
			strongest[place] = Math.max(strongest[place] ?? 0, across[at] ?? 0, down[at] ?? 0);
		}
	}
	for (let y = 0; y < height - 1; y++) {
		for (let x = 0, at = y * width; x < width - 1; x++, at++) {
			const place = Math.floor(y / tile) * columns + Math.floor(x / tile);
			const least = Math.max(leastDifference, leastShare * (strongest[place] ?? 0));
			map[at] = (across[at] ?? 0) > least ? strokeEdge : (down[at] ?? 0) > least ? barEdge : noEdge;
		}
	}
	return map;
}

/** The height below which there is one line of text at most. */
const leastHeight = 18;

/** The shares of the fullest rows' strokes that mark the middle of a line, and the space between two. */
const fullShare = 0.5;
const emptyShare = 0.3;

/**
 * Returns rows to cut at, from the number of strokes in each row: the emptiest ones between full rows. Few strokes
 * cross the space between two lines of text, while a large letter has about as many everywhere.
 */
export function cutsBetweenRows(strokes: Float64Array): number[] {
	if (strokes.length < leastHeight) return [];
	const most = strokes.toSorted()[Math.floor(strokes.length * 0.9)] ?? 0;
	const cuts: number[] = [];
	let full = -1;
	strokes.forEach((count, row) => {
		if (count < fullShare * most) return;
		if (full >= 0 && row - full > 3) {
			let emptiest = full;
			for (let between = full + 1; between < row; between++)
				if ((strokes[between] ?? 0) <= (strokes[emptiest] ?? 0)) emptiest = between;
			if ((strokes[emptiest] ?? 0) <= emptyShare * most) cuts.push(emptiest);
		}
		full = row;
	});
	return cuts;
}

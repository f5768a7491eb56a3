import type { Size, Box } from '../media.ts';
import type { PictureKind } from './colours.ts';
import type { PictureLimits } from './pictureLimits.ts';

/** A plan for shrinking and cutting a picture. */
export interface Layout {
	/** The factor for all sides, at most 1. */
	readonly scale: number;
	/** Boxes in reading order, in pixels of the scaled picture; one if it stays whole. */
	readonly boxes: readonly Box[];
	/** Pixels that a box shares with the previous one. */
	readonly overlap: number;
}

/** The ratio of the sides from which a capture counts as tall or wide: longer than any screen. */
const tallRatio = 2.5;

/** The scale above which 12-pixel text stays legible, so that cutting gains nothing. */
const legibleScale = 0.85;

/** Pixels that two neighbours share: several lines of text, so that each line is whole in one of them. */
const sharedPixels = 200;

/** The shortest tile, so that a narrow capture isn't cut into more pieces than its text needs. */
const shortestTile = 2000;

/** Returns the scale at which the whole picture is within the limits. */
export function wholeScale({ width, height }: Size, limits: PictureLimits): number {
	return Math.min(1, limits.side / Math.max(width, height), Math.sqrt(limits.pixels / (width * height)));
}

/** Tells whether a picture of this size would be cut if it is drawn rather than photographed. */
export function mayBeCut(size: Size, limits: PictureLimits): boolean {
	const ratio = Math.max(size.width, size.height) / Math.min(size.width, size.height);
	return limits.tiles > 1 && ratio >= tallRatio && wholeScale(size, limits) < legibleScale;
}

/** Returns the best layout for a picture that must be re-encoded. */
export function layoutFor(
	size: Size,
	{ limits, kind }: { readonly limits: PictureLimits; readonly kind: PictureKind },
): Layout {
	const whole = wholeScale(size, limits);
	if (kind === 'drawn' && mayBeCut(size, limits)) {
		// In small steps: the number of tiles falls with each.
		for (let scale = 1; scale > whole * 1.15; scale *= 0.97) {
			const cut = cutAt(size, scale, limits);
			if (cut && cut.boxes.length <= limits.tiles) return cut;
		}
	}
	const { width, height } = scaled(size, whole);
	return { scale: whole, boxes: [{ left: 0, top: 0, right: width, bottom: height }], overlap: 0 };
}

function scaled({ width, height }: Size, scale: number): Size {
	return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Returns equal pieces along the longer side; undefined if even the shorter side is too long. */
function cutAt(size: Size, scale: number, limits: PictureLimits): Layout | undefined {
	const { width, height } = scaled(size, scale);
	const [long, short] = [Math.max(width, height), Math.min(width, height)];
	const longest = Math.min(limits.side, Math.floor(limits.pixels / short), Math.max(4 * short, shortestTile));
	if (short > limits.side || longest < 2 * sharedPixels) return undefined;
	const count = Math.max(1, Math.ceil((long - sharedPixels) / (longest - sharedPixels)));
	const length = Math.ceil((long + (count - 1) * sharedPixels) / count);
	const boxes = Array.from({ length: count }, (_, index): Box => {
		const start = Math.min(index * (length - sharedPixels), long - length);
		return height >= width
			? { left: 0, top: start, right: width, bottom: start + length }
			: { left: start, top: 0, right: start + length, bottom: height };
	});
	return { scale, boxes, overlap: sharedPixels };
}

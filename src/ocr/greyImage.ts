import type { Box } from '../core/media.ts';

/** A grey image: one value per pixel, 0 (black) to 255 (white), row by row. */
export interface GreyImage {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8Array;
}

export const heightOf = (box: Box): number => box.bottom - box.top;
export const widthOf = (box: Box): number => box.right - box.left;

/** Returns the smallest box around all boxes; there must be at least one. */
export function boxAround(boxes: readonly Box[]): Box {
	return {
		left: Math.min(...boxes.map((box) => box.left)),
		top: Math.min(...boxes.map((box) => box.top)),
		right: Math.max(...boxes.map((box) => box.right)),
		bottom: Math.max(...boxes.map((box) => box.bottom)),
	};
}

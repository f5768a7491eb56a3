import type { Size } from '../media.ts';

/** What a picture may have at most in order to be sent, and what becomes of one that has more. */
export interface PictureLimits {
	/** Bytes. */
	readonly byteLength: number;
	/** Pixels of a side. */
	readonly side: number;
	/** Pixels in all; a picture that fits otherwise may have more, one that is encoded anew is not kept larger. */
	readonly pixels: number;
	/** Into how many pictures a tall or wide capture may be cut. */
	readonly tiles: number;
}

/** Pictures with more pixels are not decoded at all: they would not fit in memory. */
export const mostPixels = 100_000_000;

/** Nor are pictures with a longer side, whatever the other is: rows are worked on as a whole. No capture is so long. */
const longestSide = 200_000;

/** Whether a picture of this size is decoded. */
export function isDecoded({ width, height }: Size): boolean {
	return width * height <= mostPixels && Math.max(width, height) <= longestSide;
}

/**
 * ASSUMPTION: how many pixels the model looks at, 4.8 million. Taken from the code of the open-weight models, which shrink a
 * picture to about 2184 × 2184; the service says nothing about it. More pixels would only cost upload.
 */
const assumedLook = 2184 * 2184;

/** About 50,000 tokens at most, which is what the models with the smallest context have room for. */
const mostTiles = 8;

/** What the service takes, with as many tiles as are left of the model's number of pictures. */
export function serviceLimits(tiles: number): PictureLimits {
	return {
		byteLength: 5 * 1024 * 1024,
		side: 6000,
		pixels: assumedLook,
		tiles: Math.max(1, Math.min(tiles, mostTiles)),
	};
}

/** What text recognition on this machine takes: it reads a whole page, and its own decoder bears 24 megapixels. */
export const localLimits: PictureLimits = {
	byteLength: Number.POSITIVE_INFINITY,
	side: Number.POSITIVE_INFINITY,
	pixels: 24_000_000,
	tiles: 1,
};

/** Whether a picture is within the limits as it is. */
export function fits(
	picture: { readonly width: number; readonly height: number; readonly byteLength: number },
	limits: PictureLimits,
): boolean {
	return picture.byteLength <= limits.byteLength && Math.max(picture.width, picture.height) <= limits.side;
}

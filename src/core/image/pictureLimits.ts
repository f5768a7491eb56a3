import type { Size } from '../media.ts';

/** The limits of a picture that is sent, and the targets for one that exceeds them. */
export interface PictureLimits {
	/** Bytes. */
	readonly byteLength: number;
	/** Pixels of a side. */
	readonly side: number;
	/** Pixels in all; a picture that fits otherwise may have more, a re-encoded one is reduced to this. */
	readonly pixels: number;
	/** The most pictures into which a tall or wide capture may be cut. */
	readonly tiles: number;
	/** The most frames of an animation; one unless told. */
	readonly frames?: number;
}

/** The most pixels of a picture that is decoded: more would not fit into memory. */
export const mostPixels = 100_000_000;

/** The longest side of a picture that is decoded: rows are processed as a whole, and no capture is so long. */
const longestSide = 200_000;

/** Tells whether a picture of this size is decoded at all. */
export function isDecoded({ width, height }: Size): boolean {
	return width * height <= mostPixels && Math.max(width, height) <= longestSide;
}

/**
 * ASSUMPTION: the number of pixels that the model looks at, 4.8 million. From the code of the open-weight models, which
 * shrink a picture to about 2184 × 2184; the service doesn't say. More pixels would only cost upload.
 */
const assumedLook = 2184 * 2184;

/** The most tiles: at most about 50,000 tokens, the room in the models with the smallest context. */
const mostTiles = 8;

/** Returns the service's limits, with as many tiles as are left of the model's number of pictures. */
export function serviceLimits(tiles: number): PictureLimits {
	return {
		byteLength: 5 * 1024 * 1024,
		side: 6000,
		pixels: assumedLook,
		tiles: Math.max(1, Math.min(tiles, mostTiles)),
	};
}

/** The most pixels of a picture that is encoded again: more, at its full size, don't fit into the converter's memory. */
const mostEncoded = 24_000_000;

/** The limits where the service reads the text of one picture: the only documented one is 10 MB. */
export const layoutLimits: PictureLimits = {
	byteLength: 10 * 1024 * 1024,
	side: Number.POSITIVE_INFINITY,
	pixels: mostEncoded,
	tiles: 1,
};

/** The limits of local text recognition: it reads a whole page, and its decoder handles 24 megapixels. */
export const localLimits: PictureLimits = {
	byteLength: Number.POSITIVE_INFINITY,
	side: Number.POSITIVE_INFINITY,
	pixels: 24_000_000,
	tiles: 1,
};

/** Tells whether a picture is within the limits as it is. */
export function fits(
	picture: { readonly width: number; readonly height: number; readonly byteLength: number },
	limits: PictureLimits,
): boolean {
	return picture.byteLength <= limits.byteLength && Math.max(picture.width, picture.height) <= limits.side;
}

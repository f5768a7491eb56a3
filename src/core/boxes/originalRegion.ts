import { regionOfPixels, regionWithin } from '../region.ts';
import type { PictureOrigin, Region } from '../media.ts';

/**
 * Returns where in the original, upright as it is shown, a part of a picture as it was sent is: that one may have been turned,
 * shrunk, cut out or be a piece or a frame. Undefined for a piece whose place isn't known; see `Tile.part`.
 */
export function originalRegion(
	region: Region,
	{ origin }: { readonly origin?: PictureOrigin | undefined },
): Region | undefined {
	const part = origin?.tile ? origin.tile.part : origin?.region;
	if (origin?.tile && !part) return undefined;
	const found = origin && part ? regionWithin(regionOfPixels(part, origin), region) : region;
	return origin?.frame ? { ...found, frame: origin.frame.number } : found;
}

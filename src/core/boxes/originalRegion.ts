import { regionOfPixels, regionWithin } from '../region.ts';
import type { PictureOrigin, Region } from '../media.ts';

/**
 * Returns where in the original, upright as it is shown, a part of a picture as it was sent is: that one may have been turned,
 * shrunk, cut out or be a piece. Undefined for a piece whose place isn't known; see `Tile.part`.
 */
export function originalRegion(
	region: Region,
	{ origin }: { readonly origin?: PictureOrigin | undefined },
): Region | undefined {
	const part = origin?.tile ? origin.tile.part : origin?.region;
	if (origin && part) return regionWithin(regionOfPixels(part, origin), region);
	return origin?.tile ? undefined : region;
}

import { readDibHeader } from './bmp.ts';
import { viewOf } from './bytes.ts';

/** One picture of an icon. */
export interface IcoEntry {
	readonly width: number;
	readonly height: number;
	/** Bits per pixel. */
	readonly depth: number;
	readonly bytes: Uint8Array;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/**
 * Tells whether an icon's picture is a PNG file; all others are bitmaps. Thousands of entries may point to the same
 * bytes.
 */
export function isPngEntry(bytes: Uint8Array): boolean {
	return pngSignature.every((byte, index) => bytes[index] === byte);
}

/** Returns the pictures of an ICO file, largest first, then most colours first. */
export function icoEntries(bytes: Uint8Array): readonly IcoEntry[] {
	const view = viewOf(bytes);
	const entries: IcoEntry[] = [];
	for (let index = 0; index < view.getUint16(4, true); index++) {
		const entry = 6 + index * 16;
		if (entry + 16 > bytes.byteLength) break;
		const start = view.getUint32(entry + 12, true);
		// Its own header says where it ends: programs write any length into the entry.
		const picture = bytes.subarray(start);
		if (picture.byteLength < 16) continue;
		const isPng = isPngEntry(picture);
		// The entry has one byte a side, and programs write anything there: the picture's own header counts.
		const header = isPng ? undefined : readDibHeader(picture, 0);
		const own = isPng && picture.byteLength > 24 ? viewOf(picture) : undefined;
		entries.push({
			width: header?.width ?? own?.getUint32(16) ?? 0,
			height: header ? header.height >> 1 : (own?.getUint32(20) ?? 0),
			depth: header?.depth ?? 32,
			bytes: picture,
		});
	}
	return entries.toSorted((a, b) => b.width * b.height - a.width * a.height || b.depth - a.depth);
}

import { viewOf } from './bytes.ts';

/** The header of a device-independent bitmap, which BMP and ICO files contain. */
export interface DibHeader {
	readonly width: number;
	readonly height: number;
	readonly isTopDown: boolean;
	/** Bits per pixel. */
	readonly depth: number;
	readonly compression: number;
	/** The offset of the palette or the pixels. */
	readonly end: number;
	/** The bit masks of red, green, blue and opacity; undefined if the depth implies them. */
	readonly masks: readonly number[] | undefined;
	/** The palette's offset, its number of colours, and the bytes per colour. */
	readonly palette: { readonly start: number; readonly count: number; readonly stride: number };
}

export const compressions = { none: 0, rle8: 1, rle4: 2, bitFields: 3, bitFieldsWithAlpha: 6 } as const;

/** Reads the header at `start`. Throws or returns undefined if it is invalid. */
export function readDibHeader(bytes: Uint8Array, start: number): DibHeader | undefined {
	const view = viewOf(bytes);
	const length = view.getUint32(start, true);
	// The oldest kind, from OS/2.
	if (length === 12) {
		const depth = view.getUint16(start + 10, true);
		const palette = { start: start + 12, count: depth <= 8 ? 1 << depth : 0, stride: 3 };
		const size = { width: view.getUint16(start + 4, true), height: view.getUint16(start + 6, true) };
		return { ...size, isTopDown: false, depth, compression: 0, end: start + 12, masks: undefined, palette };
	}
	if (length < 16 || length > 1024) return undefined;
	const height = view.getInt32(start + 8, true);
	const depth = view.getUint16(start + 14, true);
	const compression = length > 16 ? view.getUint32(start + 16, true) : 0;
	const used = length >= 36 ? view.getUint32(start + 32, true) : 0;
	const hasMasks = compression === compressions.bitFields || compression === compressions.bitFieldsWithAlpha;
	const maskCount = compression === compressions.bitFieldsWithAlpha || length >= 56 ? 4 : 3;
	const masks = hasMasks
		? Array.from({ length: maskCount }, (_, index) => view.getUint32(start + 40 + index * 4, true))
		: undefined;
	const end = start + length + (hasMasks && length === 40 ? maskCount * 4 : 0);
	return {
		width: view.getInt32(start + 4, true),
		height: Math.abs(height),
		isTopDown: height < 0,
		depth,
		compression,
		end,
		masks,
		palette: { start: end, count: depth <= 8 ? Math.min(used || 1 << depth, 256) : 0, stride: 4 },
	};
}

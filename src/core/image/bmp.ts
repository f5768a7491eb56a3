import { viewOf } from './byteParts.ts';
import { rowLength, unpackRunLengths } from './bmpRows.ts';
import type { RgbaImage } from './rgbaImage.ts';

/** The header of a device-independent bitmap, which BMP and ICO files have inside. */
export interface DibHeader {
	readonly width: number;
	readonly height: number;
	readonly isTopDown: boolean;
	/** Bits of one pixel. */
	readonly depth: number;
	readonly compression: number;
	/** Where the palette or the pixels begin. */
	readonly end: number;
	/** Which bits of a pixel are red, green, blue and opacity; undefined where the depth says it. */
	readonly masks: readonly number[] | undefined;
	/** Where the palette begins, how many colours it has, and bytes of a colour. */
	readonly palette: { readonly start: number; readonly count: number; readonly stride: number };
}

const compressions = { none: 0, rle8: 1, rle4: 2, bitFields: 3, bitFieldsWithAlpha: 6 } as const;

/** `start`: of the header. Throws or returns undefined where it makes no sense. */
export function readDibHeader(bytes: Uint8Array, start: number): DibHeader | undefined {
	const view = viewOf(bytes);
	const length = view.getUint32(start, true);
	// The oldest kind, of OS/2.
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

/** Decodes a BMP file; throws when it is broken or of a kind that nobody writes. */
export function decodeBmp(bytes: Uint8Array): RgbaImage {
	const header = readDibHeader(bytes, 14);
	if (!header) throw new Error('The header makes no sense.');
	return decodeDib(bytes, header, viewOf(bytes).getUint32(10, true));
}

/** `start`: of the pixels. Throws when they are not all there. */
export function decodeDib(bytes: Uint8Array, header: DibHeader, start: number): RgbaImage {
	const { width, height, depth, compression } = header;
	if (![1, 2, 4, 8, 16, 24, 32].includes(depth) || width < 1 || height < 1) throw new Error('Unknown kind of BMP.');
	if (compression === compressions.rle8 || compression === compressions.rle4) {
		const bits = compression === compressions.rle8 ? 8 : 4;
		const rows = unpackRunLengths(bytes.subarray(start), { width, height, bits });
		return decodeRows(rows, { ...header, depth: 8 }, colourTable(bytes, header));
	}
	if (compression !== compressions.none && !header.masks) throw new Error(`Compression ${compression}`);
	if (start + rowLength(width, depth) * height > bytes.byteLength) throw new Error('The pixels are cut off.');
	return decodeRows(bytes.subarray(start), header, colourTable(bytes, header));
}

function colourTable(bytes: Uint8Array, { palette, depth }: DibHeader): Uint8Array {
	const table = new Uint8Array(256 * 3);
	if (depth > 8) return table;
	for (let index = 0; index < palette.count; index++) {
		const [blue = 0, green = 0, red = 0] = bytes.subarray(palette.start + index * palette.stride);
		table.set([red, green, blue], index * 3);
	}
	return table;
}

function decodeRows(rows: Uint8Array, header: DibHeader, colours: Uint8Array): RgbaImage {
	const { width, height, depth } = header;
	const pixels = new Uint8Array(width * height * 4);
	const stride = rowLength(width, depth);
	const view = viewOf(rows);
	const masks = (header.masks ?? (depth === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0xff000000])).map(
		channelOf,
	);
	let anyOpaque = false;
	for (let row = 0; row < height; row++) {
		const source = (header.isTopDown ? row : height - 1 - row) * stride;
		let target = row * width * 4;
		for (let column = 0; column < width; column++, target += 4) {
			if (depth <= 8) {
				const byte = rows[source + ((column * depth) >> 3)] ?? 0;
				const shift = 8 - depth - ((column * depth) & 7);
				const index = ((byte >> shift) & ((1 << depth) - 1)) * 3;
				pixels.set(colours.subarray(index, index + 3), target);
				pixels[target + 3] = 255;
			} else if (depth === 24) {
				pixels[target] = rows[source + column * 3 + 2] ?? 0;
				pixels[target + 1] = rows[source + column * 3 + 1] ?? 0;
				pixels[target + 2] = rows[source + column * 3] ?? 0;
				pixels[target + 3] = 255;
			} else {
				const value =
					depth === 16 ? view.getUint16(source + column * 2, true) : view.getUint32(source + column * 4, true);
				for (let channel = 0; channel < 4; channel++) pixels[target + channel] = masks[channel]?.(value) ?? 255;
			}
			anyOpaque ||= pixels[target + 3] !== 0;
		}
	}
	// A file whose opacity is zero throughout doesn't mean it.
	if (!anyOpaque) for (let index = 3; index < pixels.length; index += 4) pixels[index] = 255;
	return { width, height, pixels };
}

/** Reads a channel of a pixel, 0 to 255; undefined where the mask is empty. */
function channelOf(mask: number): (value: number) => number | undefined {
	if (mask === 0) return () => undefined;
	const shift = 31 - Math.clz32(mask & -mask);
	const most = mask >>> shift;
	return (value) => Math.round((((value & mask) >>> shift) / most) * 255);
}

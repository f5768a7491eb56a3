import { readDibHeader, type DibHeader, compressions } from '../../core/image/bmp.ts';
import { viewOf } from '../../core/image/bytes.ts';
import type { RgbaImage } from './pixels.ts';

/** Decodes a BMP file; throws if it is broken or of a kind that no program writes. */
export function decodeBmp(bytes: Uint8Array): RgbaImage {
	const header = readDibHeader(bytes, 14);
	if (!header) throw new Error('The header makes no sense.');
	return decodeDib(bytes, header, viewOf(bytes).getUint32(10, true));
}

/** Decodes a bitmap whose pixels begin at `start`. Throws if they are incomplete. */
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
	// A file with zero opacity throughout doesn't mean it.
	if (!anyOpaque) for (let index = 3; index < pixels.length; index += 4) pixels[index] = 255;
	return { width, height, pixels };
}

/** Returns a reader of one channel of a pixel, 0 to 255; it returns undefined if the mask is empty. */
function channelOf(mask: number): (value: number) => number | undefined {
	if (mask === 0) return () => undefined;
	const shift = 31 - Math.clz32(mask & -mask);
	const most = mask >>> shift;
	return (value) => Math.round((((value & mask) >>> shift) / most) * 255);
}

/** Returns the bytes of a row, which is padded to a multiple of four. */
export function rowLength(width: number, depth: number): number {
	return Math.ceil((width * depth) / 32) * 4;
}

const escape = { endOfLine: 0, endOfBitmap: 1, move: 2 } as const;

/** Unpacks the run lengths of a BMP file into rows of one byte per pixel; unwritten pixels are colour 0. */
export function unpackRunLengths(
	bytes: Uint8Array,
	{ width, height, bits }: { readonly width: number; readonly height: number; readonly bits: 4 | 8 },
): Uint8Array {
	// Two bytes are at most 255 pixels: a larger picture is a header without its pixels, and would cost its memory.
	if (width * height > 255 * bytes.byteLength) throw new Error('The pixels are cut off.');
	const stride = rowLength(width, 8);
	const rows = new Uint8Array(stride * height);
	let column = 0;
	let row = 0;
	let offset = 0;
	const write = (value: number): void => {
		rows[row * stride + column] = value;
		column++;
	};
	for (;;) {
		const [count, value] = [bytes[offset], bytes[offset + 1]];
		if (count === undefined || value === undefined) throw new Error('The pixels are cut off.');
		offset += 2;
		if (count > 0) {
			// Pixels beyond the row are ignored: a file of nothing else would expand to 127 times its length.
			const end = Math.min(count, width - column);
			for (let index = 0; index < end; index++) write(bits === 8 ? value : half(value, index));
		} else if (value === escape.endOfLine) {
			column = 0;
			row++;
		} else if (value === escape.endOfBitmap) return rows;
		else if (value === escape.move) {
			column += bytes[offset] ?? 0;
			row += bytes[offset + 1] ?? 0;
			offset += 2;
		} else {
			const end = Math.min(value, width - column);
			for (let index = 0; index < end; index++) {
				const byte = bytes[offset + (bits === 8 ? index : index >> 1)] ?? 0;
				write(bits === 8 ? byte : half(byte, index));
			}
			offset += Math.ceil((value * bits) / 16) * 2;
		}
		// Some files lack the end of the bitmap.
		if (row >= height) return rows;
	}
}

function half(byte: number, index: number): number {
	return index % 2 === 0 ? byte >> 4 : byte & 15;
}

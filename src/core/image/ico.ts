import { decodeDib, readDibHeader } from './bmp.ts';
import { rowLength } from './bmpRows.ts';
import { viewOf } from './byteParts.ts';
import type { RgbaImage } from './rgbaImage.ts';

/** One of the pictures of an icon. */
export interface IcoEntry {
	readonly width: number;
	readonly height: number;
	/** Bits of one pixel. */
	readonly depth: number;
	readonly bytes: Uint8Array;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** Whether an icon's picture is a PNG file; all others are bitmaps. Thousands of entries may point at the same bytes. */
export function isPngEntry(bytes: Uint8Array): boolean {
	return pngSignature.every((byte, index) => bytes[index] === byte);
}

/** The pictures of an ICO file, the largest first, then the one with most colours. */
export function icoEntries(bytes: Uint8Array): readonly IcoEntry[] {
	const view = viewOf(bytes);
	const entries: IcoEntry[] = [];
	for (let index = 0; index < view.getUint16(4, true); index++) {
		const entry = 6 + index * 16;
		if (entry + 16 > bytes.byteLength) break;
		const start = view.getUint32(entry + 12, true);
		const picture = bytes.subarray(start, start + view.getUint32(entry + 8, true));
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

/** Decodes a picture of an icon that isn't PNG: a bitmap with a second one, of one bit a pixel, for what is transparent. */
export function decodeIcoBitmap({ bytes }: IcoEntry): RgbaImage {
	const header = readDibHeader(bytes, 0);
	if (!header) throw new Error('The header makes no sense.');
	const { width } = header;
	const height = header.height >> 1;
	const start = header.end + header.palette.count * header.palette.stride;
	const image = decodeDib(bytes, { ...header, height }, start);
	if (header.depth === 32) return image;
	const stride = rowLength(width, 1);
	const mask = start + rowLength(width, header.depth) * height;
	for (let row = 0; row < height; row++) {
		for (let column = 0; column < width; column++) {
			const byte = bytes[mask + (height - 1 - row) * stride + (column >> 3)] ?? 0;
			if ((byte >> (7 - (column & 7))) & 1) image.pixels[(row * width + column) * 4 + 3] = 0;
		}
	}
	return image;
}

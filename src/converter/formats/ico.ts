import { readDibHeader } from '../../core/image/bmp.ts';
import type { IcoEntry } from '../../core/image/ico.ts';
import { decodeDib, rowLength } from './bmp.ts';
import type { RgbaImage } from './pixels.ts';

/** Decodes an icon's picture that isn't PNG: a bitmap followed by one of one bit per pixel for transparency. */
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

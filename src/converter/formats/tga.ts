import { readTgaHeader, type TgaHeader } from '../../core/image/tga.ts';
import type { RgbaImage } from './pixels.ts';

/** Decodes a TGA file. Throws if it is broken. */
export function decodeTga(bytes: Uint8Array): RgbaImage {
	const header = readTgaHeader(bytes);
	if (!header) throw new Error('The header is invalid.');
	const { width, height, isTopDown, isRightToLeft } = header;
	const length = Math.ceil(header.depth / 8);
	const stored = header.isPacked ? unpacked(bytes, header) : bytes.subarray(header.end);
	if (stored.byteLength < width * height * length) throw new Error('The pixels are incomplete.');
	const pixels = new Uint8Array(width * height * 4);
	for (let row = 0; row < height; row++) {
		for (let column = 0; column < width; column++) {
			const across = isRightToLeft ? width - 1 - column : column;
			const from = ((isTopDown ? row : height - 1 - row) * width + across) * length;
			writePixel(pixels, (row * width + column) * 4, header.kind === 1 ? entry(stored[from] ?? 0) : [stored, from]);
		}
	}
	return { width, height, pixels: hasOpacity(pixels) ? pixels : opaque(pixels) };

	function entry(index: number): readonly [Uint8Array, number] {
		const { start, first, depth } = header?.palette ?? { start: 0, first: 0, depth: 24 };
		return [bytes, start + Math.max(0, index - first) * Math.ceil(depth / 8)];
	}

	function writePixel(target: Uint8Array, to: number, [source, from]: readonly [Uint8Array, number]): void {
		const depth = header?.kind === 1 ? header.palette.depth : header?.depth;
		const [first = 0, second = 0, third = 0, fourth = 0] = source.subarray(from, from + 4);
		if (depth === 8) target.set([first, first, first, 255], to);
		else if (depth === 24) target.set([third, second, first, 255], to);
		else if (depth === 32) target.set([third, second, first, header?.opacityBits === 8 ? fourth : 255], to);
		else {
			const value = first | (second << 8);
			for (let channel = 0; channel < 3; channel++) {
				target[to + channel] = Math.round((((value >> (10 - 5 * channel)) & 31) / 31) * 255);
			}
			target[to + 3] = 255;
		}
	}
}

/** Unpacks packets of up to 128 pixels, alike or each its own. */
function unpacked(bytes: Uint8Array, { width, height, depth, end }: TgaHeader): Uint8Array {
	const length = Math.ceil(depth / 8);
	const total = width * height * length;
	// A packet is a byte, and a pixel at least.
	if (total > (bytes.byteLength - end) * 128) throw new Error('The pixels are incomplete.');
	const result = new Uint8Array(total);
	let [from, to] = [end, 0];
	while (to < total) {
		const head = bytes[from];
		if (head === undefined) throw new Error('The pixels are incomplete.');
		const count = (head & 127) + 1;
		from++;
		const size = Math.min(count * length, total - to);
		if (head < 128) result.set(bytes.subarray(from, from + size), to);
		else for (let index = 0; index < size; index++) result[to + index] = bytes[from + (index % length)] ?? 0;
		from += head < 128 ? count * length : length;
		to += size;
	}
	return result;
}

/** A file with zero opacity throughout doesn't mean it. */
function hasOpacity(pixels: Uint8Array): boolean {
	for (let index = 3; index < pixels.length; index += 4) if (pixels[index] !== 0) return true;
	return false;
}

function opaque(pixels: Uint8Array): Uint8Array {
	for (let index = 3; index < pixels.length; index += 4) pixels[index] = 255;
	return pixels;
}

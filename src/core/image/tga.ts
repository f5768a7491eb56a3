import { latin1, viewOf } from './bytes.ts';

/** The header of a TGA file (Truevision TGA 2.0). */
export interface TgaHeader {
	readonly width: number;
	readonly height: number;
	/** 1 indexed, 2 colour, 3 grey. */
	readonly kind: 1 | 2 | 3;
	readonly isPacked: boolean;
	/** Bits per pixel. */
	readonly depth: number;
	readonly isTopDown: boolean;
	readonly isRightToLeft: boolean;
	/** Bits of a pixel's opacity. */
	readonly opacityBits: number;
	readonly palette: { readonly start: number; readonly first: number; readonly count: number; readonly depth: number };
	/** The offset of the pixels. */
	readonly end: number;
}

const headerLength = 18;
const signature = 'TRUEVISION-XFILE.\0';

/** The bits of a pixel by the kind of file. */
const depths: Readonly<Record<number, readonly number[]>> = { 1: [8], 2: [15, 16, 24, 32], 3: [8] };

/** Returns the header of a TGA file; undefined if no program writes such a one. */
export function readTgaHeader(bytes: Uint8Array): TgaHeader | undefined {
	if (bytes.byteLength < headerLength) return undefined;
	const view = viewOf(bytes);
	const [idLength = 0, hasPalette = 0, type = 0] = bytes;
	const kind = ([1, 2, 3] as const).find((known) => known === (type & 7));
	const [depth = 0, flags = 0] = bytes.subarray(16, 18);
	const palette = {
		start: headerLength + idLength,
		first: view.getUint16(3, true),
		count: view.getUint16(5, true),
		depth: bytes[7] ?? 0,
	};
	const [width, height] = [view.getUint16(12, true), view.getUint16(14, true)];
	const hasRightPalette =
		hasPalette === 1
			? palette.count > 0 && [15, 16, 24, 32].includes(palette.depth)
			: hasPalette === 0 && kind !== 1 && palette.count === 0;
	if (!kind || (type & ~15) !== 0 || (type & 4) !== 0 || !depths[kind]?.includes(depth)) return undefined;
	if (!hasRightPalette || width === 0 || height === 0 || (flags & 0xc0) !== 0) return undefined;
	return {
		width,
		height,
		kind,
		isPacked: type >= 8,
		depth,
		isTopDown: (flags & 32) !== 0,
		isRightToLeft: (flags & 16) !== 0,
		opacityBits: flags & 15,
		palette,
		end: palette.start + (hasPalette === 1 ? palette.count * Math.ceil(palette.depth / 8) : 0),
	};
}

/** Tells whether a file is TGA, which begins with no sign: by its end, or by a header whose pixels are all there. */
export function isTga(bytes: Uint8Array): boolean {
	const header = readTgaHeader(bytes);
	if (!header) return false;
	const { width, height, depth, end, isPacked } = header;
	if (latin1(bytes, bytes.byteLength - signature.length, bytes.byteLength) === signature) return true;
	const pixels = width * height;
	// A packet stands for 128 pixels at most.
	const least = isPacked ? Math.ceil(pixels / 128) * (1 + Math.ceil(depth / 8)) : pixels * Math.ceil(depth / 8);
	return end + least <= bytes.byteLength;
}

import type { RawPicture } from './quadrants.ts';

export interface BmpOptions {
	readonly depth: 1 | 4 | 8 | 16 | 24 | 32;
	readonly topDown?: boolean;
	/** Runs of equal pixels are written as such; for depth 8. */
	readonly runLengths?: boolean;
	/** For depth 32: the opacity of each pixel. */
	readonly opacity?: (index: number) => number;
}

/** Writes a BMP file; with a depth up to 8 the picture may have so many colours only. */
export function bmpFile(picture: RawPicture, options: BmpOptions): Buffer {
	const { header, palette, pixels } = dib(picture, options);
	const start = 14 + header.length + palette.length;
	const file = Buffer.alloc(14);
	file.write('BM');
	file.writeUInt32LE(start + pixels.length, 2);
	file.writeUInt32LE(start, 10);
	return Buffer.concat([file, header, palette, pixels]);
}

/** Writes an ICO file: bitmaps with a mask in which nothing is transparent, or whole PNG files. */
export function icoFile(entries: readonly (Buffer | (RawPicture & BmpOptions))[]): Buffer {
	const bodies = entries.map((entry) => {
		if (Buffer.isBuffer(entry)) return entry;
		const { header, palette, pixels } = dib(entry, entry);
		header.writeInt32LE(entry.height * 2, 8);
		const mask = Buffer.alloc(Math.ceil(entry.width / 32) * 4 * entry.height);
		return Buffer.concat([header, palette, pixels, mask]);
	});
	const directory = Buffer.alloc(6 + 16 * bodies.length);
	directory.writeUInt16LE(1, 2);
	directory.writeUInt16LE(bodies.length, 4);
	let offset = directory.length;
	for (const [index, body] of bodies.entries()) {
		directory.writeUInt32LE(body.length, 6 + index * 16 + 8);
		directory.writeUInt32LE(offset, 6 + index * 16 + 12);
		offset += body.length;
	}
	return Buffer.concat([directory, ...bodies]);
}

function dib(
	{ width, height, pixels }: RawPicture,
	options: BmpOptions,
): Record<'header' | 'palette' | 'pixels', Buffer> {
	const { depth, topDown = false, runLengths = false, opacity } = options;
	const colours = new Map<number, number>();
	const stride = Math.ceil((width * depth) / 32) * 4;
	const rows = Buffer.alloc(stride * height);
	const packed: number[] = [];
	for (let row = 0; row < height; row++) {
		const target = (topDown ? row : height - 1 - row) * stride;
		for (let column = 0; column < width; column++) {
			const source = (row * width + column) * 3;
			const [red = 0, green = 0, blue = 0] = pixels.subarray(source, source + 3);
			if (depth === 24 || depth === 32) {
				rows.set([blue, green, red], target + (column * depth) / 8);
				if (depth === 32) rows[target + column * 4 + 3] = opacity?.(row * width + column) ?? 0;
			} else if (depth === 16) {
				rows.writeUInt16LE(((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3), target + column * 2);
			} else {
				const value = (red << 16) | (green << 8) | blue;
				if (!colours.has(value)) colours.set(value, colours.size);
				const shift = 8 - depth - ((column * depth) % 8);
				const at = target + ((column * depth) >> 3);
				rows[at] = (rows[at] ?? 0) | ((colours.get(value) ?? 0) << shift);
			}
		}
	}
	if (runLengths) {
		for (let row = 0; row < height; row++) {
			for (let column = 0; column < width;) {
				const value = rows[row * stride + column] ?? 0;
				let count = 1;
				while (count < 255 && column + count < width && rows[row * stride + column + count] === value) count++;
				packed.push(count, value);
				column += count;
			}
			packed.push(0, 0);
		}
		packed.push(0, 1);
	}
	const palette = Buffer.alloc(depth <= 8 ? 4 << depth : 0);
	for (const [value, index] of colours) palette.writeUInt32LE(value, index * 4);
	const header = Buffer.alloc(40);
	header.writeUInt32LE(40, 0);
	header.writeInt32LE(width, 4);
	header.writeInt32LE(topDown ? -height : height, 8);
	header.writeUInt16LE(1, 12);
	header.writeUInt16LE(depth, 14);
	header.writeUInt32LE(runLengths ? 1 : 0, 16);
	return { header, palette, pixels: runLengths ? Buffer.from(packed) : rows };
}

import { deflateSync, gzipSync } from 'node:zlib';
import { loadVips } from '../../src/workers/loadVips.ts';
import { builtFolder } from '../unit/local/builtFolder.ts';
import { box } from './isoFile.ts';
import type { RawPicture } from './quadrants.ts';

// Files of formats that neither sharp nor another package writes, with nothing but what a reader needs.

/** A QOI file of whole colours and runs. */
export function qoiFile({ width, height, pixels }: RawPicture): Buffer {
	const head = Buffer.alloc(14);
	head.write('qoif');
	head.writeUInt32BE(width, 4);
	head.writeUInt32BE(height, 8);
	head[12] = 3;
	const body: number[] = [];
	let run = 0;
	for (let at = 0; at < pixels.length; at += 3) {
		const isSame = at > 0 && pixels.subarray(at, at + 3).equals(pixels.subarray(at - 3, at));
		if (isSame) run++;
		if (run > 0 && (!isSame || run === 62)) {
			body.push(0xc0 | (run - 1));
			run = 0;
		}
		if (!isSame) body.push(0xfe, ...pixels.subarray(at, at + 3));
	}
	if (run > 0) body.push(0xc0 | (run - 1));
	return Buffer.concat([head, Buffer.from(body), Buffer.of(0, 0, 0, 0, 0, 0, 0, 1)]);
}

/** A TGA file, in packets of equal pixels or plain, from the bottom or from the top. */
export function tgaFile(
	{ width, height, pixels }: RawPicture,
	{ depth, isPacked, isTopDown }: { readonly depth: 24 | 32; readonly isPacked: boolean; readonly isTopDown: boolean },
): Buffer {
	const head = Buffer.alloc(18);
	head[2] = isPacked ? 10 : 2;
	head.writeUInt16LE(width, 12);
	head.writeUInt16LE(height, 14);
	head[16] = depth;
	head[17] = (isTopDown ? 32 : 0) | (depth === 32 ? 8 : 0);
	const body: Buffer[] = [];
	for (let row = 0; row < height; row++) {
		const line = isTopDown ? row : height - 1 - row;
		const pixel = (column: number): Buffer => {
			const [red = 0, green = 0, blue = 0] = pixels.subarray((line * width + column) * 3);
			return Buffer.from([blue, green, red, 255].slice(0, depth / 8));
		};
		for (let column = 0; column < width;) {
			let end = column + 1;
			const most = Math.min(width, isPacked ? column + 128 : end);
			while (end < most && pixel(end).equals(pixel(column))) end++;
			if (isPacked) body.push(Buffer.of(128 | (end - column - 1)));
			body.push(pixel(column));
			column = end;
		}
	}
	return Buffer.concat([head, ...body]);
}

/** A Photoshop file without layers. */
export function psdFile(
	{ width, height, pixels }: RawPicture,
	{ depth, isPacked }: { readonly depth: 8 | 16; readonly isPacked: boolean },
): Buffer {
	const head = Buffer.alloc(26 + 12);
	head.write('8BPS');
	head.writeUInt16BE(1, 4);
	head.writeUInt16BE(3, 12);
	head.writeUInt32BE(height, 14);
	head.writeUInt32BE(width, 18);
	head.writeUInt16BE(depth, 22);
	head.writeUInt16BE(3, 24);
	const rows = Array.from({ length: 3 * height }, (_, index) => {
		const [channel, row] = [Math.floor(index / height), index % height];
		const samples = Array.from({ length: width }, (__, column) => pixels[(row * width + column) * 3 + channel] ?? 0);
		const line = Buffer.from(samples.flatMap((sample) => (depth === 16 ? [sample, sample] : [sample])));
		return isPacked ? packBits(line) : line;
	});
	const lengths = Buffer.alloc(isPacked ? rows.length * 2 : 0);
	if (isPacked) for (const [index, row] of rows.entries()) lengths.writeUInt16BE(row.length, index * 2);
	return Buffer.concat([head, Buffer.of(0, isPacked ? 1 : 0), lengths, ...rows]);
}

/** Runs of equal bytes; others stand alone. */
function packBits(line: Buffer): Buffer {
	const parts: number[] = [];
	for (let at = 0; at < line.length;) {
		let end = at + 1;
		while (end < line.length && end - at < 128 && line[end] === line[at]) end++;
		parts.push(end - at === 1 ? 0 : 257 - (end - at), line[at] ?? 0);
		at = end;
	}
	return Buffer.from(parts);
}

export function ppmFile({ width, height, pixels }: RawPicture): Buffer {
	return Buffer.concat([Buffer.from(`P6\n# made for a test\n${width} ${height}\n255\n`), pixels]);
}

/** A file as vips writes it, with a codec of its own for JPEG XL. */
export async function vipsFile(
	{ width, height, pixels }: RawPicture,
	suffix: '.jxl[lossless=true]' | '.hdr' | '.tif[bigtiff=true]',
): Promise<Buffer> {
	const vips = await loadVips(builtFolder(), suffix.startsWith('.jxl') ? 'jxl' : undefined);
	const raw = vips.Image.newFromMemory(pixels, width, height, 3, vips.BandFormat.uchar);
	const image = raw.copy({ interpretation: 'srgb' });
	const linear = suffix === '.hdr' ? image.colourspace('scrgb') : image;
	return Buffer.from(linear.writeToBuffer(suffix));
}

/** A TIFF file of numbers that vips writes: 0 to 1 for floating-point ones, else so much for each of 256 steps. */
export async function numbersFile(
	{ width, height, pixels }: RawPicture,
	{
		format,
		step,
		suffix,
	}: { readonly format: 'float' | 'double' | 'int' | 'uint' | 'short'; readonly step: number; readonly suffix: string },
): Promise<Buffer> {
	const vips = await loadVips(builtFolder());
	const raw = vips.Image.newFromMemory(pixels, width, height, 3, vips.BandFormat.uchar);
	const numbers = raw.cast('double').linear([step], [0]).cast(format).copy({ interpretation: 'multiband' });
	return Buffer.from(numbers.writeToBuffer(suffix));
}

/** A TIFF file of samples of any depth, the most significant bits first, as they are or in a packed form. */
export function deepTiffFile(
	{ width, height, pixels }: RawPicture,
	how: { readonly bits: number; readonly isPlanar: boolean; readonly isPacked: boolean; readonly samples: 3 | 5 },
): Buffer {
	const { bits, isPlanar, isPacked, samples } = how;
	const sample = (pixel: number, channel: number): number =>
		Math.round(((channel < 3 ? (pixels[pixel * 3 + channel] ?? 0) : 77) / 255) * (2 ** bits - 1));
	const rows = Array.from({ length: height * (isPlanar ? samples : 1) }, (_, index) => {
		const [plane, row] = [Math.floor(index / height), index % height];
		const values = Array.from({ length: width }, (__, column) =>
			isPlanar
				? [sample(row * width + column, plane)]
				: Array.from({ length: samples }, (___, channel) => sample(row * width + column, channel)),
		).flat();
		const text = values.map((value) => value.toString(2).padStart(bits, '0')).join('');
		return Buffer.from((text.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)));
	});
	const planes = isPlanar ? samples : 1;
	const parts = Array.from({ length: planes }, (_, plane) => {
		const part = Buffer.concat(rows.slice(plane * height, (plane + 1) * height));
		return isPacked ? deflateSync(part) : part;
	});
	const entries = (start: number): Entry[] => [
		[256, 4, width],
		[257, 4, height],
		[258, 4, ...Array.from({ length: samples }, () => bits)],
		[259, 3, isPacked ? 8 : 1],
		[262, 3, 2],
		[273, 4, ...parts.map((__, index) => start + parts.slice(0, index).reduce((sum, { length }) => sum + length, 0))],
		[277, 3, samples],
		[278, 4, height],
		[279, 4, ...parts.map(({ length }) => length)],
		[284, 3, isPlanar ? 2 : 1],
	];
	const header = Buffer.from('II*\0\x08\0\0\0', 'latin1');
	const first = directory(8, entries(0));
	return Buffer.concat([header, directory(8, entries(8 + first.length)), ...parts]);
}

/** A TIFF file with a whole JPEG file inside, as cameras of the nineties wrote it. */
export function oldJpegTiffFile(
	jpeg: Buffer,
	{ width, height }: { readonly width: number; readonly height: number },
): Buffer {
	const header = Buffer.from('II*\0\x08\0\0\0', 'latin1');
	const entries = (start: number): Entry[] => [
		[256, 4, width],
		[257, 4, height],
		[259, 3, 6],
		[262, 3, 6],
		[513, 4, start],
		[514, 4, jpeg.length],
	];
	const { length } = directory(8, entries(0));
	return Buffer.concat([header, directory(8, entries(8 + length)), jpeg]);
}

export function svgzFile(svg: Buffer): Buffer {
	return gzipSync(svg);
}

type Entry = readonly [tag: number, type: 3 | 4, ...values: number[]];

/** A directory of a TIFF file at `start`, the smallest number first; values that don't fit stand behind it. */
function directory(start: number, entries: readonly Entry[], next = 0): Buffer {
	const head = Buffer.alloc(2 + entries.length * 12 + 4);
	const behind: Buffer[] = [];
	head.writeUInt16LE(entries.length);
	let place = start + head.length;
	for (const [index, [tag, type, ...values]] of entries.entries()) {
		const at = 2 + index * 12;
		head.writeUInt16LE(tag, at);
		head.writeUInt16LE(type, at + 2);
		head.writeUInt32LE(values.length, at + 4);
		if (values.length > 1) {
			const bytes = Buffer.alloc(values.length * 4);
			for (const [number, value] of values.entries()) bytes.writeUInt32LE(value, number * 4);
			head.writeUInt32LE(place, at + 8);
			behind.push(bytes);
			place += bytes.length;
		} else if (type === 3) head.writeUInt16LE(values[0] ?? 0, at + 8);
		else head.writeUInt32LE(values[0] ?? 0, at + 8);
	}
	head.writeUInt32LE(next, head.length - 4);
	return Buffer.concat([head, ...behind]);
}

/**
 * A camera's raw file: a small preview first, the sensor's own data and a larger preview in directories inside (`subDirectories`)
 * or behind (`next`). `orientation` as in EXIF.
 */
export function rawFile(
	previews: { readonly small: Buffer; readonly large: Buffer },
	{ kind, orientation }: { readonly kind: 'subDirectories' | 'next'; readonly orientation: number },
): Buffer {
	const { small, large } = previews;
	const smallStart = 1024;
	const largeStart = smallStart + small.length;
	const header = Buffer.alloc(16);
	header.write('II*\0');
	header.writeUInt32LE(16, 4);
	if (kind === 'next') header.write('CR\x02\0', 8, 'latin1');
	const sensor: Entry[] = [
		[256, 4, 6000],
		[257, 4, 4000],
		[259, 3, 7],
		[262, 3, 32_803],
		[273, 4, 900],
		[279, 4, 4],
	];
	const first: Entry[] = [
		[254, 4, 1],
		[256, 4, 32],
		[274, 3, orientation],
		...(kind === 'subDirectories' ? ([[330, 4, 400, 600]] as Entry[]) : []),
		[513, 4, smallStart],
		[514, 4, small.length],
	];
	const preview: Entry[] = [
		[259, 3, 6],
		[273, 4, largeStart],
		[279, 4, large.length],
	];
	const file = Buffer.alloc(largeStart);
	header.copy(file);
	directory(16, first, kind === 'next' ? 400 : 0).copy(file, 16);
	directory(400, sensor, kind === 'next' ? 600 : 0).copy(file, 400);
	directory(600, preview).copy(file, 600);
	// A sensor's data are often JPEG of a kind without loss.
	file.set([0xff, 0xd8, 0xff, 0xc3], 900);
	small.copy(file, smallStart);
	return Buffer.concat([file, large]);
}

/** Canon's raw file in boxes: a JPEG as the only sample of its first track, and a TIFF file that says how it is turned. */
export function canonFile(jpeg: Buffer, orientation: number): Buffer {
	const number = (value: number): Buffer =>
		Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
	const tiff = Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory(8, [[274, 3, orientation]])]);
	const cameraId = Buffer.from('85c0b687820f11e08111f4ce462b6a48', 'hex');
	const movie = (start: number): Buffer => {
		const table = Buffer.concat([
			box('stsz', Buffer.concat([number(0), number(jpeg.length), number(1)])),
			box('co64', Buffer.concat([number(0), number(1), number(0), number(start)])),
		]);
		const track = ['stbl', 'minf', 'mdia', 'trak'].reduce<Buffer>((inside, type) => box(type, inside), table);
		return box('moov', Buffer.concat([box('uuid', Buffer.concat([cameraId, box('CMT1', tiff)])), track]));
	};
	const brand = box('ftyp', Buffer.from('crx \0\0\0\x01crx isom', 'latin1'));
	const start = brand.length + movie(0).length + 8;
	return Buffer.concat([brand, movie(start), box('mdat', jpeg)]);
}

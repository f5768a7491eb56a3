import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { gifAnimation, webpAnimation, type StoredFrame } from './animationFiles.ts';
import { chunk } from './apngFile.ts';
import { box } from './isoFile.ts';
import { quadrantPicture } from './quadrants.ts';

/** A file that was made to take long or to fill the memory. */
export interface HostilePicture {
	readonly name: string;
	/** `bytes`: about how long the file is to be; a few kinds are always short. */
	readonly make: (bytes: number) => Promise<Buffer> | Buffer;
	/** What becomes of it: the kind of the failure, or a picture. */
	readonly outcome: 'pictureBroken' | 'pictureTooComplex' | 'pictureTooLarge' | 'picture';
}

/** A buffer of about so many bytes: `head`, `unit` again and again, `tail`. */
function repeated(
	bytes: number,
	{ head, unit, tail = Buffer.alloc(0) }: Record<'head' | 'unit', Buffer> & { readonly tail?: Buffer },
): Buffer {
	const count = Math.max(1, Math.floor((bytes - head.length - tail.length) / unit.length));
	return Buffer.concat([head, Buffer.alloc(count * unit.length, unit), tail]);
}

function iconOfDoctypes(): Buffer {
	const text = Buffer.from(`<!DOCTYPE${'['.repeat(8200)}`);
	const head = Buffer.alloc(6 + 16 * 1000);
	head.writeUInt16LE(1, 2);
	head.writeUInt16LE(1000, 4);
	for (let entry = 6; entry < head.length; entry += 16) {
		head.writeUInt32LE(text.length, entry + 8);
		head.writeUInt32LE(head.length, entry + 12);
	}
	return Buffer.concat([head, text]);
}

async function jpegWith(unit: Buffer, bytes: number): Promise<Buffer> {
	const jpeg = await quadrantPicture({ width: 32, height: 32 }).jpeg().toBuffer();
	return repeated(bytes, { head: jpeg.subarray(0, 2), unit, tail: jpeg.subarray(2) });
}

async function jpegOfRestartMarkers(bytes: number): Promise<Buffer> {
	const jpeg = await quadrantPicture({ width: 32, height: 32 }).jpeg().toBuffer();
	return repeated(bytes, { head: jpeg.subarray(0, -2), unit: Buffer.of(0xff, 0xd0), tail: jpeg.subarray(-2) });
}

/** Each bit of each coefficient in a scan of its own, as the format allows: 2,688 scans for three channels. */
export function jpegOfScans({ width, height }: { readonly width: number; readonly height: number }): Buffer {
	const size = Buffer.alloc(4);
	size.writeUInt16BE(height);
	size.writeUInt16BE(width, 2);
	const segment = (code: number, data: Buffer): Buffer => {
		const head = Buffer.of(0xff, code, 0, 0);
		head.writeUInt16BE(data.length + 2, 2);
		return Buffer.concat([head, data]);
	};
	const scans: Buffer[] = [];
	const scan = (id: number, coefficient: number, low: number): Buffer => {
		const high = low === 13 ? 0 : low + 1;
		return Buffer.concat([
			segment(0xda, Buffer.of(1, id, 0, coefficient, coefficient, (high << 4) | low)),
			Buffer.alloc(16),
		]);
	};
	for (let coefficient = 0; coefficient < 64; coefficient++)
		for (const id of [1, 2, 3]) for (let low = 13; low >= 0; low--) scans.push(scan(id, coefficient, low));
	return Buffer.concat([
		Buffer.of(0xff, 0xd8),
		segment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 1)])),
		segment(0xc2, Buffer.concat([Buffer.of(8), size, Buffer.of(3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)])),
		...[0, 0x10].map((table) => segment(0xc4, Buffer.concat([Buffer.of(table, 1), Buffer.alloc(15), Buffer.of(0)]))),
		...scans,
		Buffer.of(0xff, 0xd9),
	]);
}

function pngHeader(width: number, height: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header[8] = 8;
	header[9] = 2;
	return header;
}

function pngOfEmptyData(bytes: number): Buffer {
	const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
	const data = chunk('IDAT', deflateSync(Buffer.alloc(32 * 97)));
	return repeated(bytes, {
		head: Buffer.concat([signature, chunk('IHDR', pngHeader(32, 32))]),
		unit: chunk('IDAT', Buffer.alloc(0)),
		tail: Buffer.concat([data, chunk('IEND', Buffer.alloc(0))]),
	});
}

async function avif(): Promise<Buffer> {
	return quadrantPicture({ width: 32, height: 32 }).avif({ effort: 0 }).toBuffer();
}

async function avifOfBrands(bytes: number): Promise<Buffer> {
	const file = await avif();
	const end = file.readUInt32BE(0);
	const brands = Buffer.alloc(Math.floor(bytes / 4) * 4, 'miaf');
	return Buffer.concat([box('ftyp', Buffer.concat([file.subarray(8, end), brands])), file.subarray(end)]);
}

async function avifOfBoxes(bytes: number): Promise<Buffer> {
	const file = await avif();
	const end = file.readUInt32BE(0);
	return repeated(bytes, { head: file.subarray(0, end), unit: box('free', Buffer.alloc(0)), tail: file.subarray(end) });
}

async function gifOfFrames(bytes: number): Promise<Buffer> {
	const gif = await quadrantPicture({ width: 32, height: 32 }).gif().toBuffer();
	const end = gif.length - 1;
	// Behind the header and its colours each picture is alike.
	const start = 13 + ((gif[10] ?? 0) & 0x80 ? 3 * 2 ** (((gif[10] ?? 0) & 7) + 1) : 0);
	return repeated(bytes, { head: gif.subarray(0, start), unit: gif.subarray(start, end), tail: gif.subarray(end) });
}

/** Frames of a pixel in a picture of four million, all of which would be compared. */
function gifOfDots(bytes: number): Buffer {
	const size = { width: 2500, height: 1600 };
	const dot: StoredFrame = { colour: [9, 9, 9, 255], left: 2, top: 2, width: 2, height: 2, time: 1 };
	const count = Math.floor(bytes / 40);
	return gifAnimation(
		size,
		Array.from({ length: count }, (_, index) => ({ ...dot, left: 2 * (index % 1200) })),
	);
}

/** Frames that are all shown on those before them, each put back behind it. */
async function webpOfLayers(bytes: number): Promise<Buffer> {
	const size = { width: 2500, height: 1600 };
	const layer: StoredFrame = { colour: [9, 9, 200, 120], left: 0, top: 0, ...size, time: 1 };
	const one = await webpAnimation(size, [layer]);
	const start = one.indexOf('ANMF', 12, 'latin1');
	const file = repeated(bytes, { head: one.subarray(0, start), unit: one.subarray(start), tail: Buffer.alloc(0) });
	file.writeUInt32LE(file.length - 8, 4);
	return file;
}

/** One picture with far more coded data than it has pixels. */
async function gifOfData(bytes: number): Promise<Buffer> {
	const gif = await quadrantPicture({ width: 32, height: 32 }).gif().toBuffer();
	return repeated(bytes, { head: gif.subarray(0, -2), unit: Buffer.of(1, 0), tail: gif.subarray(-2) });
}

function drawing(content: string, size = 1000): Buffer {
	return Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size}" height="${size}">${content}</svg>`,
	);
}

const nested = (open: string, close: string, count: number): string =>
	`${open.repeat(count)}<rect width="900" height="900"/>${close.repeat(count)}`;

async function pictureAddress(side: number): Promise<string> {
	const png = await sharp({ create: { width: side, height: side, channels: 3, background: '#579' } })
		.png()
		.toBuffer();
	return `data:image/png;base64,${png.toString('base64')}`;
}

async function svgOfUses(): Promise<Buffer> {
	const picture = `<defs><image id="a" width="900" height="900" href="${await pictureAddress(2000)}"/></defs>`;
	return drawing(picture + '<use href="#a"/>'.repeat(40));
}

/** Says that it has 100 × 100 pixels, and codes 144 million. */
function avifOfMore(): Buffer {
	const file = Buffer.from(readFileSync(new URL('../fixtures/pictures/144-megapixels.avif', import.meta.url)));
	for (let at = file.indexOf('ispe'); at >= 0; at = file.indexOf('ispe', at + 1)) {
		file.writeUInt32BE(100, at + 8);
		file.writeUInt32BE(100, at + 12);
	}
	return file;
}

/** Files whose kinds were once a danger. */
export const hostilePictures: readonly HostilePicture[] = [
	{ name: 'ICO of 1,000 entries at one document type', make: iconOfDoctypes, outcome: 'pictureBroken' },
	{
		name: 'JPEG of restart intervals',
		make: (bytes) => jpegWith(Buffer.of(0xff, 0xdd, 0, 4, 0, 0), bytes),
		outcome: 'pictureBroken',
	},
	{ name: 'JPEG of comments', make: (bytes) => jpegWith(Buffer.of(0xff, 0xfe, 0, 2), bytes), outcome: 'pictureBroken' },
	{ name: 'JPEG of fill bytes', make: (bytes) => jpegWith(Buffer.of(0xff), bytes), outcome: 'picture' },
	{ name: 'JPEG of restart markers', make: jpegOfRestartMarkers, outcome: 'picture' },
	{ name: 'JPEG of 2,688 scans', make: () => jpegOfScans({ width: 2000, height: 2000 }), outcome: 'pictureBroken' },
	{ name: 'PNG of empty data', make: pngOfEmptyData, outcome: 'pictureBroken' },
	{ name: 'AVIF of brands', make: avifOfBrands, outcome: 'pictureBroken' },
	{ name: 'AVIF of empty boxes', make: avifOfBoxes, outcome: 'pictureBroken' },
	{ name: 'AVIF that codes more than it says', make: avifOfMore, outcome: 'pictureBroken' },
	{ name: 'GIF of many pictures', make: gifOfFrames, outcome: 'picture' },
	{ name: 'GIF of dots', make: gifOfDots, outcome: 'picture' },
	{ name: 'WebP of layers', make: webpOfLayers, outcome: 'picture' },
	{ name: 'GIF of needless data', make: gifOfData, outcome: 'pictureBroken' },
	{ name: 'SVG of 200 opacities', make: () => drawing(nested('<g opacity=".99">', '</g>', 200)), outcome: 'picture' },
	{ name: 'SVG of 40 uses of a picture', make: svgOfUses, outcome: 'picture' },
	{
		name: 'SVG of a filter with 1,000 steps',
		make: () =>
			drawing(
				`<filter id="a" x="-1" y="-1" width="3" height="3">${Array.from({ length: 1000 }, (_, index) => `<feOffset dx="1" result="r${index}"/>`).join('')}</filter><rect width="900" height="900" filter="url(#a)"/>`,
			),
		outcome: 'pictureTooComplex',
	},
	...[
		'<feMorphology operator="dilate" radius="300"/>',
		'<feTurbulence baseFrequency="0.1" numOctaves="100000"/>',
		`<feConvolveMatrix order="200" kernelMatrix="${'1 '.repeat(40_000)}"/>`,
	].map((step): HostilePicture => ({
		name: `SVG of ${step.slice(1, 16)} over a large area`,
		make: () => drawing(`<filter id="a">${step}</filter><rect width="900" height="900" fill="#08f" filter="url(#a)"/>`),
		outcome: 'pictureTooComplex',
	})),
	{
		name: 'SVG of a step over a small area',
		make: () =>
			drawing(
				'<filter id="a"><feMorphology operator="dilate" radius="4"/></filter><rect width="900" height="900" fill="#08f" filter="url(#a)"/>',
			),
		outcome: 'picture',
	},
];

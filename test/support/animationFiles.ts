import sharp, { type Sharp } from 'sharp';
import { chunk } from './apngFile.ts';

/** A frame as a file stores it, in one colour; its sides are even, for WebP counts places in twos. */
export interface StoredFrame {
	/** Red, green, blue and opacity; a GIF file has an opacity of 0 or 255. */
	readonly colour: readonly [number, number, number, number];
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
	/** Hundredths of a second. */
	readonly time: number;
	readonly after?: 'stays' | 'cleared' | 'restored';
	/** True if what is under its transparent pixels is replaced. */
	readonly replaces?: boolean;
}

export interface AnimationSize {
	readonly width: number;
	readonly height: number;
}

const afters = ['stays', 'cleared', 'restored'] as const;

/** Returns the pixels of each frame as a viewer shows it, by the plainest means. */
export function shownPixels({ width, height }: AnimationSize, frames: readonly StoredFrame[]): Uint8Array[] {
	let canvas = new Uint8Array(width * height * 4);
	return frames.map((frame) => {
		const before = canvas.slice();
		forPixels(frame, { width, height }, (at) => {
			const [red, green, blue, opacity] = frame.colour;
			if (frame.replaces) canvas.set(opacity === 0 ? [0, 0, 0, 0] : frame.colour, at);
			else if (opacity === 255) canvas.set([red, green, blue, opacity], at);
		});
		const shown = canvas.slice();
		if (frame.after === 'restored') canvas = before;
		if (frame.after === 'cleared') forPixels(frame, { width, height }, (at) => canvas.fill(0, at, at + 4));
		return shown;
	});
}

function forPixels(frame: StoredFrame, { width, height }: AnimationSize, use: (at: number) => void): void {
	for (let y = frame.top; y < Math.min(frame.top + frame.height, height); y++) {
		for (let x = frame.left; x < Math.min(frame.left + frame.width, width); x++) use((y * width + x) * 4);
	}
}

/** A GIF file; a transparent frame has only pixels that are left as they were. */
export function gifAnimation({ width, height }: AnimationSize, frames: readonly StoredFrame[]): Buffer {
	const head = Buffer.alloc(13);
	head.write('GIF89a', 'latin1');
	head.writeUInt16LE(width, 6);
	head.writeUInt16LE(height, 8);
	const parts = frames.flatMap(({ colour, left, top, time, after = 'stays', ...size }) => {
		const control = Buffer.of(
			0x21,
			0xf9,
			4,
			((afters.indexOf(after) + 1) << 2) | (colour[3] === 0 ? 1 : 0),
			0,
			0,
			0,
			0,
		);
		control.writeUInt16LE(time, 4);
		const place = Buffer.alloc(10);
		place[0] = 0x2c;
		[left, top, size.width, size.height].forEach((value, index) => place.writeUInt16LE(value, 1 + index * 2));
		// Two colours of its own, of which the first is used, and transparent where it is to be.
		place[9] = 0x80;
		const colours = Buffer.from([...colour.slice(0, 3), 0, 0, 0]);
		return [control, place, colours, lzwOfZeros(size.width * size.height)];
	});
	return Buffer.concat([head, ...parts, Buffer.of(0x3b)]);
}

/** The data of a GIF picture of zeros: each pixel as a code of its own, with a new table before the codes grow. */
function lzwOfZeros(pixels: number): Buffer {
	// Codes of three bits, 4 is a new table and 5 the end; after two pixels the table would have eight entries.
	const codes: number[] = [];
	for (let pixel = 0; pixel < pixels; pixel++) codes.push(...(pixel % 2 === 0 ? [4, 0] : [0]));
	codes.push(5);
	const bytes = Buffer.alloc(Math.ceil((codes.length * 3) / 8));
	codes.forEach((code, index) => {
		for (let bit = 0; bit < 3; bit++) {
			const at = index * 3 + bit;
			if ((code >> bit) & 1) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
		}
	});
	const blocks: Buffer[] = [Buffer.of(2)];
	for (let start = 0; start < bytes.length; start += 255) {
		const block = bytes.subarray(start, start + 255);
		blocks.push(Buffer.of(block.length), block);
	}
	return Buffer.concat([...blocks, Buffer.of(0)]);
}

/** An animated PNG file; `still`: the picture that other programs show, which is no frame. */
export async function pngAnimation(
	{ width, height }: AnimationSize,
	frames: readonly StoredFrame[],
	{ still }: { readonly still?: StoredFrame['colour'] } = {},
): Promise<Buffer> {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 6], 8);
	const count = Buffer.alloc(8);
	count.writeUInt32BE(frames.length);
	const parts = [chunk('IHDR', head), chunk('acTL', count)];
	if (still) parts.push(chunk('IDAT', await dataOf({ width, height, colour: still })));
	let sequence = 0;
	for (const [index, frame] of frames.entries()) {
		const control = Buffer.alloc(26);
		[sequence++, frame.width, frame.height, frame.left, frame.top].forEach((value, place) =>
			control.writeUInt32BE(value, place * 4),
		);
		control.writeUInt16BE(frame.time, 20);
		control.writeUInt16BE(100, 22);
		control.set([afters.indexOf(frame.after ?? 'stays'), frame.replaces ? 0 : 1], 24);
		parts.push(chunk('fcTL', control));
		const data = await dataOf(frame);
		if (index === 0 && !still) parts.push(chunk('IDAT', data));
		else {
			const number = Buffer.alloc(4);
			number.writeUInt32BE(sequence++);
			parts.push(chunk('fdAT', Buffer.concat([number, data])));
		}
	}
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts, chunk('IEND', Buffer.alloc(0))]);
}

/** The coded pixels of a frame, as another encoder writes them. */
async function dataOf(frame: AnimationSize & Pick<StoredFrame, 'colour'>): Promise<Buffer> {
	const png = await plain(frame).png().toBuffer();
	const parts: Buffer[] = [];
	for (let offset = 8; offset < png.length; offset += 12 + png.readUInt32BE(offset)) {
		if (png.toString('latin1', offset + 4, offset + 8) === 'IDAT') {
			parts.push(png.subarray(offset + 8, offset + 8 + png.readUInt32BE(offset)));
		}
	}
	return Buffer.concat(parts);
}

/** An animated WebP file; its frames are coded without loss. */
export async function webpAnimation({ width, height }: AnimationSize, frames: readonly StoredFrame[]): Promise<Buffer> {
	const head = Buffer.alloc(10);
	head[0] = 0x12;
	head.writeUIntLE(width - 1, 4, 3);
	head.writeUIntLE(height - 1, 7, 3);
	const parts = [riffChunk('VP8X', head), riffChunk('ANIM', Buffer.alloc(6))];
	for (const frame of frames) {
		const place = Buffer.alloc(16);
		[frame.left / 2, frame.top / 2, frame.width - 1, frame.height - 1, frame.time * 10].forEach((value, index) =>
			place.writeUIntLE(value, index * 3, 3),
		);
		place[15] = (frame.after === 'cleared' ? 1 : 0) | (frame.replaces ? 2 : 0);
		const file = await plain(frame).webp({ lossless: true, exact: true }).toBuffer();
		const at = file.indexOf('VP8L', 12, 'latin1');
		parts.push(riffChunk('ANMF', Buffer.concat([place, file.subarray(at)])));
	}
	const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
	return riffChunk('RIFF', body);
}

function riffChunk(type: string, data: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.write(type, 'latin1');
	head.writeUInt32LE(data.length, 4);
	return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

function plain({ width, height, colour }: AnimationSize & Pick<StoredFrame, 'colour'>): Sharp {
	const pixels = Buffer.alloc(width * height * 4);
	for (let at = 0; at < pixels.length; at += 4) pixels.set(colour, at);
	return sharp(pixels, { raw: { width, height, channels: 4 } });
}

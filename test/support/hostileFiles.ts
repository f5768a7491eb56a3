import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { projectDir } from './places.mjs';
import { withNumbers } from './spoiltVideo.ts';

/** A file that is made to hold up or fill whoever looks into it. */
export interface HostileFile {
	readonly name: string;
	/** Its bytes, one piece after the other; `size` is about how many there are. */
	readonly pieces: (size: number) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
	/** Bytes at which it hurts most. */
	readonly size: number;
}

/** The same piece again and again, up to about a size; in chunks of a megabyte. */
function* repeated(piece: Uint8Array, size: number): Generator<Uint8Array> {
	const count = Math.max(1, Math.floor(2 ** 20 / piece.length));
	const chunk = Buffer.concat(Array<Uint8Array>(count).fill(piece));
	for (let written = 0; written < size; written += chunk.length) yield chunk;
}

function pngChunk(type: string, data: Uint8Array): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(8 + content.reduce((sum, { length: bytes }) => sum + bytes, 0));
	return Buffer.concat([length, Buffer.from(type, 'latin1'), ...content]);
}

/** Files of the kinds that readers of pictures and videos have been held up with. */
export const hostileFiles: readonly HostileFile[] = [
	{
		name: 'entries.ico',
		size: 24_000,
		*pieces() {
			const count = 1000;
			const head = Buffer.alloc(6 + count * 16);
			head.writeUInt16LE(1, 2);
			head.writeUInt16LE(count, 4);
			const picture = Buffer.from(`<!DOCTYPE${'['.repeat(8000)}`, 'latin1');
			for (let index = 0; index < count; index++) {
				head.writeUInt32LE(picture.length, 6 + index * 16 + 8);
				head.writeUInt32LE(head.length, 6 + index * 16 + 12);
			}
			yield head;
			yield picture;
		},
	},
	{
		name: 'segments.jpg',
		size: 200_000_000,
		*pieces(size) {
			yield Buffer.from([0xff, 0xd8]);
			yield* repeated(Buffer.from([0xff, 0xdd, 0, 4, 0, 0]), size);
		},
	},
	{
		name: 'chunks.png',
		size: 200_000_000,
		*pieces(size) {
			yield Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
			yield pngChunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
			yield* repeated(pngChunk('IDAT', Buffer.alloc(0)), size);
			yield pngChunk('IEND', Buffer.alloc(0));
		},
	},
	{
		name: 'brands.avif',
		size: 100_000_000,
		*pieces(size) {
			const length = Buffer.alloc(4);
			length.writeUInt32BE(size);
			yield Buffer.concat([length, Buffer.from('ftypavif\0\0\0\0', 'latin1')]);
			yield* repeated(Buffer.from('abcd', 'latin1'), size);
		},
	},
	{
		name: 'boxes.avif',
		size: 60_000_000,
		*pieces(size) {
			yield box('ftyp', Buffer.from('avif\0\0\0\0avifmif1', 'latin1'));
			yield* repeated(box('free'), size);
		},
	},
	{
		name: 'samples.mp4',
		size: 16_000,
		async *pieces() {
			const video = await readFile(join(projectDir, 'test/fixtures/videos/short.mp4'));
			yield withNumbers(video, [
				['stsz', 8, 100],
				['stsz', 12, 0x7f_ff_ff_ff],
				['stts', 12, 0x7f_ff_ff_ff],
			]);
		},
	},
];

/** Writes such a file, of its own size unless told. */
export async function writeHostileFile({ pieces, size }: HostileFile, path: string, bytes = size): Promise<void> {
	await pipeline(Readable.from(pieces(bytes)), createWriteStream(path));
}

import { imageDimensionsFromData } from 'image-dimensions';
import type { Size } from '../media.ts';
import { readDibHeader } from './bmp.ts';
import { viewOf } from './bytes.ts';
import { icoEntries } from './ico.ts';
import { readIsoPicture } from './isoMedia.ts';
import { jpegSize } from './jpeg.ts';
import type { MediaType } from './mediaType.ts';
import { countParts } from './partLimit.ts';

/**
 * Returns a picture's size from its header, without decoding; undefined if the header is invalid. SVG files have none.
 */
export function dimensionsOf(bytes: Uint8Array, mediaType: MediaType): Size | undefined {
	let size: Size | undefined;
	try {
		size = headerSize(bytes, mediaType);
	} catch {
		// The header points outside the file, or it has too many parts.
		return undefined;
	}
	return size && size.width > 0 && size.height > 0 ? { width: size.width, height: size.height } : undefined;
}

function headerSize(bytes: Uint8Array, mediaType: MediaType): Size | undefined {
	if (mediaType === 'image/bmp') return readDibHeader(bytes, 14);
	if (mediaType === 'image/x-icon') return icoEntries(bytes)[0];
	if (mediaType === 'image/tiff') return tiffSize(bytes);
	if (mediaType === 'image/jpeg') return jpegSize(bytes);
	if (mediaType === 'image/heic' || mediaType === 'image/avif') return readIsoPicture(bytes).size;
	if (mediaType === 'image/webp') refuseManyChunks(viewOf(bytes));
	// The package copies its input.
	return imageDimensionsFromData(bytes.subarray(0, headerLength));
}

/** The number of bytes within which PNG, GIF and WebP store their size. */
const headerLength = 64;

/** The most chunks of a WebP file; each picture of an animation is one. */
const mostChunks = 100_000;

/** Throws if there are too many chunks: a decoder keeps a list of them. */
function refuseManyChunks(view: DataView): void {
	const countChunk = countParts(mostChunks);
	for (let offset = 12; offset + 8 <= view.byteLength;) {
		countChunk();
		const length = view.getUint32(offset + 4, true);
		offset += 8 + length + (length & 1);
	}
}

const tiffTags = { width: 256, height: 257 } as const;

/** Returns the size of a TIFF file's first picture. */
function tiffSize(bytes: Uint8Array): Size {
	const view = viewOf(bytes);
	const little = bytes[0] === 0x49;
	const directory = view.getUint32(4, little);
	refuseManyDirectories(view, little);
	const valueOf = (tag: number): number => {
		for (let index = 0; index < view.getUint16(directory, little); index++) {
			const entry = directory + 2 + index * 12;
			if (view.getUint16(entry, little) !== tag) continue;
			const isShort = view.getUint16(entry + 2, little) === 3;
			return isShort ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little);
		}
		return 0;
	};
	return { width: valueOf(tiffTags.width), height: valueOf(tiffTags.height) };
}

/** The most pages of a file: a scanned book has a hundredth. */
const mostDirectories = 10_000;

/** Throws if there are too many pages: a decoder counts them one directory at a time. */
function refuseManyDirectories(view: DataView, little: boolean): void {
	const countDirectory = countParts(mostDirectories);
	let directory = view.getUint32(4, little);
	while (directory > 0 && directory + 2 <= view.byteLength) {
		countDirectory();
		const next = directory + 2 + view.getUint16(directory, little) * 12;
		if (next + 4 > view.byteLength) return;
		directory = view.getUint32(next, little);
	}
}

import { imageDimensionsFromData } from 'image-dimensions';
import type { Size } from '../media.ts';
import { readDibHeader } from './bmp.ts';
import { icoEntries } from './ico.ts';
import { readIsoPicture } from './isoMedia.ts';
import { jpegSize } from './jpeg.ts';
import type { MediaType } from './mediaType.ts';
import { tiffSize } from './tiff.ts';
import { refuseManyChunks } from './webp.ts';

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
	if (mediaType === 'image/webp') refuseManyChunks(bytes);
	// The package copies its input.
	return imageDimensionsFromData(bytes.subarray(0, headerLength));
}

/** The number of bytes within which PNG, GIF and WebP store their size. */
const headerLength = 64;

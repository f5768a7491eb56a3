import { imageDimensionsFromData } from 'image-dimensions';
import type { Size } from '../media.ts';
import { readDibHeader } from './bmp.ts';
import { icoEntries } from './ico.ts';
import { readIsoPicture } from './isoMedia.ts';
import { viewOf } from './bytes.ts';
import { jpegSize } from './jpeg.ts';
import { jxlSize } from './jxl.ts';
import type { MediaType } from './mediaType.ts';
import { anymapSize, radianceSize } from './plainHeaders.ts';
import { readTgaHeader } from './tga.ts';
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
	if (mediaType === 'image/x-icon' || mediaType === 'image/x-win-cursor') return icoEntries(bytes)[0];
	if (mediaType === 'image/tiff') return tiffSize(bytes);
	if (mediaType === 'image/jpeg') return jpegSize(bytes);
	if (mediaType === 'image/heic' || mediaType === 'image/avif') return readIsoPicture(bytes).size;
	if (mediaType === 'image/jxl') return jxlSize(bytes);
	if (mediaType === 'image/x-tga') return readTgaHeader(bytes);
	if (mediaType === 'image/x-portable-anymap') return anymapSize(bytes);
	if (mediaType === 'image/vnd.radiance') return radianceSize(bytes);
	const view = viewOf(bytes);
	if (mediaType === 'image/qoi') return { width: view.getUint32(4), height: view.getUint32(8) };
	if (mediaType === 'image/vnd.adobe.photoshop') return { width: view.getUint32(18), height: view.getUint32(14) };
	if (mediaType === 'image/webp') refuseManyChunks(bytes);
	// The package copies its input.
	return imageDimensionsFromData(bytes.subarray(0, headerLength));
}

/** The number of bytes within which PNG, GIF and WebP store their size. */
const headerLength = 64;

import { imageDimensionsFromData } from 'image-dimensions';
import { FailureError } from '../failure.ts';
import { mediaTypeOf, type MediaType } from './mediaType.ts';

/** A picture as it will be sent: within the service's limits, of the media type that its bytes say. */
export interface PreparedImage {
	readonly mediaType: 'image/png' | 'image/jpeg';
	readonly bytes: Uint8Array;
	/** Pixels. */
	readonly width: number;
	/** Pixels. */
	readonly height: number;
	/** The file's name without its folder, for the person who asks; it is never sent. */
	readonly name: string;
}

/** What the service takes: bytes of one picture, and pixels of one side. */
const limits = { byteLength: 5 * 1024 * 1024, side: 6000 };

const formatNames: Partial<Record<MediaType, string>> = {
	'image/gif': 'GIF',
	'image/webp': 'WebP',
	'image/bmp': 'BMP',
	'image/x-icon': 'ICO',
	'image/tiff': 'TIFF',
	'image/avif': 'AVIF',
	'image/heic': 'HEIC',
	'image/svg+xml': 'SVG',
};

/**
 * Makes a file's bytes ready to be sent, or refuses them.
 * @throws FailureError `fileEmpty`, `notAPicture`, `video`, `formatNotTaken`, `pictureBroken` or `pictureTooLarge`
 */
export function prepare(bytes: Uint8Array, name: string): PreparedImage {
	if (bytes.byteLength === 0) throw new FailureError({ kind: 'fileEmpty', name });
	const mediaType = mediaTypeOf(bytes);
	if (mediaType === undefined) throw new FailureError({ kind: 'notAPicture', name });
	if (mediaType.startsWith('video/')) throw new FailureError({ kind: 'video', name });
	if (mediaType !== 'image/png' && mediaType !== 'image/jpeg') {
		throw new FailureError({ kind: 'formatNotTaken', name, format: formatNames[mediaType] ?? mediaType });
	}
	const { width, height } = dimensionsOf(bytes, name);
	if (bytes.byteLength > limits.byteLength || Math.max(width, height) > limits.side) {
		throw new FailureError({ kind: 'pictureTooLarge', name, width, height, byteLength: bytes.byteLength });
	}
	return { mediaType, bytes, width, height, name };
}

/** Width and height in pixels from the header, without decoding. */
function dimensionsOf(bytes: Uint8Array, name: string): { readonly width: number; readonly height: number } {
	let dimensions: { readonly width: number; readonly height: number } | undefined;
	try {
		dimensions = imageDimensionsFromData(bytes);
	} catch (error) {
		throw new FailureError({ kind: 'pictureBroken', name }, { cause: error });
	}
	if (!dimensions || dimensions.width < 1 || dimensions.height < 1) {
		throw new FailureError({ kind: 'pictureBroken', name });
	}
	return dimensions;
}

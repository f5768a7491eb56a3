/** The kinds of picture and video that Glimpse can tell apart. */
export type MediaType =
	| 'image/png'
	| 'image/jpeg'
	| 'image/gif'
	| 'image/webp'
	| 'image/bmp'
	| 'image/x-icon'
	| 'image/tiff'
	| 'image/avif'
	| 'image/heic'
	| 'image/svg+xml'
	| 'video/mp4'
	| 'video/quicktime'
	| 'video/webm';

interface Signature {
	readonly mediaType: MediaType;
	readonly offset: number;
	readonly bytes: string;
}

/** Magic bytes as Latin-1 text. An `ftyp` box is told apart by its brand, so the brands stand here one by one. */
const signatures: readonly Signature[] = [
	{ mediaType: 'image/png', offset: 0, bytes: '\x89PNG\r\n\x1a\n' },
	{ mediaType: 'image/jpeg', offset: 0, bytes: '\xff\xd8\xff' },
	{ mediaType: 'image/gif', offset: 0, bytes: 'GIF87a' },
	{ mediaType: 'image/gif', offset: 0, bytes: 'GIF89a' },
	{ mediaType: 'image/webp', offset: 8, bytes: 'WEBP' },
	{ mediaType: 'image/bmp', offset: 0, bytes: 'BM' },
	{ mediaType: 'image/x-icon', offset: 0, bytes: '\0\0\x01\0' },
	{ mediaType: 'image/tiff', offset: 0, bytes: 'II*\0' },
	{ mediaType: 'image/tiff', offset: 0, bytes: 'MM\0*' },
	...['avif', 'avis'].map((brand): Signature => ({ mediaType: 'image/avif', offset: 4, bytes: `ftyp${brand}` })),
	...['heic', 'heix', 'hevc', 'mif1', 'msf1'].map((brand): Signature => ({
		mediaType: 'image/heic',
		offset: 4,
		bytes: `ftyp${brand}`,
	})),
	{ mediaType: 'video/quicktime', offset: 4, bytes: 'ftypqt' },
	{ mediaType: 'video/mp4', offset: 4, bytes: 'ftyp' },
	{ mediaType: 'video/webm', offset: 0, bytes: '\x1a\x45\xdf\xa3' },
];

/** The media type by the first bytes, whatever the file is called; undefined when they are of no known kind. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | undefined {
	const head = String.fromCharCode(...bytes.subarray(0, 1024));
	const found = signatures.find(({ offset, bytes: expected }) => head.startsWith(expected, offset));
	if (found) return found.mediaType;
	return /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/.test(head)
		? 'image/svg+xml'
		: undefined;
}

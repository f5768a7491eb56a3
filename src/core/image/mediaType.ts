/** A kind of picture or video that Glimpse recognizes. */
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

/** Magic bytes as Latin-1 text. `ftyp` boxes differ by brand, so the brands are listed one by one. */
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
	...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'].map((brand): Signature => ({
		mediaType: 'image/heic',
		offset: 4,
		bytes: `ftyp${brand}`,
	})),
	{ mediaType: 'video/quicktime', offset: 4, bytes: 'ftypqt' },
	{ mediaType: 'video/mp4', offset: 4, bytes: 'ftyp' },
	{ mediaType: 'video/webm', offset: 0, bytes: '\x1a\x45\xdf\xa3' },
];

/** The number of bytes that must reveal the type: an SVG may begin with a long comment. */
const headLength = 8192;

/** Returns the media type by the first bytes, whatever the file's name; undefined if unknown. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | undefined {
	const head = String.fromCharCode(...bytes.subarray(0, headLength));
	const found = signatures.find(({ offset, bytes: expected }) => head.startsWith(expected, offset));
	if (found?.mediaType === 'image/heic') return isAvifInside(head) ? 'image/avif' : 'image/heic';
	if (found) return found.mediaType;
	return isSvg(head) ? 'image/svg+xml' : undefined;
}

/** Tells whether a file of the common container lists AVIF among its other brands, and not HEIC. */
function isAvifInside(head: string): boolean {
	if (!/^(mif1|msf1)/.test(head.slice(8))) return false;
	const end = head.charCodeAt(2) * 256 + head.charCodeAt(3);
	const others = head.slice(16, end);
	return /avi[fs]/.test(others) && !/hei[cx]|hev[cx]/.test(others);
}

/** Tells whether a text is XML whose first element is `svg`. In UTF-16 every other byte is zero. */
function isSvg(head: string): boolean {
	const isWide = head.startsWith('\xff\xfe') || head.startsWith('\xfe\xff');
	let rest = (isWide ? head.slice(2).replaceAll('\0', '') : head.replace(/^\xef\xbb\xbf/, '')).trimStart();
	for (;;) {
		if (/^<(\w+:)?svg[\s>/]/.test(rest)) return true;
		const end = prologueEnd(rest);
		if (end === undefined) return false;
		rest = rest.slice(end).trimStart();
	}
}

/**
 * Returns the end of the comment, instruction or document type at the beginning of a text; undefined if there is none.
 */
function prologueEnd(text: string): number | undefined {
	if (text.startsWith('<!--')) return endAfter(text, '-->', 4);
	if (text.startsWith('<?')) return endAfter(text, '?>', 2);
	return text.startsWith('<!DOCTYPE') ? documentTypeEnd(text) : undefined;
}

function endAfter(text: string, end: string, from: number): number | undefined {
	const at = text.indexOf(end, from);
	return at < 0 ? undefined : at + end.length;
}

/** Returns the end of a document type: the first `>` outside of quotes, comments and nested declarations. */
function documentTypeEnd(text: string): number | undefined {
	let depth = 0;
	let at: number | undefined = 1;
	while (at !== undefined && at < text.length) {
		const sign = text.charAt(at);
		if (text.startsWith('<!--', at)) at = endAfter(text, '-->', at + 4);
		else if (sign === '"' || sign === "'") at = endAfter(text, sign, at + 1);
		else {
			if (sign === '<') depth++;
			else if (sign === '>' && depth > 0) depth--;
			else if (sign === '>') return at + 1;
			at++;
		}
	}
	return undefined;
}

import { isRaw } from './rawPreview.ts';
import { isTga } from './tga.ts';

/** A kind of picture or video that Glimpse recognizes. */
export type MediaType =
	| 'image/png'
	| 'image/jpeg'
	| 'image/gif'
	| 'image/webp'
	| 'image/bmp'
	| 'image/x-icon'
	| 'image/x-win-cursor'
	| 'image/tiff'
	| 'image/avif'
	| 'image/heic'
	| 'image/heif'
	| 'image/jxl'
	| 'image/svg+xml'
	| 'image/vnd.adobe.photoshop'
	| 'image/vnd.radiance'
	| 'image/qoi'
	| 'image/x-portable-anymap'
	| 'image/x-tga'
	| 'image/x-raw'
	| 'video/mp4'
	| 'video/quicktime'
	| 'video/webm';

interface Signature {
	readonly mediaType: MediaType;
	readonly offset: number;
	readonly bytes: string;
}

/** Magic bytes as Latin-1 text. */
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
	// BigTIFF, for files of more than 4 GB.
	{ mediaType: 'image/tiff', offset: 0, bytes: 'II+\0' },
	{ mediaType: 'image/tiff', offset: 0, bytes: 'MM\0+' },
	{ mediaType: 'image/jxl', offset: 0, bytes: '\xff\x0a' },
	{ mediaType: 'image/jxl', offset: 0, bytes: '\0\0\0\x0cJXL \r\n\x87\n' },
	{ mediaType: 'image/vnd.adobe.photoshop', offset: 0, bytes: '8BPS\0' },
	{ mediaType: 'image/vnd.radiance', offset: 0, bytes: '#?RADIANCE' },
	{ mediaType: 'image/vnd.radiance', offset: 0, bytes: '#?RGBE' },
	{ mediaType: 'image/qoi', offset: 0, bytes: 'qoif' },
	{ mediaType: 'video/webm', offset: 0, bytes: '\x1a\x45\xdf\xa3' },
];

/** The number of bytes that must reveal the type: an SVG may begin with a long comment. */
const headLength = 8192;

/** Returns the media type by the bytes, most often the first, whatever the file's name; undefined if unknown. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | undefined {
	const head = String.fromCharCode(...bytes.subarray(0, headLength));
	const found = signatures.find(({ offset, bytes: expected }) => head.startsWith(expected, offset));
	if (found?.mediaType === 'image/tiff' && isRaw(bytes)) return 'image/x-raw';
	if (found) return found.mediaType;
	if (head.startsWith('ftyp', 4)) return isoType(head);
	// Plain ones and those of floating-point numbers, then a width in digits.
	if (/^P[1-6Ff](?:\s|#[^\n\r]*[\n\r])+\d/.test(head)) return 'image/x-portable-anymap';
	if (isSvg(head)) return 'image/svg+xml';
	// A cursor has its number of pictures where a TGA file has nothing.
	if (head.startsWith('\0\0\x02\0') && head.slice(4, 6) !== '\0\0') return 'image/x-win-cursor';
	return isTga(bytes) ? 'image/x-tga' : undefined;
}

/** Brands of still pictures and sequences in the common container (ISO/IEC 23008-12), by what decodes them. */
const pictureBrands: readonly (readonly [mediaType: MediaType, brands: RegExp])[] = [
	['image/x-raw', /^crx $/],
	['image/avif', /^avi[fso]$/],
	['image/heic', /^(?:hei[cxms]|hev[cxms])$/],
	// Pictures of other codecs: H.264, H.266, JPEG, JPEG 2000, EVC, none.
	['image/heif', /^(?:avc[is]|vvi[cs]|jpeg|jpgs|j2ki|j2is|evb[is]|evm[is]|unif)$/],
];

/** Brands of the container alone, which other brands or the version say more about. */
const structuralBrand = /^(?:mif[123]|msf1|miaf|heif)$/;

/** Brands of videos: a file that begins with one is no picture, whatever else it names. */
const videoBrand = /^(?:iso|mp[47]|avc1|M4|3g|dash|XAVC|MSNV|f4v)/;

/** Returns the type of a file of the common container by the brands that its first box names. */
function isoType(head: string): MediaType {
	const end = head.charCodeAt(2) * 256 + head.charCodeAt(3);
	const [main = '', ...others] = head.slice(8, Math.max(end, 12)).match(/[^]{4}/g) ?? [];
	if (main === 'qt  ') return 'video/quicktime';
	const typeBy = (brand: string): MediaType | undefined => pictureBrands.find(([, brands]) => brands.test(brand))?.[0];
	const own = typeBy(main);
	if (own) return own;
	if (videoBrand.test(main)) return 'video/mp4';
	// HEIC before AVIF before others: who lists several is of the first.
	const named = new Set(others.map(typeBy));
	const known = pictureBrands.find(([mediaType]) => mediaType === 'image/heic' && named.has(mediaType));
	const first = known?.[0] ?? pictureBrands.find(([mediaType]) => named.has(mediaType))?.[0];
	if (first) return first;
	return [main, ...others].some((brand) => structuralBrand.test(brand)) ? 'image/heic' : 'video/mp4';
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

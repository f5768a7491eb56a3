import { decodeAddressPart } from '../markup/altState.ts';
import { mediaType } from './outputPicture.ts';

/** The most characters of a picture in a notebook: what its 50 MB take in base64. */
const largestAttachment = 70_000_000;

/** Tells whether an address names a picture that is kept in the cell of a notebook. */
export function isAttachmentAddress(address: string): boolean {
	return /^attachment:/i.test(address);
}

/**
 * Returns an attachment of a cell as a data URI: `attachment:name`, by the name as it is written or percent-encoded. Undefined
 * for one that isn't there, and for one that isn't a picture by its own words; what it is indeed, the reader of pictures finds out.
 * `attachments`: as nbformat has them, by name and media type, of unknown origin.
 */
export function attachedPicture(attachments: unknown, address: string): URL | undefined {
	const name = address.slice(address.indexOf(':') + 1);
	const bundle = ownValue(attachments, name) ?? ownValue(attachments, decodeAddressPart(name));
	if (typeof bundle !== 'object' || bundle === null) return undefined;
	for (const [mime, content] of Object.entries(bundle)) {
		const type = mediaType(mime);
		if (!/^image\/[\w.+-]+$/.test(type)) continue;
		const text = textOf(content);
		if (text === undefined) return undefined;
		// Drawings are written as text by some programs, and in base64 by others.
		const isMarkup = type === 'image/svg+xml' && text.trimStart().startsWith('<');
		const data = isMarkup ? `,${encodeURIComponent(text.toWellFormed())}` : `;base64,${text.replaceAll(/\s/g, '')}`;
		return URL.parse(`data:${type}${data}`) ?? undefined;
	}
	return undefined;
}

/** Returns a value that an object itself has; names such as `__proto__` lead nowhere. */
function ownValue(holder: unknown, name: string): unknown {
	if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) return undefined;
	const value: unknown = Reflect.get(holder, name);
	return value;
}

/** Returns a text of a notebook, which may be written in pieces; undefined for anything else, and for one that is too long. */
function textOf(content: unknown): string | undefined {
	const pieces: readonly unknown[] = Array.isArray(content) ? content : [content];
	let length = 0;
	for (const piece of pieces) {
		if (typeof piece !== 'string') return undefined;
		length += piece.length;
		if (length > largestAttachment) return undefined;
	}
	return pieces.join('');
}

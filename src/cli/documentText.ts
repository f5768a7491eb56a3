/** A document as it lies in a file. */
export interface DecodedDocument {
	readonly text: string;
	/** Whether it is UTF-8, and so can be written again; with a byte order mark, or without. */
	readonly encoding: 'utf8' | 'utf8WithMark' | 'other';
}

/** Decodes a document as an editor opens it: by its byte order mark, else as UTF-8. */
export function decodeDocument(bytes: Uint8Array): DecodedDocument {
	const [first, second, third] = bytes;
	if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'other' };
	if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'other' };
	const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return { text, encoding: hasMark ? 'utf8WithMark' : 'utf8' };
	} catch {
		return { text: new TextDecoder().decode(bytes), encoding: 'other' };
	}
}

/** Encodes a document as it was. */
export function encodeDocument(text: string, encoding: 'utf8' | 'utf8WithMark'): Uint8Array {
	return new TextEncoder().encode(encoding === 'utf8WithMark' ? `\u{FEFF}${text}` : text);
}

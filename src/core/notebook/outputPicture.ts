/** One form of what a cell has put out. */
export interface OutputItem {
	readonly mime: string;
	readonly data: Uint8Array;
}

/** The media types of pictures that a cell puts out, in the order in which they are taken where one output has several forms. */
const preferred = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp', 'image/svg+xml'];

/** The form of a page, in which a picture may stand as a data URI. */
export const pageType = 'text/html';

/**
 * Returns the one form of an output to look at: its picture, else its page; undefined for an output that has neither. The types
 * are what the notebook says: only the process that reads the bytes knows what they are.
 */
export function pictureItem<Item extends OutputItem>(items: readonly Item[]): Item | undefined {
	const typed = items
		.filter(({ data }) => data.byteLength > 0)
		.map((item) => ({ item, type: mediaType(item.mime) }))
		.filter(({ type }) => type.startsWith('image/') || type === pageType);
	return typed.sort((a, b) => rank(a.type) - rank(b.type))[0]?.item;
}

/** Returns the place of a media type among those that are taken, first ones first. */
function rank(type: string): number {
	const at = preferred.indexOf(type);
	return at >= 0 ? at : type === pageType ? preferred.length + 1 : preferred.length;
}

/** Returns a media type in small letters and without parameters. */
export function mediaType(mime: string): string {
	return (mime.split(';', 1)[0] ?? '').trim().toLowerCase();
}

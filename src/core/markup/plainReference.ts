import { altState } from './altState.ts';
import { unescapeText, type EscapeName } from './escapes.ts';
import type { ImageReference } from './imageReference.ts';

interface Range {
	readonly start: number;
	readonly end: number;
}

/** An image of a language without elements. Offsets count from the start of the document. */
export interface PlainImage extends Range {
	readonly element: string;
	readonly address: string;
	/** The range of its alt text as written; undefined without one. */
	readonly alt: Range | undefined;
	/** Where one is inserted, or the range around it that is replaced along, with what stands before and after it. */
	readonly slot: Range & { readonly before: string; readonly after: string };
	readonly by: EscapeName;
	/** True if an empty alt text says nothing about decoration. */
	readonly emptyIsMissing?: boolean;
}

/** Returns the image as a reference. */
export function plainReference(
	{ start, end, element, address, alt: range, slot, by, emptyIsMissing = false }: PlainImage,
	text: string,
): ImageReference {
	const alt = range ? unescapeText(text.slice(range.start, range.end), by).replaceAll(/\s+/g, ' ').trim() : '';
	const state = range && alt !== '' ? altState(alt, address) : range && !emptyIsMissing ? 'empty' : 'missing';
	return {
		start,
		end,
		element,
		source: { kind: 'address', address },
		state,
		alt,
		slot: { ...slot, writing: { kind: 'escaped', by } },
	};
}

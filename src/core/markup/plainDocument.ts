import type { ImageReference } from './imageReference.ts';
import { emptyDocument, lazy, type MarkupDocument } from './markupDocument.ts';
import type { BlockText, Outline, Passage } from './outline.ts';

/** Returns a document of a language that is read line by line, or command by command; nothing is inserted into it. */
export function plainDocument(
	text: string,
	{ references, headings }: { readonly references: readonly ImageReference[]; readonly headings: readonly Passage[] },
): MarkupDocument {
	return { ...emptyDocument, references, outline: lazy(() => plainOutline(text, headings)) };
}

/** Returns the outline of a text whose paragraphs are divided by empty lines. */
function plainOutline(text: string, headings: readonly Passage[]): Outline {
	const texts: BlockText[] = [];
	for (let start = 0; start < text.length;) {
		const gap = /\n[ \t]*\n/g;
		gap.lastIndex = start;
		const end = gap.exec(text)?.index ?? text.length;
		if (text.slice(start, end).trim() !== '') texts.push({ start, end, text: text.slice(start, end), block: start });
		start = Math.max(end, gap.lastIndex || text.length);
	}
	return { headings, texts, links: [], figures: [], language: undefined };
}

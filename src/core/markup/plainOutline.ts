import type { BlockText, Outline, Passage } from './outline.ts';

/** Returns the outline of a text whose paragraphs are divided by empty lines. */
export function plainOutline(text: string, headings: readonly Passage[]): Outline {
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

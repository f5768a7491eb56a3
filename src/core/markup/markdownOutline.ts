import type { MarkupTree } from './element.ts';
import { elementOutline, notIn } from './elementOutline.ts';
import { frontMatterLanguage, frontMatterOf } from './frontMatter.ts';
import { addressOf, linkContent, type MarkdownNodes } from './markdownNodes.ts';
import { joinedText, textPieces } from './markdownText.ts';
import type { BlockText, LinkPassage, Outline, Passage } from './outline.ts';

/** Returns the outline of the Markdown and of the HTML in it; `written` is the document with its expressions, `text` without. */
export function markdownOutline(
	found: MarkdownNodes,
	tags: MarkupTree,
	{ text, written }: { readonly text: string; readonly written: string },
): Outline {
	const headings = found.headings.map((node): Passage => {
		return { start: node.from, end: node.to, text: joinedText(textPieces(node, text, node)) };
	});
	const words = found.blocks.flatMap((node): readonly BlockText[] =>
		textPieces(node, text, node).map((piece) => ({ ...piece, block: node.from })),
	);
	const html = elementOutline(tags, text, { words, written });
	const links = found.links.map((node): LinkPassage => {
		return {
			start: node.from,
			end: node.to,
			text: joinedText(textPieces(node, text, linkContent(node))),
			target: addressOf(node, { text, definitions: found.definitions }),
			isButton: false,
		};
	});
	const properties = frontMatterOf(text);
	return {
		headings: byStart([...headings, ...html.headings]),
		texts: byStart([...notIn(html.texts, words), ...html.texts.map((each) => ({ ...each, block: each.start }))]),
		links: byStart([...links, ...html.links]),
		figures: html.figures,
		language: (properties && frontMatterLanguage(properties)) ?? html.language,
	};
}

function byStart<Each extends Passage>(list: readonly Each[]): readonly Each[] {
	return list.toSorted((a, b) => a.start - b.start);
}

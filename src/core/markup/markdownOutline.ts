import type { MarkupTree } from './element.ts';
import { elementOutline, notIn } from './elementOutline.ts';
import { frontMatterLanguage, frontMatterOf } from './frontMatter.ts';
import { definitionsOf, normalLabel, urlOf, type MarkdownNodes } from './markdownNodes.ts';
import { joinedText, linkContent, textPieces } from './markdownText.ts';
import { lazy } from './markupDocument.ts';
import type { BlockText, LinkPassage, Outline, Passage } from './outline.ts';

/** Returns the outline of the Markdown and of the HTML in it. */
export function markdownOutline(found: MarkdownNodes, tags: MarkupTree, text: string): Outline {
	const headings = found.headings.map((node): Passage => {
		return { start: node.from, end: node.to, text: joinedText(textPieces(node, text, node)) };
	});
	const words = found.blocks.flatMap((node): readonly BlockText[] =>
		textPieces(node, text, node).map((piece) => ({ ...piece, block: node.from })),
	);
	const html = elementOutline(tags, text, { words });
	const definitions = lazy(() => definitionsOf(found.definitions, text));
	const links = found.links.map((node): LinkPassage => {
		const content = linkContent(node);
		const url = node.getChildren('URL').find(({ from }) => from >= content.to);
		const label = node.getChild('LinkLabel');
		const written =
			label && label.to - label.from > 2
				? text.slice(label.from + 1, label.to - 1)
				: text.slice(content.from, content.to);
		return {
			start: node.from,
			end: node.to,
			text: joinedText(textPieces(node, text, content)),
			target: url ? urlOf(text.slice(url.from, url.to)) : definitions().get(normalLabel(written)),
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

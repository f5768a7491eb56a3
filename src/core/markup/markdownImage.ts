import type { SyntaxNode } from '@lezer/common';
import { altState } from './altState.ts';
import type { ImageReference } from './imageReference.ts';
import { pandocAlt } from './markdownDialects.ts';
import { addressOf, labelOf, linkContent } from './markdownNodes.ts';
import { altPieces, joinedText } from './markdownText.ts';

/** `quarto` has captions in the brackets of images, `mdx` has expressions. */
export type MarkdownFlavor = 'plain' | 'quarto' | 'mdx';

/** Returns one of Markdown's own images; undefined if its address is missing. */
export function markdownImage(
	node: SyntaxNode,
	document: {
		readonly text: string;
		readonly definitions: ReadonlyMap<string, string>;
		readonly isInTable: (offset: number) => boolean;
		readonly flavor: MarkdownFlavor;
	},
): ImageReference | undefined {
	const { text, isInTable, flavor } = document;
	const address = addressOf(node, document);
	if (!address) return undefined;

	const content = linkContent(node);
	const block = blockAround(node);
	const description = block && { descriptionAt: { offset: block.to, style: 'markdown' } as const };
	const brackets = joinedText(altPieces(node, text, (link) => addressOf(link, document) !== undefined));
	// In `![logo]` and `![logo][]` the text is also the name of the picture, which must stay.
	const { label, isOwnText } = labelOf(node, text);
	const isShort = isOwnText && node.getChildren('LinkMark').length <= 2;
	const slot = isShort
		? { start: content.from, end: node.to, before: '', after: `][${label}]` }
		: { start: content.from, end: content.to, before: '', after: '' };
	const pandoc = flavor === 'mdx' ? undefined : pandocAlt(text, node.to, flavor);
	if (pandoc) {
		// Without another one the caption is the alt text, too.
		const alt = pandoc.alt ?? brackets;
		return {
			start: node.from,
			end: pandoc.end,
			element: 'markdown',
			source: { kind: 'address', address },
			state: alt === '' ? (pandoc.alt === undefined ? 'missing' : 'empty') : altState(alt, address),
			alt,
			slot: pandoc.slot,
			...description,
		};
	}
	return {
		start: node.from,
		end: node.to,
		element: 'markdown',
		source: { kind: 'address', address },
		state: brackets === '' ? 'missing' : altState(brackets, address),
		alt: brackets,
		slot: {
			...slot,
			writing: { kind: 'markdown', table: isInTable(node.from), braces: flavor === 'mdx' ? 'expression' : 'text' },
		},
		...(isShort && { decorative: { start: content.from, end: node.to, newText: `][${label}]` } }),
		...description,
	};
}

/** Returns the top-level block that contains a node. */
function blockAround(node: SyntaxNode): SyntaxNode | undefined {
	let around = node;
	while (around.parent?.parent) around = around.parent;
	return around.parent ? around : undefined;
}

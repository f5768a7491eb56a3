import type { SyntaxNode } from '@lezer/common';
import { altState } from './altState.ts';
import type { ImageReference } from './imageReference.ts';
import { addressOf, labelOf, linkContent } from './markdownNodes.ts';
import { altPieces, joinedText } from './markdownText.ts';

/** Returns one of Markdown's own images; undefined if its address is missing. */
export function markdownImage(
	node: SyntaxNode,
	document: {
		readonly text: string;
		readonly definitions: ReadonlyMap<string, string>;
		readonly isInTable: (offset: number) => boolean;
		readonly isMdx: boolean;
	},
): ImageReference | undefined {
	const { text, isInTable, isMdx } = document;
	const address = addressOf(node, document);
	if (!address) return undefined;

	const content = linkContent(node);
	const alt = joinedText(altPieces(node, text, (link) => addressOf(link, document) !== undefined));
	// In `![logo]` and `![logo][]` the text is also the name of the picture, which must stay.
	const { label, isOwnText } = labelOf(node, text);
	const isShort = isOwnText && node.getChildren('LinkMark').length <= 2;
	const slot = isShort
		? { start: content.from, end: node.to, before: '', after: `][${label}]` }
		: { start: content.from, end: content.to, before: '', after: '' };
	const block = blockAround(node);
	return {
		start: node.from,
		end: node.to,
		element: 'markdown',
		source: { kind: 'address', address },
		state: alt === '' ? 'missing' : altState(alt, address),
		alt,
		slot: { ...slot, writing: { kind: 'markdown', table: isInTable(node.from), braces: isMdx } },
		...(isShort && { decorative: { start: content.from, end: node.to, newText: `][${label}]` } }),
		...(block && { descriptionAt: { offset: block.to, style: 'markdown' } }),
	};
}

/** Returns the top-level block that contains a node. */
function blockAround(node: SyntaxNode): SyntaxNode | undefined {
	let around = node;
	while (around.parent?.parent) around = around.parent;
	return around.parent ? around : undefined;
}

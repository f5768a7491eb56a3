import type { SyntaxNode } from '@lezer/common';
import { altState } from './altState.ts';
import type { ImageReference } from './imageReference.ts';
import { normalLabel, urlOf } from './markdownNodes.ts';
import { joinedText, linkContent, textPieces } from './markdownText.ts';

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
	const { text, definitions, isInTable, isMdx } = document;
	const content = linkContent(node);
	const written = text.slice(content.from, content.to);
	const url = node.getChildren('URL').find(({ from }) => from >= content.to);
	const label = node.getChildren('LinkLabel').find(({ from }) => from >= content.to);
	const ownLabel = label && label.to - label.from > 2 ? text.slice(label.from + 1, label.to - 1) : undefined;
	const address = url ? urlOf(text.slice(url.from, url.to)) : definitions.get(normalLabel(ownLabel ?? written));
	if (!address) return undefined;

	const alt = joinedText(textPieces(node, text, content));
	// In `![logo]` and `![logo][]` the text is also the name of the picture, which must stay.
	const isShort = !url && ownLabel === undefined;
	const slot = isShort
		? { start: content.from, end: node.to, before: '', after: `][${written}]` }
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
		...(isShort && { decorative: { start: content.from, end: node.to, newText: `][${written}]` } }),
		...(block && { descriptionAt: { offset: block.to, style: 'markdown' } }),
	};
}

/** Returns the top-level block that contains a node. */
function blockAround(node: SyntaxNode): SyntaxNode | undefined {
	let around = node;
	while (around.parent?.parent) around = around.parent;
	return around.parent ? around : undefined;
}

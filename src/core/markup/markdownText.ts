import type { SyntaxNode } from '@lezer/common';
import { decodeEntities } from './entities.ts';
import { linkContent } from './markdownNodes.ts';

/** A piece of text with its position. */
export interface TextPiece {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

const silent =
	/Mark$|^(?:Image|LinkTitle|LinkLabel|HTMLTag|Comment|ProcessingInstruction|TableDelimiter|CodeInfo|HardBreak)$/;

/** What is text in the brackets of an image: tags too, and what is inside another image. */
const silentInAlt = /Mark$|^(?:LinkTitle|LinkLabel|HardBreak)$/;

/** Returns the visible text below a node of @lezer/markdown, without markup. */
export function textPieces(
	node: SyntaxNode,
	text: string,
	range: { readonly from: number; readonly to: number },
): TextPiece[] {
	return piecesIn(node, { text, range, hasNoText: silent, isLink: () => true });
}

/** Returns the text in the brackets of an image. `isLink` tells a link or an image from brackets that refer to nothing. */
export function altPieces(image: SyntaxNode, text: string, isLink: (node: SyntaxNode) => boolean): TextPiece[] {
	return piecesIn(image, { text, range: linkContent(image), hasNoText: silentInAlt, isLink });
}

function piecesIn(
	node: SyntaxNode,
	{
		text,
		range,
		hasNoText,
		isLink,
	}: {
		readonly text: string;
		readonly range: { readonly from: number; readonly to: number };
		readonly hasNoText: RegExp;
		readonly isLink: (node: SyntaxNode) => boolean;
	},
): TextPiece[] {
	const pieces: TextPiece[] = [];
	const add = (start: number, end: number, shown?: string): void => {
		if (end > start) pieces.push({ start, end, text: shown ?? text.slice(start, end) });
	};
	/** Nodes still to visit, innermost last: the next child, and the range whose text isn't added yet. */
	const pending = [{ next: node.firstChild, at: range.from, from: range.from, to: range.to }];
	for (let level = pending.at(-1); level; level = pending.at(-1)) {
		const { next: child, from, to } = level;
		if (!child) {
			add(level.at, to);
			pending.pop();
			continue;
		}
		level.next = child.nextSibling;
		if (child.to <= from || child.from >= to) continue;
		add(level.at, child.from);
		level.at = child.to;
		if (child.name === 'Escape') add(child.from, child.to, text.slice(child.from + 1, child.to));
		else if (child.name === 'Entity') add(child.from, child.to, decodeEntities(text.slice(child.from, child.to)));
		else if (child.name === 'HardBreak') add(child.from, child.to, ' ');
		else if (isBracketed(child) && !isLink(child)) {
			// Its brackets are text, and its label.
			const { from: contentFrom, to: contentTo } = linkContent(child);
			add(child.from, contentFrom);
			pending.push({ next: null, at: contentTo, from: contentTo, to: child.to });
			pending.push({ next: child.firstChild, at: contentFrom, from: contentFrom, to: contentTo });
		} else if (!hasNoText.test(child.name)) {
			const inner = isBracketed(child) ? linkContent(child) : child;
			pending.push({ next: child.firstChild, at: inner.from, from: inner.from, to: inner.to });
		}
	}
	return pieces;
}

function isBracketed({ name }: SyntaxNode): boolean {
	return name === 'Link' || name === 'Image';
}

/** Returns pieces as one text with single spaces. */
export function joinedText(pieces: readonly TextPiece[]): string {
	return pieces
		.map((piece) => piece.text)
		.join('')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

import type { SyntaxNode } from '@lezer/common';
import { decodeEntities } from './entities.ts';

/** A piece of text with its position. */
export interface TextPiece {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

const silent =
	/Mark$|^(?:Image|LinkTitle|LinkLabel|HTMLTag|Comment|ProcessingInstruction|TableDelimiter|CodeInfo|HardBreak)$/;

/** Returns the visible text below a node of @lezer/markdown, without markup. */
export function textPieces(
	node: SyntaxNode,
	text: string,
	range: { readonly from: number; readonly to: number },
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
		else if (!silent.test(child.name)) {
			const inner = child.name === 'Link' ? linkContent(child) : child;
			pending.push({ next: child.firstChild, at: inner.from, from: inner.from, to: inner.to });
		}
	}
	return pieces;
}

/** Returns the range between the brackets of a link or an image. */
export function linkContent(node: SyntaxNode): { readonly from: number; readonly to: number } {
	const [open, close] = node.getChildren('LinkMark');
	return { from: open?.to ?? node.from, to: close?.from ?? node.to };
}

/** Returns pieces as one text with single spaces. */
export function joinedText(pieces: readonly TextPiece[]): string {
	return pieces
		.map((piece) => piece.text)
		.join('')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

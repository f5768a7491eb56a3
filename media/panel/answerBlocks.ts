import type { Token } from 'marked';
import { isOpenBlock } from '../../src/core/markdown/answerTokens.ts';
import { lexMarkdown } from '../../src/core/markdown/lexMarkdown.ts';

/** The top-level blocks of a Markdown text: finished ones, and those that may still change. */
export interface Blocks {
	readonly finished: readonly Token[];
	readonly growing: readonly Token[];
}

/**
 * Reads an incomplete text. The last block may still grow, and the one before it may turn out to continue: `2` after a
 * list is a paragraph until its full stop arrives.
 */
export function readBlocks(markdown: string): Blocks {
	const blocks = lexMarkdown(markdown);
	const last = blocks.findLastIndex((block) => block.type !== 'space');
	const beforeLast = blocks.findLastIndex((block, index) => block.type !== 'space' && index < last);
	// What follows an open block may turn out to be in it.
	const open = blocks.findIndex(isOpenBlock);
	const split = Math.max(open === -1 ? beforeLast : Math.min(open, beforeLast), 0);
	return { finished: blocks.slice(0, split), growing: blocks.slice(split) };
}

/**
 * Returns blocks whose headings skip no level, since screen reader users would suspect a missing part: a model that
 * begins with a third-level heading gets a first-level one. `before` is the depth of the previous heading, 0 for none.
 */
export function closeHeadingGaps(
	blocks: readonly Token[],
	before: number,
): { readonly blocks: readonly Token[]; readonly depth: number } {
	let depth = before;
	const closed = blocks.map((block): Token => {
		if (block.type !== 'heading') return block;
		depth = Math.min(Number(block['depth']), depth + 1);
		return { ...block, depth };
	});
	return { blocks: closed, depth };
}

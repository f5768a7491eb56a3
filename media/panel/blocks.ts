import type { Token } from 'marked';
import { lexMarkdown } from './lexMarkdown.ts';

/** The top-level blocks of a Markdown text, parted into those that stay as they are and those that may still change. */
export interface Blocks {
	readonly finished: readonly Token[];
	readonly growing: readonly Token[];
}

/**
 * Reads a text whose end isn't there yet. The last block may still grow, and the one before it may turn out to go on: `2`
 * after a list is a paragraph until its full stop arrives.
 */
export function readBlocks(markdown: string): Blocks {
	const blocks = lexMarkdown(markdown);
	const last = blocks.findLastIndex((block) => block.type !== 'space');
	const beforeLast = blocks.findLastIndex((block, index) => block.type !== 'space' && index < last);
	const split = Math.max(beforeLast, 0);
	return { finished: blocks.slice(0, split), growing: blocks.slice(split) };
}

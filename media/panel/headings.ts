import type { Token } from 'marked';

/**
 * Blocks whose headings leave out no level, which screen readers would take for a missing part: a model that begins with a
 * third-level heading gets a first-level one. `before` is the depth of the heading before them, 0 for none.
 */
export function withoutGaps(
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

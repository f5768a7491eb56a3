import type { Box } from '../core/media.ts';
import { boxAround, heightOf, widthOf } from './greyImage.ts';

/** Lines of text that belong together, from top to bottom. */
export interface TextBlock {
	readonly box: Box;
	readonly lines: readonly Box[];
}

const middleOf = (box: Box): number => (box.top + box.bottom) / 2;

/** Tells whether `below` continues the paragraph, the list or the program `block` whose last line is `above`. */
function continues(block: Box, above: Box, below: Box): boolean {
	const low = Math.min(heightOf(above), heightOf(below));
	const high = Math.max(heightOf(above), heightOf(below));
	const gap = below.top - above.bottom;
	const overlap = Math.min(block.right, below.right) - Math.max(block.left, below.left);
	return (
		high <= 1.7 * low &&
		gap > -0.3 * low &&
		gap <= 1.05 * high &&
		overlap > 0.3 * Math.min(widthOf(above), widthOf(below))
	);
}

/** Stacks lines into blocks; a line with two candidates above it goes to the nearest. */
function stack(lines: readonly Box[]): TextBlock[] {
	const open: Box[][] = [];
	for (const line of [...lines].sort((a, b) => a.top - b.top || a.left - b.left)) {
		const candidates = open.filter((block) => {
			const last = block.at(-1);
			return last !== undefined && continues(boxAround(block), last, line);
		});
		candidates.sort((a, b) => Math.abs(boxAround(a).left - line.left) - Math.abs(boxAround(b).left - line.left));
		const block = candidates[0];
		if (block) block.push(line);
		else open.push([line]);
	}
	return open.map((block) => ({ box: boxAround(block), lines: block }));
}

interface Cut {
	readonly gap: number;
	/** The blocks in the direction of the cut, and the number of them before it. */
	readonly sorted: readonly TextBlock[];
	readonly count: number;
}

/** Returns the empty strips between the blocks in one direction, the widest first. */
function cuts(blocks: readonly TextBlock[], from: 'left' | 'top', to: 'right' | 'bottom'): Cut[] {
	const sorted = [...blocks].sort((a, b) => a.box[from] - b.box[from]);
	const found: Cut[] = [];
	let end = Infinity;
	sorted.forEach((block, index) => {
		const gap = block.box[from] - end;
		if (gap > 0) found.push({ gap, sorted, count: index });
		end = index === 0 ? block.box[to] : Math.max(end, block.box[to]);
	});
	return found.sort((a, b) => b.gap - a.gap);
}

/** Tells whether both sides belong together row by row, as labels and their values do. */
function inRows({ sorted, count }: Cut): boolean {
	const [first, second] = [sorted.slice(0, count), sorted.slice(count)];
	const [few, many] = first.length <= second.length ? [first, second] : [second, first];
	const rows = many.flatMap(({ box, lines }) => [box, ...lines]);
	const matched = few.filter(({ box }) =>
		rows.some((row) => Math.abs(middleOf(row) - middleOf(box)) <= 0.4 * Math.min(heightOf(row), 20)),
	);
	return matched.length >= 0.75 * few.length;
}

/** The most comparisons of blocks for the whole picture: a dense page takes a tenth, texture would take hours. */
const mostComparisons = 20_000_000;

/**
 * Sorts blocks by cutting along the widest empty strip again and again, but not between labels and values; the upper or
 * left part is read first.
 */
function inReadingOrder(blocks: readonly TextBlock[], budget: { left: number }): TextBlock[] {
	if (blocks.length < 2) return [...blocks];
	const plain = (): TextBlock[] => blocks.toSorted((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
	budget.left -= blocks.length;
	if (budget.left < 0) return plain();
	const across = cuts(blocks, 'top', 'bottom')[0];
	const columns = cuts(blocks, 'left', 'right');
	const down = columns.find((cut) => {
		if (across && cut.gap <= across.gap) return false;
		budget.left -= Math.min(cut.count, blocks.length - cut.count) * blocks.length;
		return budget.left >= 0 && !inRows(cut);
	});
	const cut = down ?? across ?? columns[0];
	if (!cut) return plain();
	const { sorted, count } = cut;
	return [...inReadingOrder(sorted.slice(0, count), budget), ...inReadingOrder(sorted.slice(count), budget)];
}

/** Puts lines of text (from `findTextLines`) into blocks, in a person's reading order. */
export function textBlocks(lines: readonly Box[]): TextBlock[] {
	return inReadingOrder(stack(lines), { left: mostComparisons });
}

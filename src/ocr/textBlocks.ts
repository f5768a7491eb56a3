import type { Box } from '../core/media.ts';
import { boxAround, heightOf, widthOf } from './greyImage.ts';

/** Lines of text one below the other that belong together: a paragraph, a program, or a cell alone. */
export interface TextStack {
	readonly box: Box;
	readonly lines: readonly Box[];
}

/** A line with the stack that it is in. */
interface StackedLine {
	readonly line: Box;
	readonly stack: TextStack;
}

/** A part of the picture that is read row by row, in one column or more. */
export interface TextBlock {
	/** From top to bottom; in each the lines that stand side by side, from left to right. */
	readonly rows: readonly (readonly StackedLine[])[];
	/** Where the columns begin, from left to right; the first is the left edge of what was read together. */
	readonly columns: readonly number[];
	/** Whether it is directly below the block before, without an empty line between them. */
	readonly follows: boolean;
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

/** Stacks lines; a line with two candidates above it goes to the nearest. */
function stack(lines: readonly Box[]): TextStack[] {
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
	/** The stacks in the direction of the cut, and the number of them before it. */
	readonly sorted: readonly TextStack[];
	readonly count: number;
}

/** Returns the empty strips between the stacks in one direction, the widest first. */
function cuts(stacks: readonly TextStack[], from: 'left' | 'top', to: 'right' | 'bottom'): Cut[] {
	const sorted = [...stacks].sort((a, b) => a.box[from] - b.box[from]);
	const found: Cut[] = [];
	let end = Infinity;
	sorted.forEach(({ box }, index) => {
		const gap = box[from] - end;
		if (gap > 0) found.push({ gap, sorted, count: index });
		end = index === 0 ? box[to] : Math.max(end, box[to]);
	});
	return found.sort((a, b) => b.gap - a.gap);
}

/** Tells whether stacks have a paragraph, as the columns of a page do. */
function haveParagraph(stacks: readonly TextStack[]): boolean {
	return stacks.some(
		({ lines }) => lines.length >= 3 && lines.filter((line) => widthOf(line) > 12 * heightOf(line)).length >= 2,
	);
}

/**
 * Tells whether both sides belong together row by row, as labels and their values do, the cells of a table, or a program
 * and its line numbers.
 */
function inRows({ sorted, count }: Cut): boolean {
	const sides = [sorted.slice(0, count), sorted.slice(count)];
	if (sides.every(haveParagraph)) return false;
	const [first = [], second = []] = sides;
	return isMatched(first, second) || isMatched(second, first);
}

/** Tells whether nearly all lines have one beside them; a label may stand at the middle of its value's lines. */
function isMatched(stacks: readonly TextStack[], others: readonly TextStack[]): boolean {
	const lines = others.flatMap((other) => other.lines);
	const boxes = others.map(({ box }) => box);
	const unmatched = stacks.flatMap((one) => {
		const candidates = one.lines.length === 1 ? [...lines, ...boxes] : lines;
		return one.lines.filter((line) => !candidates.some((other) => isBeside(line, other)));
	});
	return unmatched.length <= 0.25 * stacks.reduce((sum, one) => sum + one.lines.length, 0);
}

/** Tells whether two lines are side by side: their middles are level, or one is a heading beside smaller type. */
function isBeside(one: Box, other: Box): boolean {
	const low = Math.min(heightOf(one), heightOf(other));
	if (Math.abs(middleOf(one) - middleOf(other)) <= 0.3 * Math.min(low, 20)) return true;
	const overlap = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
	const high = Math.max(heightOf(one), heightOf(other));
	return high > 1.25 * low && high < 2 * low && overlap >= 0.6 * low;
}

/** The most comparisons of lines for the whole picture: a dense page takes a tenth, texture would take hours. */
const mostComparisons = 20_000_000;

/** Returns where a cut between columns is. */
function placeOf({ sorted, count }: Cut): number {
	return ((sorted[count - 1]?.box.right ?? 0) + (sorted[count]?.box.left ?? 0)) / 2;
}

/** Parts the stack with the most lines at the widest gap between two of them, so that what it hides can be cut. */
function partLongest(stacks: readonly TextStack[]): TextStack[] | undefined {
	const [longest, ...others] = stacks.toSorted((a, b) => b.lines.length - a.lines.length);
	if (!longest || longest.lines.length < 2) return undefined;
	const gaps = longest.lines.slice(1).map((line, index) => line.top - (longest.lines[index]?.bottom ?? 0));
	const at = gaps.indexOf(Math.max(...gaps)) + 1;
	const parts = [longest.lines.slice(0, at), longest.lines.slice(at)];
	return [...others, ...parts.map((lines) => ({ box: boxAround(lines), lines }))];
}

/**
 * Cuts along the widest empty strip again and again, but not between cells of one row; the upper or left part is read
 * first. Returns stacks in reading order, side by side where they are in rows. `rowsAt`: strips in which the part that
 * these stacks were cut from wasn't cut, since cells of rows are on both sides.
 */
function inReadingOrder(
	stacks: readonly TextStack[],
	budget: { left: number },
	rowsAt: readonly number[] = [],
): (readonly TextStack[])[] {
	if (stacks.length < 2) return stacks.length === 0 ? [] : [stacks];
	const apart = (): TextStack[][] =>
		stacks.toSorted((a, b) => a.box.top - b.box.top || a.box.left - b.box.left).map((one) => [one]);
	budget.left -= stacks.length;
	if (budget.left < 0) return apart();
	const across = cuts(stacks, 'top', 'bottom')[0];
	const columns = cuts(stacks, 'left', 'right');
	const lines = stacks.reduce((sum, one) => sum + one.lines.length, 0);
	const rows = [...rowsAt];
	const down = columns.find((cut) => {
		if (across && cut.gap <= across.gap) return false;
		budget.left -= lines * Math.min(cut.count, stacks.length - cut.count);
		const [left, right] = [placeOf(cut) - cut.gap / 2, placeOf(cut) + cut.gap / 2];
		const isInRows = rows.some((place) => place > left && place < right) || inRows(cut);
		if (isInRows) rows.push(placeOf(cut));
		return budget.left >= 0 && !isInRows;
	});
	const cut = down ?? across;
	if (cut) {
		const { sorted, count } = cut;
		const parts = [sorted.slice(0, count), sorted.slice(count)];
		return parts.flatMap((part) => inReadingOrder(part, budget, rows));
	}
	if (columns.length > 0) return [stacks];
	const parted = partLongest(stacks);
	return parted ? inReadingOrder(parted, budget, rows) : [stacks];
}

/** The width of an empty strip between columns, and the gap between rows of one table, in heights of a line. */
const leastStrip = 0.9;
const mostGap = 3;

/** Where a column has text. */
interface Span {
	readonly left: number;
	readonly right: number;
}

/** Joins spans that overlap or are nearer than columns are. */
function joinSpans(spans: readonly Span[], strip: number): Span[] {
	const joined: Span[] = [];
	for (const span of spans.toSorted((a, b) => a.left - b.left)) {
		const last = joined.at(-1);
		if (last && span.left - last.right < strip)
			joined.splice(-1, 1, { left: last.left, right: Math.max(last.right, span.right) });
		else joined.push(span);
	}
	return joined;
}

/** Rows that are one paragraph, or one row of a table. */
interface Part {
	readonly rows: readonly (readonly StackedLine[])[];
	readonly spans: readonly Span[];
	readonly top: number;
	readonly bottom: number;
	/** The height of its lowest line. */
	readonly height: number;
}

function partOf(rows: readonly (readonly StackedLine[])[]): Part {
	const lines = rows.flat().map(({ line }) => line);
	const height = Math.min(...lines.map(heightOf));
	const { top, bottom } = boxAround(lines);
	return { rows, spans: joinSpans(lines, leastStrip * height), top, bottom, height };
}

/** Returns two parts as one table; nothing if their columns differ, or neither has any. */
function joinParts(above: Part, below: Part): Part | undefined {
	const most = Math.max(above.spans.length, below.spans.length);
	const gap = below.top - above.bottom;
	const height = Math.min(above.height, below.height);
	if (most < 2 || gap < -height || gap > mostGap * below.height) return undefined;
	const spans = joinSpans([...above.spans, ...below.spans], leastStrip * height);
	if (spans.length < most) return undefined;
	return { rows: [...above.rows, ...below.rows], spans, top: above.top, bottom: below.bottom, height };
}

/** Puts the lines of stacks into rows. */
function rowsOf(stacks: readonly TextStack[]): StackedLine[][] {
	const lines = stacks.flatMap((one) => one.lines.map((line) => ({ line, stack: one })));
	const rows: StackedLine[][] = [];
	for (const one of lines.sort((a, b) => middleOf(a.line) - middleOf(b.line))) {
		const row = rows.at(-1);
		const last = row?.at(-1);
		const isSameRow =
			last && middleOf(one.line) - middleOf(last.line) < 0.5 * Math.min(heightOf(last.line), heightOf(one.line));
		if (row && isSameRow) row.push(one);
		else rows.push([one]);
	}
	for (const row of rows) row.sort((a, b) => a.line.left - b.line.left);
	return rows;
}

/** Tells whether a part is as near below another as lines of one text are. */
function isDirectlyBelow(above: Part, below: Part): boolean {
	const gap = below.top - above.bottom;
	const overlap = Math.min(above.spans.at(-1)?.right ?? 0, below.spans.at(-1)?.right ?? 0);
	const isBelow = overlap > Math.max(above.spans[0]?.left ?? 0, below.spans[0]?.left ?? 0);
	return isBelow && gap > -below.height && gap <= 1.2 * below.height;
}

/** Puts lines of text (from `findTextLines`) into blocks, in a person's reading order. */
export function textBlocks(lines: readonly Box[]): TextBlock[] {
	const parts: { readonly part: Part; readonly left: number; readonly follows: boolean }[] = [];
	for (const stacks of inReadingOrder(stack(lines), { left: mostComparisons })) {
		const rows = rowsOf(stacks);
		const edge = Math.min(...stacks.map(({ box }) => box.left));
		for (const some of stacks.length === 1 ? [rows] : rows.map((row) => [row])) {
			const part = partOf(some);
			const last = parts.at(-1);
			const joined = last && joinParts(last.part, part);
			const follows = last !== undefined && isDirectlyBelow(last.part, part);
			if (joined) parts.splice(-1, 1, { ...last, part: joined });
			else parts.push({ part, left: follows ? Math.min(last.left, edge) : edge, follows });
		}
	}
	return parts.map(({ part: { rows, spans }, left, follows }) => {
		const [first = 0, ...others] = spans.map((span) => span.left);
		return { rows, columns: [Math.min(first, left), ...others], follows };
	});
}

import type { TextRange } from './structures.ts';

/** The words before a place that say what is there. */
interface WrittenLabel {
	/** Undefined if nothing before the place names it. */
	readonly label: TextRange | undefined;
	/** Where the words end that only lead to the place ("Save button" in "Save button: box [1, 2, 3, 4]"). */
	readonly end: number;
}

/** The most characters before a place that are looked at. */
const mostBefore = 300;

/** Words for a place, which name nothing themselves. */
const placeWords =
	/(?:(?<![\p{L}\d])(?:bounding[ _-]?box(?:es)?|bbox(?:_2d)?|box(?:es)?(?:_2d)?|coordinates?|coords?|locations?|positions?|points?|places?)|坐标|坐標|位置|边界框|邊界框|座標)$/iu;

/** Words that lead from a thing to its place. */
const linkingWords =
	/(?:(?<![\p{L}\d])(?:(?:(?:is|are) )?(?:located |found |placed )?(?:at|in|within)|is|are|has|with(?: an?)?|the|its)|位于|位於|在|是|为|為|的|は|の)$/iu;

const blanks = ' \t\u00A0';
const leading = `${blanks}:：=-–—(（`;
const decoration = `${leading}\`*_"'“”‘’「」『』.,;，；、。|>]）)<#+•[`;

/**
 * Returns the label of the place that begins at `start`: the last sentence on its line, else the line above where that is a
 * heading or an entry of a list. `from`: where the place before ends, whose words aren't this one's.
 */
export function writtenLabel(text: string, start: number, from: number): WrittenLabel {
	const line = Math.max(lineStart(text, start), from);
	const end = withoutEnd(text, { start: line, end: start }, { signs: leading, words: [placeWords] });
	const here = trimmed(text, { start: line, end });
	if (here) return { label: here, end };
	const above = lineAbove(text, line, from);
	return { label: above && trimmed(text, above), end: start };
}

/** Returns where the line begins that `at` is on, or what of it is looked at. */
function lineStart(text: string, at: number): number {
	const from = Math.max(0, at - mostBefore);
	return from + text.slice(from, at).lastIndexOf('\n') + 1;
}

/** Returns the line above, if that may be a heading or an entry of a list. */
function lineAbove(text: string, line: number, from: number): TextRange | undefined {
	let end = line;
	while (end > from && line - end < mostBefore && /\s/.test(text.charAt(end - 1))) end--;
	const start = Math.max(lineStart(text, end), from);
	if (end === line || start >= end) return undefined;
	return /^\s{0,12}(?:[-*+•#]|\d{1,3}[.)）、])/.test(text.slice(start, start + 20)) ? { start, end } : undefined;
}

function trimmed(text: string, range: TextRange): TextRange | undefined {
	const end = withoutEnd(text, range, { signs: decoration, words: [placeWords, linkingWords] });
	const words = lastSentence(text, { start: range.start, end });
	return words.start < words.end ? (emphasized(text, words) ?? words) : undefined;
}

/** Returns the words of a sentence that are in bold type: they are the name. */
function emphasized(text: string, { start, end }: TextRange): TextRange | undefined {
	const words = /\*\*([^*\n]{1,100})(?:\*\*|$)/.exec(text.slice(start, end));
	const from = words && start + words.index + 2;
	return words && from ? { start: from, end: from + (words[1] ?? '').length } : undefined;
}

/** Takes signs and words off the end, as long as there are any. */
function withoutEnd(
	text: string,
	{ start, end }: TextRange,
	{ signs, words }: { readonly signs: string; readonly words: readonly RegExp[] },
): number {
	for (let at = end; ;) {
		while (at > start && signs.includes(text.charAt(at - 1))) at--;
		// The longest word has 20 letters; more than one stand in a row at most a few times.
		const tail = text.slice(Math.max(start, at - 30), at);
		const word = words.map((each) => each.exec(tail)?.[0].length ?? 0).find((length) => length > 0);
		if (word === undefined) return at;
		at -= word;
	}
}

/** Returns the last sentence or cell with its first words, without the signs and numbers of a list. */
function lastSentence(text: string, { start, end }: TextRange): TextRange {
	const cells = text.slice(start, end);
	const isRow = cells.trimStart().startsWith('|');
	let from = start;
	for (const { index, 0: sign } of cells.matchAll(/[.!?](?= )|[。！？;；|]/g)) {
		const before = cells.slice(from - start, index);
		// The number of an entry ends like a sentence; the first cell of a row that has letters names it.
		if (isRow && /\p{L}/u.test(before)) return clear(text, { start: from, end: start + index });
		if (!/^\W*\d{1,3}$/.test(before)) from = start + index + sign.length;
	}
	return clear(text, { start: from, end });
}

function clear(text: string, { start, end }: TextRange): TextRange {
	const mark = /^(?:[\s*_"'“‘「『`#>|•+\-–—,，、;；:：)）(（]|\d{1,3}[.)）、](?=\D)|(?:and|then|und|和|及)(?= ))*/iu;
	const skipped = mark.exec(text.slice(start, end))?.[0].length ?? 0;
	let last = end;
	while (last > start + skipped && decoration.includes(text.charAt(last - 1))) last--;
	const isOpen = text.charAt(last) === ')' && text.slice(start + skipped, last).includes('(');
	return { start: start + skipped, end: isOpen ? last + 1 : last };
}

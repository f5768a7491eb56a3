// The parts that aren't searched for expressions: comments, scripts and styles, Markdown code.
import { countBelow } from './ordered.ts';
import type { PassOver } from './maskExpressions.ts';

/** Returns a search for HTML's comments, scripts and styles; an unclosed one ends with the text. */
export function passOverComments(text: string): PassOver {
	const behind = searchIn(text);
	return (at) => {
		if (text[at] !== '<') return undefined;
		if (text.startsWith('!--', at + 1)) return behind('-->', at + 4) ?? text.length;
		const name = /^(?:script|style)(?!\w)/i.exec(text.slice(at + 1, at + 8))?.[0];
		const content = name === undefined ? undefined : behind('>', at + 1 + name.length);
		if (name === undefined || content === undefined) return undefined;
		const closing = name.length === 6 ? /<\/script\s*>/gi : /<\/style\s*>/gi;
		closing.lastIndex = content;
		return closing.test(text) ? closing.lastIndex : text.length;
	};
}

/** The number of characters examined before a fence in its line: marks of quotes and lists. */
const longestPrefix = 400;

const fencePrefix = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t>]+)*$/;

/** Returns a search for code in MDX, comments and escaped signs. */
export function passOverCode(text: string): PassOver {
	const behind = searchIn(text);
	const spans = codeSpans(text);
	return (at) => {
		const sign = text[at];
		if (sign === '\\') return Math.min(at + 2, text.length);
		if (sign === '<') return text.startsWith('!--', at + 1) ? (behind('-->', at + 4) ?? text.length) : undefined;
		if (sign !== '`' && sign !== '~') return undefined;
		const isFence = text.startsWith(sign.repeat(3), at) && isBehindMarks(text, at);
		return isFence ? fencedEnd(text, at) : sign === '`' ? spans(at) : undefined;
	};
}

function isBehindMarks(text: string, at: number): boolean {
	const start = Math.max(0, at - longestPrefix);
	const before = text.slice(start, at);
	const lineBreak = before.lastIndexOf('\n');
	return (lineBreak >= 0 || start === 0) && fencePrefix.test(before.slice(lineBreak + 1));
}

/** Returns the end of the line that closes the fence at an offset, or of the text. */
function fencedEnd(text: string, at: number): number {
	const sign = text.charAt(at);
	let length = 3;
	while (text[at + length] === sign) length++;
	const fence = sign.repeat(length);
	for (let line = text.indexOf('\n', at); line >= 0; line = text.indexOf('\n', line + 1)) {
		let start = line + 1;
		while (' \t>'.includes(text[start] ?? '\n')) start++;
		if (!text.startsWith(fence, start)) continue;
		let end = start + length;
		while (text[end] === '`' || text[end] === '~') end++;
		while (text[end] === ' ' || text[end] === '\t') end++;
		if (end >= text.length || text[end] === '\n') return end;
	}
	return text.length;
}

/** Returns a search for code between equal runs of backticks, in one paragraph. */
function codeSpans(text: string): PassOver {
	let runs: ReadonlyMap<number, readonly number[]> | undefined;
	/** The last requested paragraph. */
	let paragraph = { start: 0, end: -1 };
	return (at) => {
		if (text[at - 1] === '`') return undefined;
		runs ??= backtickRuns(text);
		let content = at + 1;
		while (text[content] === '`') content++;
		const close = firstFrom(runs.get(content - at) ?? [], content);
		if (close === undefined) return undefined;
		if (content < paragraph.start || content > paragraph.end) {
			const emptyLine = /\n[ \t]*\n/g;
			emptyLine.lastIndex = content;
			paragraph = { start: content, end: emptyLine.exec(text)?.index ?? text.length };
		}
		return close < paragraph.end ? close + content - at : undefined;
	};
}

/** Returns the offsets of backtick runs by their lengths. */
export function backtickRuns(text: string): ReadonlyMap<number, readonly number[]> {
	const runs = new Map<number, number[]>();
	for (const { 0: run, index } of text.matchAll(/`+/g)) {
		const same = runs.get(run.length);
		if (same) same.push(index);
		else runs.set(run.length, [index]);
	}
	return runs;
}

/** Returns the first of ascending numbers that isn't below another one. */
export function firstFrom(numbers: readonly number[], from: number): number | undefined {
	return numbers[countBelow(numbers, from)];
}

/** Returns a search for the offset after a text; one that doesn't occur any more isn't searched again. */
export function searchIn(text: string): (what: string, from: number) => number | undefined {
	/** The offset from which on a text doesn't occur. */
	const missing = new Map<string, number>();
	return (what, from) => {
		if (from >= (missing.get(what) ?? Number.POSITIVE_INFINITY)) return undefined;
		const at = text.indexOf(what, from);
		if (at >= 0) return at + what.length;
		missing.set(what, from);
		return undefined;
	};
}

// Typst's calls of `image`, told from text that reads like one.
import type { CallArgument } from './callArguments.ts';
import { lineEndAt } from './directive.ts';
import { searchIn } from './passOver.ts';

/** A call `image(…)`. Offsets count from the start of the document. */
export interface TypstCall {
	readonly start: number;
	readonly end: number;
	readonly list: readonly CallArgument[];
}

export interface TypstParts {
	readonly calls: readonly TypstCall[];
	/** The offsets of the signs before headings. */
	readonly headings: readonly number[];
	/** The text with its comments as blanks, offset for offset. */
	readonly withoutComments: string;
}

/**
 * What the signs at a place mean: those of text, of code within brackets or up to the end of a line, of the expression
 * behind `#`, of the condition of a block, of a formula.
 */
type Mode = 'text' | 'code' | 'line' | 'expression' | 'condition' | 'formula';

interface Open {
	readonly mode: Mode;
	/** The sign that ends it; undefined for the whole text, and where a line or an expression ends it. */
	readonly close?: string;
	/** The call whose arguments stand in it. */
	readonly call?: { readonly start: number; readonly list: CallArgument[] };
	/** True for a block, behind which there may be `else`. */
	readonly isConditional?: boolean;
	/** Where the argument begins in which the scan is, or the expression. */
	from: number;
}

const signsOfCode = /\/[/*]|[`"$()[\]{},;\n]|(?<![\p{L}\p{N}_.-])(?:std\.)?image\(/gu;
const signs: Readonly<Record<Exclude<Mode, 'expression'>, RegExp>> = {
	// The signs of an address are its own.
	text: /\\[^]|\/[/*]|`|https?:\/\/[\w!#$%&*+,\-./:;=?@~']*|\$|#|[[\]]|^=+[ \t]/gm,
	code: signsOfCode,
	line: signsOfCode,
	condition: signsOfCode,
	formula: /\\[^]|\/[/*]|"|[#$]/g,
};
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', $: '$' };
const opened: Readonly<Record<string, Mode>> = { '(': 'code', '[': 'text', '{': 'code', $: 'formula' };

const line = /(?:let|set|show|return|import|include|break|continue)(?![\w-])/y;
const condition = /(?:if|for|while)(?![\w-])/y;
const context = /context(?![\w-])[ \t]*/y;
const otherwise = /\s*else(?![\w-])\s*/y;
const backticks = /`+/y;
const value = /[\p{L}_][\p{L}\p{N}_-]*|\d[\d.]*[a-z%]*|"(?:\\[^]|[^"\\])*"/uy;
const image = /(?:std\.)?image\(/y;
const member = /\.[\p{L}_][\p{L}\p{N}_-]*/uy;

/** Returns the end of what a sticky expression matches at an offset. */
function behindMatch(search: RegExp, text: string, at: number): number | undefined {
	search.lastIndex = at;
	return search.test(text) ? search.lastIndex : undefined;
}

export function typstParts(text: string): TypstParts {
	const calls: TypstCall[] = [];
	const headings: number[] = [];
	const comments: string[] = [];
	let copied = 0;
	const behind = searchIn(text);
	const whole: Open = { mode: 'text', from: 0 };
	const stack: Open[] = [];
	/** How many of the brackets that are open end with each sign. */
	const awaited = new Map<string | undefined, number>();

	function push(open: Open): void {
		stack.push(open);
		awaited.set(open.close, (awaited.get(open.close) ?? 0) + 1);
	}

	function pop(): Open | undefined {
		const open = stack.pop();
		if (open) awaited.set(open.close, (awaited.get(open.close) ?? 0) - 1);
		return open;
	}

	function bracket(sign: string, at: number, more: Pick<Open, 'call' | 'isConditional'> = {}): number {
		push({ mode: opened[sign] ?? 'code', close: closing[sign] ?? ')', from: at + 1, ...more });
		return at + 1;
	}

	function callAt(start: number): number | undefined {
		const end = behindMatch(image, text, start);
		return end === undefined ? undefined : bracket('(', end - 1, { call: { start, list: [] } });
	}

	/** Raw text ends with as many backticks; two are empty. */
	function rawEnd(start: number): number {
		const end = behindMatch(backticks, text, start) ?? start + 1;
		return end === start + 2 ? end : (behind(text.slice(start, end), end) ?? text.length);
	}

	function commentEnd(start: number): number {
		let end = lineEndAt(text, start);
		if (text[start + 1] === '*') {
			const search = /\/\*|\*\//g;
			search.lastIndex = start;
			end = text.length;
			for (let depth = 0, found = search.exec(text); found; found = search.exec(text)) {
				depth += found[0] === '/*' ? 1 : -1;
				if (depth > 0) continue;
				end = search.lastIndex;
				break;
			}
		}
		comments.push(text.slice(copied, start), ' '.repeat(end - start));
		copied = end;
		return end;
	}

	/** Goes on in the expression behind `#`, which ends where nothing continues it. */
	function inExpression(open: Open, at: number): number {
		if (at > open.from) {
			const sign = text.charAt(at);
			if (sign === '(' || sign === '[') return bracket(sign, at);
			const end = behindMatch(member, text, at);
			if (end === undefined) pop();
			return end ?? at;
		}
		const contextEnd = behindMatch(context, text, at);
		if (contextEnd !== undefined) {
			open.from = contextEnd;
			return contextEnd;
		}
		for (const [search, mode] of [
			[line, 'line'],
			[condition, 'condition'],
		] as const) {
			const end = behindMatch(search, text, at);
			if (end === undefined) continue;
			pop();
			push({ mode, from: end });
			return end;
		}
		const sign = text.charAt(at);
		if (sign in opened) return bracket(sign, at);
		const end = callAt(at) ?? behindMatch(value, text, at);
		if (end === undefined) pop();
		return end ?? at;
	}

	/** Ends what a sign ends, along with what is left open in it. */
	function close(sign: string, at: number): number {
		if ((awaited.get(sign) ?? 0) === 0) return at + 1;
		for (let open = pop(); open; open = pop()) {
			if (open.close !== sign) continue;
			if (open.call) {
				open.call.list.push({ start: open.from, end: at });
				calls.push({ start: open.call.start, end: at + 1, list: open.call.list });
			}
			return open.isConditional ? behindBlock(at + 1) : at + 1;
		}
		return at + 1;
	}

	function behindBlock(at: number): number {
		const end = behindMatch(otherwise, text, at);
		if (end === undefined) return at;
		const next = behindMatch(condition, text, end);
		if (next !== undefined) push({ mode: 'condition', from: next });
		else if (text[end] === '{' || text[end] === '[') return bracket(text.charAt(end), end);
		return next ?? end;
	}

	function inCode(open: Open, sign: string, at: number): number {
		const isEnd = sign === '\n' || sign === ';';
		if (open.mode !== 'code' && (isEnd || /[)\]}]/.test(sign))) {
			pop();
			return isEnd ? at + 1 : at;
		}
		if (sign === ',' && open.call) {
			open.call.list.push({ start: open.from, end: at });
			open.from = at + 1;
		}
		if (sign.endsWith('image(')) return callAt(at) ?? at + sign.length;
		if (/[)\]}]/.test(sign)) return close(sign, at);
		// Without a blank before it, it is an argument.
		if (open.mode === 'condition' && (sign === '{' || (sign === '[' && /\s/.test(text.charAt(at - 1))))) {
			pop();
			return bracket(sign, at, { isConditional: true });
		}
		return sign in opened ? bracket(sign, at) : at + 1;
	}

	for (let at = 0; at < text.length;) {
		const open = stack.at(-1) ?? whole;
		const { mode } = open;
		if (mode === 'expression') {
			at = inExpression(open, at);
			continue;
		}
		const search = signs[mode];
		search.lastIndex = at;
		const found = search.exec(text);
		if (!found) break;
		const [sign] = found;
		const { index } = found;
		if (sign === '//' || sign === '/*') at = commentEnd(index);
		else if (sign === '`') at = rawEnd(index);
		else if (sign === '"') at = behindMatch(value, text, index) ?? text.length;
		else if (mode !== 'text' && mode !== 'formula') at = inCode(open, sign, index);
		else if (sign === '#') {
			at = index + 1;
			push({ mode: 'expression', from: at });
		} else if (sign === open.close) at = close(sign, index);
		else if (sign in opened) at = bracket(sign, index);
		else {
			if (sign.startsWith('=')) headings.push(index);
			at = index + sign.length;
		}
	}
	return { calls, headings, withoutComments: comments.join('') + text.slice(copied) };
}

// The parts of Markdown's links and tags. Offsets count from the start of the examined text.

import { backtickRuns, firstFrom, searchIn } from './passOver.ts';

const elementName = /[a-zA-Z][\w-]*/y;
const attributeName = /[a-zA-Z_:][\w.:-]*/y;
const unquoted = /[^\s"'=<>`]+/y;
const scheme = /[a-z][-\w+.]+:/iy;
const mailAddress =
	/[a-z\d.!#$%&'*+/=?^_`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*>/iy;

/** The limit for vain searches in a text, as a multiple of its length. */
const mostLooks = 20;

/** Searches in one text, from increasing offsets: anything not found once isn't searched again. */
export class InlineSearch {
	readonly #text: string;
	/** Returns the offset after a text; undefined if it doesn't occur any more. */
	readonly behind: (what: string, from: number) => number | undefined;
	/** The signs of titles that are never closed. */
	readonly #open = new Set<string>();
	/** The offsets of backtick runs by their lengths. */
	#runs: ReadonlyMap<number, readonly number[]> | undefined;
	/** The end of the address after each bracket, and after each beginning of a word. */
	#urlEnds: Int32Array | undefined;
	/** The end of the bracketed address that begins here; found once for all that begin before. */
	#uriEnd = -1;
	#looked = 0;

	constructor(text: string) {
		this.#text = text;
		this.behind = searchIn(text);
	}

	/** Returns the offset of a run of exactly so many backticks, at an offset or after it. */
	backticks(from: number, length: number): number | undefined {
		return firstFrom((this.#runs ??= backtickRuns(this.#text)).get(length) ?? [], from);
	}

	/** Returns the offset after the address of a link; undefined if there is none. */
	urlEnd(at: number): number | undefined {
		const text = this.#text;
		if (text[at] !== '<') {
			const end = (this.#urlEnds ??= urlEndsOf(text))[at] ?? at;
			return end > at ? end : undefined;
		}
		for (let end = at + 1, isEscaped = false; end < text.length; end++) {
			const sign = text[end];
			if (sign === '>' && !isEscaped) return end + 1;
			if ((sign === '<' && !isEscaped) || sign === '\n') return undefined;
			isEscaped = sign === '\\';
		}
		return undefined;
	}

	/** Returns the offset after the title of a link; undefined if there is none. */
	titleEnd(at: number): number | undefined {
		const open = this.#text[at] ?? '';
		if (!['"', "'", '('].includes(open) || this.#open.has(open)) return undefined;
		const end = linkTitleEnd(this.#text, at);
		if (end === undefined) this.#open.add(open);
		return end;
	}

	/** Returns the kind and the end of the tag, comment or bracketed address at an offset. */
	tag(at: number): { readonly name: string; readonly end: number } | undefined {
		const text = this.#text;
		const sign = text[at + 1] ?? '';
		const addressEnd = this.#addressEnd(at + 1);
		if (addressEnd !== undefined) return found('Autolink', addressEnd);
		if (sign === '?') return found('ProcessingInstruction', this.behind('?>', at + 2));
		if (sign === '!') {
			if (text.startsWith('--', at + 2)) {
				if (text[at + 4] === '>') return found('Comment', at + 5);
				return found('Comment', text.startsWith('->', at + 4) ? at + 6 : this.behind('-->', at + 4));
			}
			if (text.startsWith('[CDATA[', at + 2)) return found('HTMLTag', this.behind(']]>', at + 9));
			return /[A-Z]/.test(text[at + 2] ?? '') ? found('HTMLTag', this.behind('>', at + 3)) : undefined;
		}
		return found('HTMLTag', this.#elementEnd(at));
	}

	#addressEnd(at: number): number | undefined {
		const text = this.#text;
		scheme.lastIndex = at;
		if (scheme.test(text)) {
			const start = scheme.lastIndex;
			if (this.#uriEnd < start) {
				const distance = text.slice(start).search(/[\s>]/);
				this.#uriEnd = distance < 0 ? text.length : start + distance;
			}
			if (text[this.#uriEnd] === '>' && this.#uriEnd > start) return this.#uriEnd + 1;
		}
		mailAddress.lastIndex = at;
		return mailAddress.test(text) ? mailAddress.lastIndex : undefined;
	}

	#elementEnd(at: number): number | undefined {
		if (this.#looked > mostLooks * this.#text.length) return undefined;
		const { end, looked } = elementEnd(this.#text, at);
		if (end === undefined) this.#looked += looked - at;
		return end;
	}
}

function found(name: string, end: number | undefined): { readonly name: string; readonly end: number } | undefined {
	return end === undefined ? undefined : { name, end };
}

/** Finds the end of an element; `looked` is the distance examined. */
function elementEnd(text: string, at: number): { readonly end?: number; readonly looked: number } {
	const isClosing = text[at + 1] === '/';
	elementName.lastIndex = at + (isClosing ? 2 : 1);
	if (!elementName.test(text)) return { looked: at + 2 };
	let end = elementName.lastIndex;
	for (;;) {
		if (isClosing) break;
		const behindBlanks = skipSpaces(text, end);
		attributeName.lastIndex = behindBlanks;
		if (behindBlanks === end || !attributeName.test(text)) break;
		end = attributeName.lastIndex;
		const equals = skipSpaces(text, end);
		if (text[equals] !== '=') continue;
		const value = skipSpaces(text, equals + 1);
		const quote = text[value];
		if (quote === '"' || quote === "'") {
			const close = text.indexOf(quote, value + 1);
			if (close < 0) return { looked: text.length };
			end = close + 1;
		} else {
			unquoted.lastIndex = value;
			if (!unquoted.test(text)) return { looked: value };
			end = unquoted.lastIndex;
		}
	}
	end = skipSpaces(text, end);
	if (!isClosing && text[end] === '/') end++;
	return text[end] === '>' ? { end: end + 1, looked: end } : { looked: end };
}

/**
 * Finds the end of an address without angle brackets, if it begins after a `(` or at the beginning of a word: at a
 * blank, or at an unbalanced `)`.
 */
function urlEndsOf(text: string): Int32Array {
	const ends = new Int32Array(text.length + 1);
	/** Possible beginnings of an address, with the depth of the brackets in it. */
	let open: number[] = [];
	let isInWord = false;
	for (let at = 0; at <= text.length; at++) {
		const sign = text[at];
		if (sign === undefined || /[ \t\n\r]/.test(sign)) {
			for (const start of open) ends[start] = at;
			open = [];
			isInWord = false;
			continue;
		}
		if (!isInWord) open.push(at);
		isInWord = true;
		if (sign === '\\') {
			// An escaped character is neither a blank nor a bracket, but a blank ends the address all the same.
			if (!/[ \t\n\r]/.test(text[at + 1] ?? ' ')) at++;
		} else if (sign === '(') open.push(at + 1);
		else if (sign === ')') {
			const start = open.pop();
			if (start !== undefined) ends[start] = at;
			// Another word begins after it, as far as brackets are concerned.
			if (open.length === 0) open.push(-1);
		}
	}
	return ends;
}

/** Returns the offset after a title in quotes or brackets. */
export function linkTitleEnd(text: string, at: number): number | undefined {
	const open = text[at];
	if (open !== '"' && open !== "'" && open !== '(') return undefined;
	const close = open === '(' ? ')' : open;
	for (let end = at + 1; end < text.length; end++) {
		if (text[end] === '\\') end++;
		else if (text[end] === close) return end + 1;
	}
	return undefined;
}

/** Returns the offset after a label in brackets, which has at most 999 characters. */
export function linkLabelEnd(text: string, at: number): number | undefined {
	const limit = Math.min(text.length, at + 1000);
	for (let end = at + 1; end < limit; end++) {
		if (text[end] === '\\') end++;
		else if (text[end] === ']') return end + 1;
		else if (text[end] === '[') return undefined;
	}
	return undefined;
}

/** Returns the offset of the first non-blank character, at an offset or after it. */
export function skipBlanks(text: string, from: number): number {
	let at = from;
	while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
	return at;
}

function skipSpaces(text: string, from: number): number {
	let at = from;
	while (at < text.length && /\s/.test(text.charAt(at))) at++;
	return at;
}

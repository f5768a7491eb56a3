interface Range {
	readonly start: number;
	readonly end: number;
}

export interface MaskOptions {
	/** True if markup within an expression counts as markup, as in `{open && <img src="a.png" />}`. */
	readonly nestedMarkup: boolean;
	/** True if braces within a quoted attribute begin an expression. */
	readonly inQuotes: boolean;
	/** The parts to skip as they are, tried at each place: comments, scripts, code. An expression is sticky. */
	readonly opaque: RegExp | ((text: string) => PassOver);
	/** The replacement for each masked character: a letter, or a blank for text to be read. */
	readonly fill?: 'x' | ' ';
}

/** Returns the offset after a skipped part that begins at an offset, undefined if there is none; offsets increase. */
export type PassOver = (at: number) => number | undefined;

/** A text in which expressions were replaced. */
export interface Masked {
	readonly text: string;
	/** False if the search for expressions was given up. */
	readonly isWhole: boolean;
}

/** The average number of times that each character may be examined: again if what began before it isn't closed. */
const mostLooks = 12;

/** The deepest nesting of markup in expressions and of templates; anything deeper stays as it is. */
const deepest = 300;

const voidElements = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/;

/** Text that may precede markup in an expression; after anything else `<` compares. */
const beforeMarkup = /(?:^|[({[,?:&|=>;]|\breturn|\bdefault)\s*$/;

/**
 * Returns the text with its expressions in braces replaced by letters, offset for offset, for parsers of HTML or
 * Markdown: `<img alt={a > b}>` becomes `<img alt=xxxxxxx>`. An unclosed brace stays.
 */
export function maskExpressions(text: string, options: MaskOptions): string {
	return maskedExpressions(text, options).text;
}

/** Does the same, and tells whether the whole text was searched. */
export function maskedExpressions(text: string, options: MaskOptions): Masked {
	const { nestedMarkup, inQuotes, opaque, fill = 'x' } = options;
	const masked: Range[] = [];
	const passOver = opaque instanceof RegExp ? passOverMatches(opaque, text) : opaque(text);
	let looksLeft = mostLooks * text.length + 10_000;
	let depth = 0;
	let isWhole = true;
	/** Offsets of constructs that were tried and aren't closed. */
	const open = {
		expression: new Set<number>(),
		template: new Set<number>(),
		tag: new Set<number>(),
		element: new Set<number>(),
	};

	/** Reads one construct that may contain others, unless it was tried before or exceeds the limit. */
	function once<Found>(kind: keyof typeof open, from: number, read: () => Found | undefined): Found | undefined {
		if (open[kind].has(from)) return undefined;
		if (depth >= deepest || looksLeft <= 0) {
			isWhole = false;
			return undefined;
		}
		depth++;
		const found = read();
		depth--;
		if (found === undefined) open[kind].add(from);
		return found;
	}

	/** @returns true if another character, or several, may be examined */
	function mayLook(count = 1): boolean {
		looksLeft -= count;
		return looksLeft > 0;
	}

	/** Counts a skipped range, which costs less than examining each character. */
	function jump(from: number, to: number): number {
		looksLeft -= (to - from) >> 3;
		return to;
	}

	/**
	 * Reads an expression. Braces left open at the end of the text aren't closed either: they would come out the same.
	 */
	function expression(from: number): number | undefined {
		return once('expression', from, () => {
			const braces: number[] = [];
			const end = readExpression(from, braces);
			if (end === undefined) for (const brace of braces) open.expression.add(brace);
			return end;
		});
	}

	/** @returns the offset after the closing brace; its JavaScript is masked. `braces` are the open ones. */
	function readExpression(from: number, braces: number[]): number | undefined {
		const kept: Range[] = [];
		const count = masked.length;
		let at = from;
		while (at < text.length && mayLook()) {
			const sign = text[at];
			if (sign === '{') braces.push(at);
			else if (sign === '}' && braces.length > 1) braces.pop();
			else if (sign === '}') {
				let start = from;
				for (const range of kept) {
					masked.push({ start, end: range.start });
					start = range.end;
				}
				masked.push({ start, end: at + 1 });
				return at + 1;
			} else if (sign === '"' || sign === "'") at = stringEnd(at) - 1;
			else if (sign === '`') at = (template(at) ?? at + 1) - 1;
			else if (text.startsWith('//', at)) at = jump(at, lineEnd(text, at)) - 1;
			else if (text.startsWith('/*', at)) at = jump(at, behind(text, '*/', at) ?? text.length) - 1;
			else if (sign === '<' && nestedMarkup && isMarkup(from, at)) {
				const end = element(at);
				if (end !== undefined) {
					kept.push({ start: at, end });
					at = end - 1;
				}
			}
			at++;
		}
		masked.length = count;
		return undefined;
	}

	function isMarkup(from: number, at: number): boolean {
		return /[a-z>]/i.test(text[at + 1] ?? '') && beforeMarkup.test(text.slice(Math.max(from, at - 40), at));
	}

	/** @returns the offset after a template literal */
	function template(from: number): number | undefined {
		return once('template', from, () => readTemplate(from));
	}

	function readTemplate(from: number): number | undefined {
		const count = masked.length;
		for (let at = from + 1; at < text.length && mayLook(); at++) {
			if (text[at] === '\\') at++;
			else if (text[at] === '`') {
				masked.length = count;
				return at + 1;
			} else if (text.startsWith('${', at)) {
				const end = expression(at + 1);
				if (end === undefined) return undefined;
				at = end - 1;
			}
		}
		return undefined;
	}

	/** @returns the offset after the `>` of the tag at `from`; its computed parts are masked */
	function tag(from: number): Tag | undefined {
		return once('tag', from, () => readTag(from));
	}

	function readTag(from: number): Tag | undefined {
		const name = /^<\/?([a-z][\w.:-]*)?/i.exec(text.slice(from, from + 200))?.[0] ?? '<';
		const count = masked.length;
		let at = from + name.length;
		while (at < text.length && mayLook()) {
			const sign = text[at];
			if (sign === '>') return { end: at + 1, name: name.slice(1), isClosed: text[at - 1] === '/' };
			if (sign === '<') break;
			let end: number | undefined = at + 1;
			if (sign === '"' || sign === "'") {
				end = behind(text, sign, at + 1);
				jump(at, end ?? text.length);
				if (inQuotes && end !== undefined) end = quoted(at, end);
			} else if (sign === '{') end = expression(at);
			else if (sign === '`') {
				end = template(at);
				if (end !== undefined) masked.push({ start: at, end });
			}
			if (end === undefined) break;
			at = end;
		}
		masked.length = count;
		return undefined;
	}

	/** Reads braces between quotes: a quote within them doesn't end the value, unless no other does. */
	function quoted(from: number, firstEnd: number): number {
		const quote = text[from];
		const count = masked.length;
		for (let at = from + 1; at < text.length && mayLook(); at++) {
			if (text[at] === quote) return at + 1;
			if (text[at] === '{') at = (expression(at) ?? at + 1) - 1;
		}
		masked.length = count;
		return firstEnd;
	}

	/** @returns the offset after the element at `from` */
	function element(from: number): number | undefined {
		return once('element', from, () => readElement(from));
	}

	function readElement(from: number): number | undefined {
		const opening = tag(from);
		if (!opening) return undefined;
		if (opening.isClosed || voidElements.test(opening.name)) return opening.end;
		let at = opening.end;
		while (at < text.length && mayLook()) {
			if (text.startsWith('</', at)) return tag(at)?.end;
			at = step(at, element);
		}
		return undefined;
	}

	/** Takes one step through text with tags. */
	function step(at: number, read: (from: number) => number | undefined): number {
		const passed = passOver(at);
		if (passed !== undefined && passed > at) return jump(at, passed);
		if (text[at] === '{') return expression(at) ?? at + 1;
		if (text[at] === '<' && /[a-z>]/i.test(text[at + 1] ?? '')) return read(at) ?? at + 1;
		return at + 1;
	}

	/** @returns the offset after a string, which ends with its line at the latest; otherwise it is an apostrophe */
	function stringEnd(from: number): number {
		for (let at = from + 1; at < text.length && mayLook(); at++) {
			if (text[at] === '\\') at++;
			else if (text[at] === text[from]) return at + 1;
			else if (text[at] === '\n') break;
		}
		return from + 1;
	}

	for (let at = 0; at < text.length;) at = step(at, (from) => tag(from)?.end);
	return { text: withMask(text, masked, fill), isWhole: isWhole && looksLeft > 0 };
}

interface Tag {
	readonly end: number;
	readonly name: string;
	readonly isClosed: boolean;
}

function passOverMatches(sticky: RegExp, text: string): PassOver {
	return (at) => {
		sticky.lastIndex = at;
		return sticky.test(text) ? sticky.lastIndex : undefined;
	};
}

/** Replaces ranges by letters. They may come in any order, and overlap only if one contains the other. */
function withMask(text: string, masked: readonly Range[], fill: string): string {
	const parts: string[] = [];
	let at = 0;
	for (const { start, end } of masked.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
		if (end <= at) continue;
		parts.push(text.slice(at, Math.max(start, at)), fill.repeat(end - Math.max(start, at)));
		at = end;
	}
	return parts.join('') + text.slice(at);
}

/** Returns the text with a range replaced by spaces; line breaks stay. */
export function blank(text: string, range: Range): string {
	return blankAll(text, [range]);
}

/** Does the same for several ranges in order. */
export function blankAll(text: string, ranges: readonly Range[]): string {
	const parts: string[] = [];
	let at = 0;
	for (const { start, end } of ranges) {
		parts.push(text.slice(at, start), text.slice(start, end).replaceAll(/[^\r\n]/g, ' '));
		at = end;
	}
	return parts.join('') + text.slice(at);
}

function lineEnd(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end < 0 ? text.length : end;
}

function behind(text: string, what: string, from: number): number | undefined {
	const at = text.indexOf(what, from);
	return at < 0 ? undefined : at + what.length;
}

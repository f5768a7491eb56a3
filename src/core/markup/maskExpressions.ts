interface Range {
	readonly start: number;
	readonly end: number;
}

export interface MaskOptions {
	/** Whether markup within an expression is markup too, as in `{open && <img src="a.png" />}`. */
	readonly nestedMarkup: boolean;
	/** Whether braces within a quoted attribute begin an expression. */
	readonly inQuotes: boolean;
	/** What is passed over as it stands, tried at each place: comments, scripts, code. An expression is sticky. */
	readonly opaque: RegExp | ((text: string) => PassOver);
	/** What stands in place of each masked character: a letter, or a blank for a text to read. */
	readonly fill?: 'x' | ' ';
}

/** Finds the offset behind what begins at one and is passed over; offsets grow. Undefined where nothing is. */
export type PassOver = (at: number) => number | undefined;

/** A text in which expressions were replaced. */
export interface Masked {
	readonly text: string;
	/** False where the search for expressions was given up. */
	readonly isWhole: boolean;
}

/** How often each character may be looked at on average: again where what began before it isn't closed. */
const mostLooks = 12;

/** Markup in expressions in markup, and templates in templates: what is deeper stays as it is. */
const deepest = 300;

const voidElements = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/;

/** What may stand before markup in an expression; after anything else `<` compares. */
const beforeMarkup = /(?:^|[({[,?:&|=>;]|\breturn|\bdefault)\s*$/;

/**
 * The text with its expressions in braces replaced by letters, offset for offset, so that a parser of HTML or Markdown reads
 * what is around them: `<img alt={a > b}>` becomes `<img alt=xxxxxxx>`. A brace that is never closed stays.
 */
export function maskExpressions(text: string, options: MaskOptions): string {
	return maskedExpressions(text, options).text;
}

/** Does the same, and says whether the whole text was searched. */
export function maskedExpressions(text: string, options: MaskOptions): Masked {
	const { nestedMarkup, inQuotes, opaque, fill = 'x' } = options;
	const masked: Range[] = [];
	const passOver = opaque instanceof RegExp ? passOverMatches(opaque, text) : opaque(text);
	let looksLeft = mostLooks * text.length + 10_000;
	let depth = 0;
	let isWhole = true;
	/** What begins at these offsets was tried and isn't closed. */
	const open = {
		expression: new Set<number>(),
		template: new Set<number>(),
		tag: new Set<number>(),
		element: new Set<number>(),
	};

	/** Reads one thing that may hold others, unless it was tried before or there is too much of it. */
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

	/** @returns whether one may look at another character, or at several */
	function mayLook(count = 1): boolean {
		looksLeft -= count;
		return looksLeft > 0;
	}

	/** What is passed over in one go costs less than to look at each character. */
	function jump(from: number, to: number): number {
		looksLeft -= (to - from) >> 3;
		return to;
	}

	/** Braces that are open in an expression at the end of the text aren't closed either: one would come the same way. */
	function expression(from: number): number | undefined {
		return once('expression', from, () => {
			const braces: number[] = [];
			const end = readExpression(from, braces);
			if (end === undefined) for (const brace of braces) open.expression.add(brace);
			return end;
		});
	}

	/** @returns the offset behind the closing brace; its JavaScript is masked. `braces` are those that are open. */
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

	/** @returns the offset behind a template literal */
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

	/** @returns the offset behind the `>` of the tag at `from`; what it computes is masked */
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

	/** Braces between quotes: a quote within them doesn't end the value, unless no other does. */
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

	/** @returns the offset behind the element at `from` */
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

	/** One step through text with tags. */
	function step(at: number, read: (from: number) => number | undefined): number {
		const passed = passOver(at);
		if (passed !== undefined && passed > at) return jump(at, passed);
		if (text[at] === '{') return expression(at) ?? at + 1;
		if (text[at] === '<' && /[a-z>]/i.test(text[at + 1] ?? '')) return read(at) ?? at + 1;
		return at + 1;
	}

	/** @returns the offset behind a string, which ends with its line at the latest; else it is an apostrophe */
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

/** `start` and `end` of what is replaced by letters. Ranges may come in any order, but don't overlap unless one holds the other. */
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

/** The text with a range replaced by spaces; line breaks stay. */
export function blank(text: string, range: Range): string {
	return blankAll(text, [range]);
}

/** The same for several ranges, in their order. */
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

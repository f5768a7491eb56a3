interface Range {
	readonly start: number;
	readonly end: number;
}

export interface MaskOptions {
	/** Whether markup within an expression is markup too, as in `{open && <img src="a.png" />}`. */
	readonly nestedMarkup: boolean;
	/** Whether braces within a quoted attribute begin an expression. */
	readonly inQuotes: boolean;
	/** What is passed over as it stands, tried at each place: comments, scripts, code. Sticky. */
	readonly opaque: RegExp;
	/** What stands in place of each masked character: a letter, or a blank for a text to read. */
	readonly fill?: 'x' | ' ';
}

const voidElements = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/;

/** What may stand before markup in an expression; after anything else `<` compares. */
const beforeMarkup = /(?:^|[({[,?:&|=>;]|\breturn|\bdefault)\s*$/;

/**
 * The text with its expressions in braces replaced by letters, offset for offset, so that a parser of HTML or Markdown reads
 * what is around them: `<img alt={a > b}>` becomes `<img alt=xxxxxxx>`. A brace that is never closed stays.
 */
export function maskExpressions(text: string, options: MaskOptions): string {
	const { nestedMarkup, inQuotes, opaque, fill = 'x' } = options;
	const masked: Range[] = [];
	/** Of nested markup that was tried and found not to be closed. */
	let mayGoDeeper = 100_000;

	function opaqueEnd(at: number): number | undefined {
		opaque.lastIndex = at;
		return opaque.test(text) ? opaque.lastIndex : undefined;
	}

	/** @returns the offset behind the closing brace; its JavaScript is masked */
	function expression(from: number): number | undefined {
		const kept: Range[] = [];
		const count = masked.length;
		let depth = 0;
		let at = from;
		while (at < text.length) {
			const sign = text[at];
			if (sign === '{') depth++;
			else if (sign === '}' && --depth === 0) {
				let start = from;
				for (const range of kept) {
					masked.push({ start, end: range.start });
					start = range.end;
				}
				masked.push({ start, end: at + 1 });
				return at + 1;
			} else if (sign === '"' || sign === "'") at = stringEnd(text, at) - 1;
			else if (sign === '`') at = (template(at) ?? at + 1) - 1;
			else if (text.startsWith('//', at)) at = lineEnd(text, at) - 1;
			else if (text.startsWith('/*', at)) at = (behind(text, '*/', at) ?? text.length) - 1;
			else if (sign === '<' && nestedMarkup && mayGoDeeper > 0 && isMarkup(from, at)) {
				mayGoDeeper--;
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
		const count = masked.length;
		for (let at = from + 1; at < text.length; at++) {
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
	function tag(from: number): { readonly end: number; readonly name: string; readonly isClosed: boolean } | undefined {
		const name = /^<\/?([a-z][\w.:-]*)?/i.exec(text.slice(from, from + 200))?.[0] ?? '<';
		const count = masked.length;
		let at = from + name.length;
		while (at < text.length) {
			const sign = text[at];
			if (sign === '>') return { end: at + 1, name: name.slice(1), isClosed: text[at - 1] === '/' };
			if (sign === '<') break;
			let end: number | undefined = at + 1;
			if (sign === '"' || sign === "'") {
				end = behind(text, sign, at + 1);
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
		for (let at = from + 1; at < text.length; at++) {
			if (text[at] === quote) return at + 1;
			if (text[at] === '{') at = (expression(at) ?? at + 1) - 1;
		}
		masked.length = count;
		return firstEnd;
	}

	/** @returns the offset behind the element at `from` */
	function element(from: number): number | undefined {
		const open = tag(from);
		if (!open) return undefined;
		if (open.isClosed || voidElements.test(open.name)) return open.end;
		let at = open.end;
		while (at < text.length) {
			if (text.startsWith('</', at)) return tag(at)?.end;
			at = step(at, element);
		}
		return undefined;
	}

	/** One step through text with tags. */
	function step(at: number, read: (from: number) => number | undefined): number {
		const passed = opaqueEnd(at);
		if (passed !== undefined && passed > at) return passed;
		if (text[at] === '{') return expression(at) ?? at + 1;
		if (text[at] === '<' && /[a-z>]/i.test(text[at + 1] ?? '')) return read(at) ?? at + 1;
		return at + 1;
	}

	for (let at = 0; at < text.length;) at = step(at, (from) => tag(from)?.end);
	return withMask(text, masked, fill);
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

/** The text with ranges replaced by spaces; line breaks stay. */
export function blank(text: string, { start, end }: Range): string {
	return text.slice(0, start) + text.slice(start, end).replaceAll(/[^\r\n]/g, ' ') + text.slice(end);
}

function stringEnd(text: string, from: number): number {
	for (let at = from + 1; at < text.length; at++) {
		if (text[at] === '\\') at++;
		else if (text[at] === text[from]) return at + 1;
		// A string ends with its line; this is an apostrophe.
		else if (text[at] === '\n') return from + 1;
	}
	return from + 1;
}

function lineEnd(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end < 0 ? text.length : end;
}

function behind(text: string, what: string, from: number): number | undefined {
	const at = text.indexOf(what, from);
	return at < 0 ? undefined : at + what.length;
}

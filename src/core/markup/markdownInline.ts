// Reads a paragraph of Markdown: links, images, emphasis, code, tags. The parser's own rules look back and ahead for
// each sign, in quadratic time and worse; these read the same in linear time, and nest less deeply.
import type { Element, InlineContext, MarkdownConfig } from '@lezer/markdown';
import { autolinkEnd, mayHaveAutolinks } from './markdownAutolink.ts';
import { InlineSearch, linkLabelEnd, skipBlanks } from './markdownLinks.ts';

/** The deepest nesting of elements; deeper ones are text. The parser and its trees recurse over them. */
const deepest = 60;

/** A run of `*`, `_` or `~~` that may begin or end an emphasis. */
interface Delimiter {
	readonly kind: '*' | '_' | '~~';
	readonly from: number;
	readonly to: number;
	/** Its length as written, before a part of it was used. */
	readonly size: number;
	readonly canOpen: boolean;
	readonly canClose: boolean;
}

/** A part of a section, in a list in which parts are replaced by elements that contain them. */
interface Part {
	before: Part | undefined;
	after: Part | undefined;
	element: Element | undefined;
	delimiter: Delimiter | undefined;
	/** Its offset; increases along the list. */
	readonly at: number;
	/** The nesting depth of the element. */
	readonly depth: number;
}

interface Bracket {
	readonly part: Part;
	readonly kind: 'Link' | 'Image';
	readonly from: number;
	readonly to: number;
}

const inlineRules = {
	/** GitHub's rules: addresses without brackets are links too. */
	gfm: { readsAutolinks: true },
	/** MDX's rules. */
	mdx: { readsAutolinks: false },
} as const;

/** Returns the parser extension that reads a whole section at once, replacing all other rules. */
export function linearInline(flavor: keyof typeof inlineRules): MarkdownConfig {
	return {
		parseInline: [
			{
				name: 'WholeSection',
				before: 'Escape',
				parse: (context, _next, position) => {
					for (const element of readSection(context, position, inlineRules[flavor])) context.addElement(element);
					return context.end;
				},
			},
		],
	};
}

const word = /[a-z\d]+/iy;
const escapable = /[!-/:-@[-`{-~]/;
const entity = /&(?:#\d+|#x[a-f\d]+|\w+);/iy;
const blank = /\s|^$/;
const punctuation = /[\p{S}\p{P}|]/u;

/**
 * Reads a section. Offsets in the elements count from the start of the document, all others from the start of the
 * section.
 */
function readSection(
	context: InlineContext,
	position: number,
	{ readsAutolinks }: { readonly readsAutolinks: boolean },
): readonly Element[] {
	const { offset } = context;
	const { text } = context;
	const first: Part = {
		before: undefined,
		after: undefined,
		element: undefined,
		delimiter: undefined,
		at: -1,
		depth: 0,
	};
	let last = first;
	const brackets: Bracket[] = [];
	/** Brackets below this one can't begin a link: one has ended after them, and links don't nest. */
	let inactive = 0;
	const search = new InlineSearch(text);
	const hasAutolinks = readsAutolinks && mayHaveAutolinks(text);

	const make = (name: string, from: number, to: number, children?: readonly Element[]): Element =>
		context.elt(name, from + offset, to + offset, children);

	function append(at: number, what: Partial<Pick<Part, 'element' | 'delimiter' | 'depth'>>): Part {
		const part: Part = {
			at,
			before: last,
			after: undefined,
			element: what.element,
			delimiter: what.delimiter,
			depth: what.depth ?? 1,
		};
		last.after = part;
		last = part;
		return part;
	}

	function remove(part: Part): void {
		if (part.before) part.before.after = part.after;
		if (part.after) part.after.before = part.before;
		if (part === last) last = part.before ?? first;
	}

	/** Removes the parts between two others from the list, and returns their elements. */
	function takeBetween(start: Part, end: Part | undefined): { readonly elements: Element[]; readonly depth: number } {
		const elements: Element[] = [];
		let depth = 0;
		for (let part = start.after; part && part !== end; part = part.after) {
			if (!part.element) continue;
			elements.push(part.element);
			depth = Math.max(depth, part.depth);
		}
		start.after = end;
		if (end) end.before = start;
		else last = start;
		return { elements, depth };
	}

	/** Turns delimiters after a part into emphasis. A kind that no delimiter could open isn't tried again. */
	function resolve(bottom: Part): void {
		const bottoms = new Map<string, number>();
		for (let part = bottom.after; part;) {
			const { delimiter } = part;
			if (!delimiter?.canClose) {
				part = part.after;
				continue;
			}
			const key = `${delimiter.kind}${delimiter.canOpen}${delimiter.size % 3}`;
			const lowest = bottoms.get(key) ?? bottom.at + 1;
			let opener = part.before;
			while (opener && opener.at >= lowest && !canPair(opener.delimiter, delimiter)) opener = opener.before;
			if (opener?.delimiter && opener.at >= lowest) {
				part = emphasize(opener, part, { open: opener.delimiter, close: delimiter });
			} else {
				bottoms.set(key, part.at);
				part = part.after;
			}
		}
	}

	/** @returns the part to continue with */
	function emphasize(
		opener: Part,
		closer: Part,
		{ open, close }: { readonly open: Delimiter; readonly close: Delimiter },
	): Part | undefined {
		const isStrike = open.kind === '~~';
		const size = isStrike ? 2 : Math.min(2, open.to - open.from, close.to - close.from);
		const start = open.to - size;
		const end = close.from + size;
		const between = takeBetween(opener, closer);
		const name = isStrike ? 'Strikethrough' : size === 1 ? 'Emphasis' : 'StrongEmphasis';
		const mark = isStrike ? 'StrikethroughMark' : 'EmphasisMark';
		const children = [make(mark, start, open.to), ...between.elements, make(mark, close.from, end)];
		const element = between.depth < deepest ? make(name, start, end, children) : undefined;
		const whole: Part = {
			at: start,
			before: opener,
			after: closer,
			element,
			delimiter: undefined,
			depth: between.depth + 1,
		};
		opener.after = whole;
		closer.before = whole;
		if (open.from < start) opener.delimiter = { ...open, to: start };
		else remove(opener);
		if (end < close.to) {
			closer.delimiter = { ...close, from: end };
			return closer;
		}
		remove(closer);
		return whole.after;
	}

	/** @returns the offset after the link or image that a bracket at an offset ends; undefined if it ends none */
	function linkEnd(at: number): number | undefined {
		const bracket = brackets.pop();
		if (!bracket) return undefined;
		const isActive = bracket.kind === 'Image' || brackets.length >= inactive;
		inactive = Math.min(inactive, brackets.length);
		const isEmpty = skipBlanks(text, bracket.to) === at && !/[([]/.test(text[at + 1] ?? '');
		if (!isActive || isEmpty) {
			remove(bracket.part);
			return undefined;
		}
		resolve(bracket.part);
		const between = takeBetween(bracket.part, undefined);
		remove(bracket.part);
		const target = targetBehind(at + 1);
		const children = [
			make('LinkMark', bracket.from, bracket.to),
			...between.elements,
			make('LinkMark', at, at + 1),
			...target.elements,
		];
		if (between.depth < deepest) {
			append(bracket.from, {
				element: make(bracket.kind, bracket.from, target.end, children),
				depth: between.depth + 1,
			});
		}
		if (bracket.kind === 'Link') inactive = brackets.length;
		return target.end;
	}

	/** Reads what follows the brackets: `(address "title")`, `[label]`, or nothing. */
	function targetBehind(at: number): { readonly end: number; readonly elements: readonly Element[] } {
		if (text[at] === '[') {
			const end = linkLabelEnd(text, at);
			return end === undefined ? { end: at, elements: [] } : { end, elements: [make('LinkLabel', at, end)] };
		}
		if (text[at] !== '(') return { end: at, elements: [] };
		const start = skipBlanks(text, at + 1);
		const urlEnd = search.urlEnd(start);
		const behindUrl = urlEnd === undefined ? start : skipBlanks(text, urlEnd);
		// A title is separated from the address.
		const titleEnd = urlEnd === undefined || behindUrl === urlEnd ? undefined : search.titleEnd(behindUrl);
		const close = titleEnd === undefined ? behindUrl : skipBlanks(text, titleEnd);
		if (text[close] !== ')') return { end: at, elements: [] };
		return {
			end: close + 1,
			elements: [
				make('LinkMark', at, at + 1),
				...(urlEnd === undefined ? [] : [make('URL', start, urlEnd)]),
				...(titleEnd === undefined ? [] : [make('LinkTitle', behindUrl, titleEnd)]),
				make('LinkMark', close, close + 1),
			],
		};
	}

	function delimiterAt(at: number, kind: Delimiter['kind']): number | undefined {
		const sign = kind.charAt(0);
		let to = at + 1;
		while (text[to] === sign) to++;
		if (kind === '~~' && to !== at + 2) {
			// A longer run is no delimiter, nor is its end except for the last two.
			if (text[at - 1] === '~' || to < at + 2) return undefined;
			return delimiterAt(to - 2, kind);
		}
		const [signBefore, signBehind] = [text.slice(Math.max(0, at - 1), at), text.slice(to, to + 1)];
		const isBlankBefore = blank.test(signBefore);
		const isBlankBehind = blank.test(signBehind);
		const isPunctuatedBefore = punctuation.test(signBefore);
		const isPunctuatedBehind = punctuation.test(signBehind);
		const isLeft = !isBlankBehind && (!isPunctuatedBehind || isBlankBefore || isPunctuatedBefore);
		const isRight = !isBlankBefore && (!isPunctuatedBefore || isBlankBehind || isPunctuatedBehind);
		const isWordSign = kind === '_';
		append(at, {
			delimiter: {
				kind,
				from: at,
				to,
				size: to - at,
				canOpen: isLeft && (!isWordSign || !isRight || isPunctuatedBefore),
				canClose: isRight && (!isWordSign || !isLeft || isPunctuatedBehind),
			},
		});
		return to;
	}

	function codeEnd(at: number): number | undefined {
		if (text[at - 1] === '`') return undefined;
		let behind = at + 1;
		while (text[behind] === '`') behind++;
		const close = search.backticks(behind, behind - at);
		if (close === undefined) return undefined;
		const end = close + behind - at;
		append(at, {
			element: make('InlineCode', at, end, [make('CodeMark', at, behind), make('CodeMark', close, end)]),
			depth: 2,
		});
		return end;
	}

	function tagEnd(at: number): number | undefined {
		const found = search.tag(at);
		if (!found) return undefined;
		const { name, end } = found;
		const children =
			name === 'Autolink'
				? [make('LinkMark', at, at + 1), make('URL', at + 1, end - 1), make('LinkMark', end - 1, end)]
				: [];
		append(at, { element: make(name, at, end, children), depth: 2 });
		return end;
	}

	function openBracket(kind: Bracket['kind'], from: number, to: number): number {
		brackets.push({ part: append(from, {}), kind, from, to });
		return to;
	}

	/** @returns the offset after the construct that begins at an offset; undefined for text */
	function step(at: number): number | undefined {
		const add = (name: string, to: number): number => {
			append(at, { element: make(name, at, to) });
			return to;
		};
		switch (text.charAt(at)) {
			case '\\':
				if (text[at + 1] === '\n') return add('HardBreak', at + 2);
				return escapable.test(text[at + 1] ?? '') ? add('Escape', at + 2) : undefined;
			case '&': {
				entity.lastIndex = at;
				const found = entity.exec(text.slice(0, at + 31));
				return found ? add('Entity', at + found[0].length) : undefined;
			}
			case '`':
				return codeEnd(at);
			case '<':
				return tagEnd(at);
			case '*':
				return delimiterAt(at, '*');
			case '_':
				return delimiterAt(at, '_');
			case '~':
				return delimiterAt(at, '~~');
			case ' ': {
				if (text[at - 1] === ' ') return undefined;
				let end = at + 1;
				while (text[end] === ' ') end++;
				return text[end] === '\n' && end >= at + 2 ? add('HardBreak', end + 1) : undefined;
			}
			case '[':
				return openBracket('Link', at, at + 1);
			case '!':
				return text[at + 1] === '[' ? openBracket('Image', at, at + 2) : undefined;
			case ']':
				return linkEnd(at);
			default: {
				const end = hasAutolinks ? autolinkEnd(text, at, brackets.length > 0 ? 'inLink' : 'alone') : undefined;
				if (end !== undefined) return add('URL', end);
				word.lastIndex = at;
				word.test(text);
				// Within a word nothing begins.
				return word.lastIndex === 0 ? undefined : word.lastIndex;
			}
		}
	}

	for (let at = position - offset; at < text.length;) at = step(at) ?? at + 1;
	resolve(first);
	return takeBetween(first, undefined).elements;
}

/** Applies the rule of three: a run that could both open and close pairs only with some lengths. */
function canPair(open: Delimiter | undefined, close: Delimiter): boolean {
	if (!open?.canOpen || open.kind !== close.kind) return false;
	if (open.kind === '~~' || !(close.canOpen || open.canClose)) return true;
	return (open.size + close.size) % 3 !== 0 || (open.size % 3 === 0 && close.size % 3 === 0);
}

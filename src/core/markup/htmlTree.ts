// Reads HTML as the HTML Standard's tokenizer does (13.2.5), with the offsets of everything, in one pass.
import type { Attribute, AttributeValue, MarkupElement, MarkupTree, TextRun } from './element.ts';
import { countWhile } from './ordered.ts';
import { searchIn } from './passOver.ts';

export interface HtmlRange {
	readonly start: number;
	readonly end: number;
}

export interface HtmlTree extends MarkupTree {
	/** The contents of scripts. */
	readonly scripts: readonly HtmlRange[];
	/** Tells whether an element may be inserted at an offset: not in a tag, a comment, a script, a style or a text field. */
	canInsertAt(offset: number): boolean;
}

/**
 * What differs between HTML and templates: in a template any element may close itself, and a name with a capital is a
 * component, whatever HTML says about the same name.
 */
export type HtmlRules = 'html' | 'template';

const voidElements = /^(?:area|base|br|col|embed|frame|hr|img|input|link|meta|param|source|track|wbr)$/;
/** Elements whose content is text; in drawings and formulas they are elements like any other. */
const rawElements = /^(?:script|style|title|textarea|xmp|iframe|noembed|noframes|plaintext)$/;
const foreignElements = /^(?:svg|math)$/;

const startsParagraph =
	/^(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figcaption|figure|footer|form|h[1-6]|header|hgroup|hr|main|menu|nav|ol|p|pre|search|section|summary|table|ul)$/;

/** Elements that end a drawing or a formula around them, unless those leave room for HTML. */
const breaksOut =
	/^(?:b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|embed|h[1-6]|head|hr|i|img|li|listing|menu|meta|nobr|ol|p|pre|ruby|s|small|span|strong|strike|sub|sup|table|tt|u|ul|var)$/;
const roomForHtml = ['foreignobject', 'desc', 'title', 'annotation-xml', 'mtext'] as const;

/** The open elements that end where an element begins. */
const endedBy: Readonly<Record<string, RegExp>> = {
	li: /^(?:li|p)$/,
	dt: /^(?:dt|dd|p)$/,
	dd: /^(?:dt|dd|p)$/,
	tr: /^(?:tr|td|th|p)$/,
	td: /^(?:td|th|p)$/,
	th: /^(?:td|th|p)$/,
	tbody: /^(?:tr|td|th|thead|tbody|tfoot|p)$/,
	thead: /^(?:tr|td|th|thead|tbody|tfoot|p)$/,
	tfoot: /^(?:tr|td|th|thead|tbody|tfoot|p)$/,
	option: /^option$/,
	optgroup: /^(?:option|optgroup)$/,
	a: /^a$/,
	button: /^button$/,
};

const tagName = /<\/?([A-Za-z][^\s/>]*)/y;
/** In a template a value ends before the sign with which its element closes itself. */
const unquotedValue = { html: /[^\s>]+/y, template: /(?:[^\s>/]|\/(?!>))+/y } satisfies Record<HtmlRules, RegExp>;
const blanks = /[\s/]*/y;
const attributeName = /=?[^\s/>=<]*/y;
const equals = /\s*=\s*/y;

type Open = { -readonly [Key in keyof MarkupElement]: MarkupElement[Key] };

/**
 * Returns the elements and texts of `pieces`, in the order of the document. `source` is the text with what isn't HTML
 * replaced, offset for offset; `text` is the document as written. A tag without its `>` is left out, and ends with its
 * piece.
 */
export function htmlTree(
	source: string,
	{
		text,
		rules,
		pieces = [{ start: 0, end: source.length }],
	}: { readonly text: string; readonly rules: HtmlRules; readonly pieces?: readonly HtmlRange[] },
): HtmlTree {
	const elements: Open[] = [];
	const texts: TextRun[] = [];
	const scripts: HtmlRange[] = [];
	/** Where nothing may be inserted, in order. */
	const closed: HtmlRange[] = [];
	const open: Open[] = [];
	/** The number of open elements by name. */
	const counts = new Map<string, number>();
	const behind = searchIn(source);

	const isComponent = (name: string): boolean => rules === 'template' && /^[A-Z]/.test(name);
	const nameOf = (name: string): string =>
		isComponent(name) && !/^(?:script|style)$/i.test(name) ? name : name.toLowerCase();
	const count = (name: string, by: number): void => void counts.set(name, (counts.get(name) ?? 0) + by);
	const isOpen = (name: string): boolean => (counts.get(name) ?? 0) > 0;

	function addText(start: number, end: number, parent: Open | undefined): void {
		if (end > start) texts.push({ start, end, parent });
	}

	/** Ends the innermost open element before a closing tag, or where something else ends it. */
	function pop(contentEnd: number, end: number): void {
		const element = open.pop();
		if (!element) return;
		count(nameOf(element.name), -1);
		element.contentEnd = contentEnd;
		element.end = end;
	}

	/** Ends what can't contain an element that begins. */
	function endBefore(name: string, at: number): void {
		if (rules === 'html' && (isOpen('svg') || isOpen('math')) && breaksOut.test(name) && !roomForHtml.some(isOpen)) {
			while (isOpen('svg') || isOpen('math')) pop(at, at);
		}
		const ended = endedBy[name] ?? (startsParagraph.test(name) ? /^p$/ : undefined);
		if (!ended) return;
		for (let last = open.at(-1); last && ended.test(nameOf(last.name)); last = open.at(-1)) pop(at, at);
	}

	function begin(
		at: number,
		tag: { readonly name: string; readonly attributes: readonly Attribute[]; readonly end: number },
		limit: number,
	): number {
		const { attributes, end } = tag;
		const name = nameOf(tag.name);
		endBefore(name, at);
		const element: Open = {
			name: tag.name,
			start: at,
			end,
			tagEnd: end,
			contentEnd: end,
			attributes,
			parent: open.at(-1),
		};
		elements.push(element);
		const closesItself =
			source[end - 2] === '/' &&
			(rules === 'template' || foreignElements.test(name) || isOpen('svg') || isOpen('math'));
		if (closesItself || voidElements.test(name)) return end;
		open.push(element);
		count(name, 1);
		if (!rawElements.test(name) || isOpen('svg') || isOpen('math')) return end;
		const close = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
		close.lastIndex = end;
		const contentEnd = Math.min(close.exec(source)?.index ?? limit, limit);
		if (name === 'script') scripts.push({ start: end, end: contentEnd });
		closed.push({ start: end - 1, end: contentEnd === limit ? limit + 1 : contentEnd + 1 });
		return contentEnd;
	}

	/** @returns the offset after a tag or comment, undefined for text */
	function markup(at: number, limit: number): number | undefined {
		const sign = source[at + 1] ?? '';
		if (sign === '!' || sign === '?' || (sign === '/' && !/[a-z]/i.test(source[at + 2] ?? ' '))) {
			const end = source.startsWith('!--', at + 1)
				? commentEnd(at + 4)
				: behind(source.startsWith('![CDATA[', at + 1) && isOpen('svg') ? ']]>' : '>', at + 2);
			const last = end === undefined || end > limit ? limit : end;
			closed.push({ start: at, end: end === undefined || end > limit ? limit + 1 : end });
			return last;
		}
		tagName.lastIndex = at;
		const name = tagName.exec(source)?.[1];
		if (name === undefined) return undefined;
		const tag = readTag(tagName.lastIndex, limit);
		closed.push({ start: at, end: tag.isClosed ? tag.end : tag.end + 1 });
		if (!tag.isClosed) return tag.end;
		if (sign !== '/') return begin(at, { ...tag, name: text.slice(at + 1, at + 1 + name.length) }, limit);
		const closing = nameOf(name);
		if (!isOpen(closing)) return tag.end;
		for (let last = open.at(-1); last && nameOf(last.name) !== closing; last = open.at(-1)) pop(at, at);
		pop(at, tag.end);
		return tag.end;
	}

	function commentEnd(at: number): number | undefined {
		if (source[at] === '>') return at + 1;
		if (source.startsWith('->', at)) return at + 2;
		const [plain, careless] = [behind('-->', at), behind('--!>', at)];
		return plain !== undefined && careless !== undefined ? Math.min(plain, careless) : (plain ?? careless);
	}

	/** Reads a tag from behind its name on. One that isn't closed ends before the next tag, or with its piece. */
	function readTag(
		from: number,
		limit: number,
	): { readonly attributes: readonly Attribute[]; readonly end: number; readonly isClosed: boolean } {
		const attributes: Attribute[] = [];
		for (let at = from; ;) {
			at = matchEnd(blanks, at);
			if (at >= limit) return { attributes, end: limit, isClosed: false };
			if (source[at] === '>') return { attributes, end: at + 1, isClosed: true };
			if (source[at] === '<') return { attributes, end: at, isClosed: false };
			const nameEnd = matchEnd(attributeName, at);
			const valueStart = matchEnd(equals, nameEnd);
			if (valueStart === nameEnd || source[valueStart] === '>') {
				attributes.push(attributeOf({ start: at, end: nameEnd }, undefined));
				at = valueStart;
				continue;
			}
			const quote = source[valueStart];
			const isQuoted = quote === '"' || quote === "'";
			const valueEnd = isQuoted ? behind(quote, valueStart + 1) : matchEnd(unquotedValue[rules], valueStart);
			if (valueEnd === undefined || valueEnd > limit) return { attributes, end: limit, isClosed: false };
			attributes.push(attributeOf({ start: at, end: nameEnd }, { start: valueStart, end: valueEnd }));
			at = valueEnd;
		}
	}

	function matchEnd(search: RegExp, at: number): number {
		search.lastIndex = at;
		return search.test(source) ? search.lastIndex : at;
	}

	function attributeOf(name: HtmlRange, value: HtmlRange | undefined): Attribute {
		const written = text.slice(name.start, name.end);
		if (written.startsWith('{') && isMasked(name.start)) return shortAttribute(written, name);
		// One that a template makes.
		if (rules === 'html' && hasMask(name))
			return { name: '', start: name.start, end: value?.end ?? name.end, value: undefined };
		return { name: written, start: name.start, end: value?.end ?? name.end, value: value && valueOf(value) };
	}

	/** Tells whether an expression begins at an offset, rather than text that looks like one. */
	function isMasked(at: number): boolean {
		return source[at] !== text[at];
	}

	function hasMask({ start, end }: HtmlRange): boolean {
		return source !== text && source.slice(start, end) !== text.slice(start, end);
	}

	function valueOf({ start, end }: HtmlRange): AttributeValue {
		const written = text.slice(start, end);
		const quote = written[0];
		if (rules === 'html' && hasMask({ start, end })) {
			const isQuoted = quote === '"' || quote === "'";
			return { start, end, kind: 'expression', text: isQuoted ? written.slice(1, -1) : written };
		}
		if (quote === '"' || quote === "'") return { start, end, kind: quote, text: written.slice(1, -1) };
		if (quote === '{' && isMasked(start)) return { start, end, kind: 'expression', text: written.slice(1, -1) };
		if (quote === '`' && isMasked(start)) return { start, end, kind: 'expression', text: written };
		return { start, end, kind: 'unquoted', text: written };
	}

	for (const { start, end: limit } of pieces) {
		let textStart = start;
		for (let at = source.indexOf('<', start); at >= 0 && at < limit;) {
			const parent = open.at(-1);
			const end = markup(at, limit);
			if (end !== undefined) {
				addText(textStart, at, parent);
				textStart = end;
			}
			at = source.indexOf('<', end ?? at + 1);
		}
		addText(textStart, limit, open.at(-1));
	}
	const last = pieces.at(-1)?.end ?? source.length;
	while (open.length > 0) pop(last, last);
	return {
		elements,
		texts,
		scripts,
		canInsertAt: (offset) => {
			const range = closed[countWhile(closed.length, (index) => (closed[index]?.start ?? 0) < offset) - 1];
			return !range || offset >= range.end;
		},
	};
}

/** Reads `{alt}`, which is short for `alt={alt}`, and `{...rest}`, which may be anything. */
function shortAttribute(written: string, { start, end }: HtmlRange): Attribute {
	const name = /^\{\s*([\w$]+)\s*\}$/.exec(written)?.[1];
	return {
		name: name ?? '',
		start,
		end,
		value: name === undefined ? undefined : { start, end, kind: 'expression', text: name },
	};
}

import { attributeOf, plainAttribute, type Attribute, type MarkupElement } from './element.ts';
import type { ElementLanguage } from './elementLanguage.ts';
import { decodeEntities } from './entities.ts';
import type { AltSlot, MarkupContext, TextContext } from './imageReference.ts';
import { stringLiteral } from './literal.ts';

/** Tells whether the element is marked as decorative. */
export function isHidden(element: MarkupElement): boolean {
	const hidden = attributeOf(element, 'aria-hidden');
	const value = hidden?.value?.text.replaceAll(/["'`\s]/g, '').toLowerCase();
	const isTrue = hidden !== undefined && (value === undefined || value === 'true' || value === '');
	return isTrue || /^(?:presentation|none)$/i.test(plainAttribute(element, 'role') ?? '');
}

/** Signs in a string that Markdown reads before it is one: it looks for code, and splits a table into cells. */
const codedIn: Readonly<Record<MarkupContext, string>> = { markup: '', markdown: '`', table: '`|' };

/** Returns the slot of an attribute's text; undefined if it is computed. */
export function attributeSlot(
	element: MarkupElement,
	{ name, start, end, value }: Attribute,
	language: ElementLanguage,
): { readonly slot: AltSlot; readonly alt: string } | undefined {
	const isVerbatim = language.verbatimComponents && /[A-Z.]/.test(element.name);
	if (!value) return { slot: wholeSlot(start + name.length, { before: '=', end, element }, language), alt: '' };
	if (value.kind === 'expression') {
		const literal = stringLiteral(value.text);
		if (!literal) return undefined;
		const isInBraces = language.text[value.start] === '{';
		const offset = value.start + (isInBraces ? 1 : 0);
		const writing: TextContext = {
			kind: 'string',
			quote: literal.quote,
			coded: isInBraces ? codedIn[language.around(value.start)] : '`$&',
		};
		const slot = { start: offset + literal.start, end: offset + literal.end, before: '', after: '', writing };
		return { slot, alt: literal.text };
	}
	if (language.bracesInQuotes === 'expression' && /[{}]/.test(value.text)) return undefined;
	if (isVerbatim)
		return { slot: wholeSlot(value.start, { before: '', end: value.end, element }, language), alt: value.text };
	const alt = decodeEntities(value.text);
	if (value.kind === 'unquoted')
		return { slot: wholeSlot(value.start, { before: '', end: value.end, element }, language), alt };
	const writing: TextContext = {
		kind: 'attribute',
		quote: value.kind,
		around: language.around(value.start),
		braces: language.bracesInQuotes,
	};
	return { slot: { start: value.start + 1, end: value.end - 1, before: '', after: '', writing }, alt };
}

/** Returns a slot that has no quotes yet. */
export function wholeSlot(
	start: number,
	{ before, end, element }: { readonly before: string; readonly end: number; readonly element: MarkupElement },
	language: ElementLanguage,
): AltSlot {
	if (language.verbatimComponents && /[A-Z.]/.test(element.name)) {
		return { start, end, before, after: '', writing: { kind: 'verbatim' } };
	}
	const writing: TextContext = {
		kind: 'attribute',
		quote: '"',
		around: language.around(start),
		braces: language.bracesInQuotes,
	};
	return { start, end, before: `${before}"`, after: '"', writing };
}

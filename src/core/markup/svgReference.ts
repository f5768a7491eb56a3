import { altState } from './altState.ts';
import { attributeSlot, isHidden } from './attributeSlot.ts';
import { attributeOf, type MarkupElement, type MarkupTree } from './element.ts';
import type { ElementLanguage } from './elementLanguage.ts';
import { decodeEntities } from './entities.ts';
import type { AltSlot, ImageReference, TextEdit } from './imageReference.ts';

/** The title of a drawing, and its text. */
interface Title {
	readonly element: MarkupElement;
	text: string;
}

/** Returns the first title of each element that has one as a child. */
export function titlesOf(
	{ elements, texts }: MarkupTree,
	{ text }: ElementLanguage,
): ReadonlyMap<MarkupElement, Title> {
	const byParent = new Map<MarkupElement, Title>();
	const byElement = new Map<MarkupElement, Title>();
	for (const element of elements) {
		if (element.name.toLowerCase() !== 'title' || !element.parent || byParent.has(element.parent)) continue;
		const title = { element, text: '' };
		byParent.set(element.parent, title);
		byElement.set(element, title);
	}
	for (const { start, end, parent } of texts) {
		const title = parent && byElement.get(parent);
		if (title) title.text += text.slice(start, end);
	}
	return byParent;
}

/** Reads an inline drawing; undefined if it draws something computed, or nothing by itself. */
export function svgReference(
	element: MarkupElement,
	titles: ReadonlyMap<MarkupElement, Title>,
	language: ElementLanguage,
): ImageReference | undefined {
	const { start, end, tagEnd, contentEnd } = element;
	const source = language.text.slice(start, end);
	const code = language.bracesInQuotes === 'expression' ? source : source.replaceAll(/=\s*(?:"[^"]*"|'[^']*')/g, '');
	const isComputed = language.bracesInText === 'expression' && /[{}]/.test(code);
	// A drawing from another file or a symbol sheet can't be examined here.
	if (isComputed || contentEnd <= tagEnd || /<use\b/i.test(source)) return undefined;

	const attributesEnd = element.attributes.at(-1)?.end ?? start + 1 + element.name.length;
	const insert = (newText: string): TextEdit => ({ start: attributesEnd, end: attributesEnd, newText });
	const title = titles.get(element);
	const label = attributeOf(element, 'aria-label');
	const hidden = isHidden(element);
	const labelled = label && attributeSlot(element, label, language);
	let slot: AltSlot | undefined = labelled?.slot;
	let alt = labelled?.alt ?? '';
	if (!label && title) {
		slot = {
			start: title.element.tagEnd,
			end: title.element.contentEnd,
			before: '',
			after: '',
			writing: { kind: 'content', braces: language.bracesInText },
		};
		alt = decodeEntities(title.text).trim();
	} else if (!label) {
		slot = {
			start: attributesEnd,
			end: attributesEnd,
			before: attributeOf(element, 'role') ? ' aria-label="' : ' role="img" aria-label="',
			after: '"',
			writing: {
				kind: 'attribute',
				quote: '"',
				around: language.around(start),
				braces: language.bracesInQuotes,
			},
		};
	}
	// Words between tags in a Markdown paragraph are Markdown, and would have to be written as such.
	const isForeign = !label && title?.text === '' && title.element.contentEnd > title.element.tagEnd;
	const isExpression = slot === undefined || isForeign || attributeOf(element, 'aria-labelledby') !== undefined;
	const state = isExpression ? 'expression' : hidden ? 'empty' : alt === '' ? 'missing' : altState(alt, undefined);
	return {
		start,
		end,
		element: 'svg',
		source: { kind: 'svg', markup: source },
		state,
		alt,
		slot: isExpression ? undefined : slot,
		...(!attributeOf(element, 'aria-hidden') && { decorative: insert(' aria-hidden="true"') }),
	};
}

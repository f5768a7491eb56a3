import { altState, withoutQuery } from './altState.ts';
import { attributeSlot, wholeSlot } from './attributeSlot.ts';
import { attributeOf, plainAttribute, type MarkupElement } from './element.ts';
import type { ElementLanguage } from './elementLanguage.ts';
import { decodeEntities } from './entities.ts';
import type { ImageReference } from './imageReference.ts';
import { hasPictureName } from '../fileNames.ts';

/**
 * Reads an element that shows a picture without being an image: an `object`, the poster of a `video`, anything with the
 * role of one. Its label is its alt text.
 */
export function labelledReference(element: MarkupElement, language: ElementLanguage): ImageReference | undefined {
	const name = element.name.toLowerCase();
	if (name === 'object' || name === 'video') return pictureOf(element, name, language);
	const isImage = plainAttribute(element, 'role')?.toLowerCase() === 'img';
	return isImage && isUnlabelled(element) && !/[A-Z.:]/.test(element.name)
		? {
				start: element.start,
				end: element.tagEnd,
				element: name,
				source: { kind: 'computed' },
				state: 'missing',
				alt: '',
				slot: undefined,
			}
		: undefined;
}

function pictureOf(
	element: MarkupElement,
	name: 'object' | 'video',
	language: ElementLanguage,
): ImageReference | undefined {
	const attribute = attributeOf(element, name === 'object' ? 'data' : 'poster');
	if (!attribute?.value || attribute.value.kind === 'expression') return undefined;
	const address = decodeEntities(attribute.value.text).trim();
	if (address === '' || (name === 'object' && !hasPictureName(withoutQuery(address)))) return undefined;
	if (language.bracesInQuotes === 'expression' && /[{}]/.test(address)) return undefined;
	const base = {
		start: element.start,
		end: element.tagEnd,
		element: name,
		source: { kind: 'address', address },
	} as const;
	const label = attributeOf(element, 'aria-label');
	const found = label && attributeSlot(element, label, language);
	if (found) {
		const { alt, slot } = found;
		return { ...base, alt, slot, state: alt === '' ? 'missing' : altState(alt, address) };
	}
	// Text inside, a title or a label elsewhere describes it already.
	if (label || !isUnlabelled(element) || hasContent(element, language)) return undefined;
	const slot = wholeSlot(attribute.end, { before: ' aria-label=', end: attribute.end, element }, language);
	return { ...base, alt: '', slot, state: 'missing' };
}

function isUnlabelled(element: MarkupElement): boolean {
	const isLabelled = attributeOf(
		element,
		'aria-label',
		'aria-labelledby',
		'title',
		':aria-label',
		':title',
		'[attr.aria-label]',
	);
	const isHidden = attributeOf(element, 'aria-hidden', 'hidden');
	return !isLabelled && !isHidden && element.attributes.every(({ name }) => name !== '');
}

/** Tells whether there is something inside an `object`, which is shown in its place. */
function hasContent({ name, tagEnd, contentEnd }: MarkupElement, { text }: ElementLanguage): boolean {
	return name.toLowerCase() === 'object' && text.slice(tagEnd, contentEnd).trim() !== '';
}

import { altState } from './altState.ts';
import { attributeSlot, isHidden, wholeSlot } from './attributeSlot.ts';
import { ancestor, attributeOf, plainAttribute, type MarkupElement, type MarkupTree } from './element.ts';
import type { ElementLanguage } from './elementLanguage.ts';
import { decodeEntities } from './entities.ts';
import type { AltSlot, ImageReference, PictureSource } from './imageReference.ts';
import { pictureIn } from './literal.ts';
import { svgReference } from './svgReference.ts';

const pictureFile = /\.(?:png|jpe?g|gif|webp|bmp|ico|tiff?|avif|hei[cf]|svg)(?:[?#].*)?$/is;
const pictureName = /(?:^|[-:.]|(?<=[a-z]))(?:img|image|picture|photo|avatar|logo|icon|thumbnail)$/i;

/** The pictures among the elements. */
export function elementReferences(tree: MarkupTree, language: ElementLanguage): readonly ImageReference[] {
	return tree.elements.flatMap((element) => {
		const name = element.name.toLowerCase();
		if (name === 'svg') return svgReference(element, tree, language) ?? [];
		if (ancestor(element.parent, (around) => around.name.toLowerCase() === 'svg')) return [];
		return reference(element, tree, language) ?? [];
	});
}

function reference(element: MarkupElement, tree: MarkupTree, language: ElementLanguage): ImageReference | undefined {
	const name = element.name.toLowerCase();
	const isComponent = /[A-Z.:-]/.test(element.name) && name !== 'img';
	if (!isComponent && !['img', 'input', 'area'].includes(name)) return undefined;
	if (name === 'input' && plainAttribute(element, 'type')?.toLowerCase() !== 'image') return undefined;
	const source = name === 'area' ? mapPicture(element, tree, language) : sourceOf(element, language);
	if (!source || (isComponent && !isPicture(element, source))) return undefined;
	const target = name === 'area' ? plainAttribute(element, 'href') : undefined;
	const picture = ancestor(element.parent, (around) => around.name.toLowerCase() === 'picture');
	return {
		start: picture?.start ?? element.start,
		end: picture?.end ?? element.tagEnd,
		element: name,
		source,
		...altOf(element, source, language),
		...(target !== undefined && { target: decodeEntities(target) }),
		...(name === 'input' && { isButton: true }),
		...descriptionAfter(picture ?? element, tree),
	};
}

/** A longer description can't stand within what may hold no paragraph. */
function descriptionAfter(element: MarkupElement, tree: MarkupTree): Pick<ImageReference, 'descriptionAt'> {
	let around = element;
	while (around.parent && /^(?:a|p|figure|picture|span|button|link|em|strong)$/i.test(around.parent.name)) {
		around = around.parent;
	}
	// In JSX an element at the top has no room for another beside it.
	return around.parent || tree.elements.some((other) => other !== around && !other.parent)
		? { descriptionAt: { offset: around.end, style: 'html' } }
		: {};
}

function isPicture({ name }: MarkupElement, source: PictureSource): boolean {
	if (pictureName.test(name)) return true;
	const path = source.kind === 'address' ? source.address : source.kind === 'module' ? source.specifier : '';
	return pictureFile.test(path) || /^data:image\//i.test(path);
}

function sourceOf(
	element: MarkupElement,
	{ imports, bindings, bracesInQuotes }: ElementLanguage,
): PictureSource | undefined {
	const bound = bindings ? attributeOf(element, ':src', 'v-bind:src')?.value?.text : undefined;
	if (bound !== undefined) return pictureIn(bound, imports);
	const attribute = attributeOf(element, 'src', 'data-src');
	if (!attribute) {
		const [first = ''] = (plainAttribute(element, 'srcset') ?? '').trim().split(/\s+/);
		return first === '' ? undefined : { kind: 'address', address: decodeEntities(first.replace(/,$/, '')) };
	}
	const { value } = attribute;
	if (value?.kind === 'expression') return pictureIn(value.text, imports);
	const whole = bracesInQuotes ? /^\{([^{}]*)\}$/.exec(value?.text ?? '')?.[1] : undefined;
	if (whole !== undefined) return pictureIn(whole, imports);
	const address = decodeEntities(value?.text ?? '').trim();
	return address === '' || (bracesInQuotes && address.includes('{')) ? undefined : { kind: 'address', address };
}

/** The picture of an image map belongs to the `img` that uses it. */
function mapPicture(
	area: MarkupElement,
	{ elements }: MarkupTree,
	language: ElementLanguage,
): PictureSource | undefined {
	const map = ancestor(area.parent, ({ name }) => name.toLowerCase() === 'map');
	const name = map && plainAttribute(map, 'name', 'id');
	if (!name) return undefined;
	const image = elements.find((element) => plainAttribute(element, 'usemap') === `#${name}`);
	return image && sourceOf(image, language);
}

function altOf(
	element: MarkupElement,
	source: PictureSource,
	language: ElementLanguage,
): Pick<ImageReference, 'state' | 'alt' | 'slot'> {
	const attribute = attributeOf(element, 'alt');
	const isComputed =
		(language.bindings && attributeOf(element, ':alt', 'v-bind:alt', 'v-bind') !== undefined) ||
		(!attribute && element.attributes.some(({ name }) => name === '')) ||
		(!attribute && attributeOf(element, 'aria-label', 'aria-labelledby') !== undefined);
	const found = attribute ? attributeSlot(element, attribute, language) : newSlot(element, language);
	if (isComputed || !found) return { state: 'expression', alt: '', slot: undefined };
	const { slot, alt } = found;
	const address = source.kind === 'address' ? source.address : source.kind === 'module' ? source.specifier : undefined;
	if (isHidden(element)) return { state: 'empty', alt, slot };
	if (!attribute) return { state: 'missing', alt, slot };
	return { state: alt === '' ? 'empty' : altState(alt, address), alt, slot };
}

/** A new attribute behind the one that names the picture. */
function newSlot(element: MarkupElement, language: ElementLanguage): { readonly slot: AltSlot; readonly alt: string } {
	const anchor =
		attributeOf(element, 'src', ':src', 'v-bind:src', 'data-src', 'srcset', 'href') ?? element.attributes.at(-1);
	const at = anchor?.end ?? element.start + 1 + element.name.length;
	return { slot: wholeSlot(at, { before: ' alt=', end: at, element }, language), alt: '' };
}

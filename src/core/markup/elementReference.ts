import { pictureExtensions } from '../fileNames.ts';
import { altState } from './altState.ts';
import { attributeSlot, isHidden, wholeSlot } from './attributeSlot.ts';
import { ancestorSearch, attributeOf, plainAttribute, type MarkupElement, type MarkupTree } from './element.ts';
import type { ElementLanguage } from './elementLanguage.ts';
import { decodeEntities } from './entities.ts';
import type { AltSlot, ImageReference } from './imageReference.ts';
import { pictureExpression } from './pictureExpression.ts';
import { addressesOf, type PictureSource } from './pictureSource.ts';
import { labelledReference } from './labelledReference.ts';
import { svgReference, titlesOf } from './svgReference.ts';

const pictureFile = new RegExp(String.raw`\.(?:${pictureExtensions.join('|')})(?:[?#].*)?$`, 'is');
const pictureName = /(?:^|[-:.]|(?<=[a-z]))(?:img|image|picture|photo|avatar|logo|icon|thumbnail)$/i;
export const imageName = /(?:^|[-:.]|(?<=[a-z]))(?:img|image)$/i;

/** Returns the images among the elements. */
export function elementReferences(tree: MarkupTree, language: ElementLanguage): readonly ImageReference[] {
	const drawing = ancestorSearch(tree, (around) => around.name.toLowerCase() === 'svg');
	const titles = titlesOf(tree, language);
	const places = placesIn(tree, language);
	return tree.elements.flatMap((element) => {
		if (drawing(element.parent)) return [];
		if (drawing(element)) return svgReference(element, titles, language) ?? [];
		return reference(element, places, language) ?? labelledReference(element, language) ?? [];
	});
}

/** The attributes that hold expressions for the address and the alt text, in lower case. */
const boundNames = {
	vue: { src: [':src', 'v-bind:src'], alt: [':alt', 'v-bind:alt', 'v-bind'] },
	angular: {
		src: ['[src]', '[ngsrc]', '[attr.src]', 'bind-src'],
		alt: ['[alt]', '[attr.alt]', 'bind-alt', '[attr.aria-label]'],
	},
	none: { src: [], alt: [] },
} satisfies Record<ElementLanguage['bindings'], Record<'src' | 'alt', readonly string[]>>;

/** The positions of elements in the tree. */
interface Places {
	readonly pictureAround: (element: MarkupElement | undefined) => MarkupElement | undefined;
	/** Returns the picture of the image map that contains an area. */
	readonly mapPicture: (area: MarkupElement) => PictureSource | undefined;
	/** Returns the outermost element, from this one on, that can't contain a paragraph. */
	readonly outermostInline: (element: MarkupElement) => MarkupElement;
	/** The number of top-level elements. */
	readonly topCount: number;
}

function placesIn(tree: MarkupTree, language: ElementLanguage): Places {
	const { elements } = tree;
	const map = ancestorSearch(tree, ({ name }) => name.toLowerCase() === 'map');
	const users = new Map<string, MarkupElement>();
	const outermost = new Map<MarkupElement, MarkupElement>();
	for (const element of elements) {
		const used = plainAttribute(element, 'usemap');
		if (used !== undefined && !users.has(used)) users.set(used, element);
		const { parent } = element;
		const isInline = parent && /^(?:a|p|figure|picture|span|button|link|em|strong)$/i.test(parent.name);
		outermost.set(element, isInline ? (outermost.get(parent) ?? parent) : element);
	}
	return {
		pictureAround: ancestorSearch(tree, ({ name }) => name.toLowerCase() === 'picture'),
		// The picture of an image map belongs to the `img` that uses it.
		mapPicture: (area) => {
			const around = map(area.parent);
			const name = around && plainAttribute(around, 'name', 'id');
			const image = name ? users.get(`#${name}`) : undefined;
			return image && sourceOf(image, language);
		},
		outermostInline: (element) => outermost.get(element) ?? element,
		topCount: elements.filter(({ parent }) => !parent).length,
	};
}

function reference(element: MarkupElement, places: Places, language: ElementLanguage): ImageReference | undefined {
	const lowerCase = element.name.toLowerCase();
	const isComponent = /[A-Z.:-]/.test(element.name) && lowerCase !== 'img';
	// HTML takes an `image` for an `img`.
	const name = lowerCase === 'image' && !isComponent ? 'img' : lowerCase;
	if (!isComponent && !['img', 'input', 'area'].includes(name)) return undefined;
	if (name === 'input' && plainAttribute(element, 'type')?.toLowerCase() !== 'image') return undefined;
	const source = name === 'area' ? places.mapPicture(element) : sourceOf(element, language);
	if (!source || (isComponent && !isPicture(element, source))) return undefined;
	const target = name === 'area' ? plainAttribute(element, 'href') : undefined;
	const picture = places.pictureAround(element.parent);
	return {
		start: picture?.start ?? element.start,
		end: picture?.end ?? element.tagEnd,
		element: name,
		source,
		...altOf(element, source, language),
		// No picture can be sent.
		...(source.kind === 'computed' && { slot: undefined }),
		...(target !== undefined && { target: decodeEntities(target) }),
		...(name === 'input' && { isButton: true }),
		...descriptionAfter(picture ?? element, places),
	};
}

/** Returns the place for a longer description, which can't be inside an element that holds no paragraph. */
function descriptionAfter(
	element: MarkupElement,
	{ outermostInline, topCount }: Places,
): Pick<ImageReference, 'descriptionAt'> {
	const around = outermostInline(element);
	// In JSX a top-level element has no room for a sibling.
	return around.parent || topCount > 1 ? { descriptionAt: { offset: around.end, style: 'html' } } : {};
}

function isPicture({ name }: MarkupElement, source: PictureSource): boolean {
	// An avatar without a picture shows initials: what is computed counts for images alone.
	if (source.kind === 'computed') return imageName.test(name);
	if (pictureName.test(name)) return true;
	return addressesOf(source).some((path) => pictureFile.test(path) || /^data:image\//i.test(path));
}

function sourceOf(
	element: MarkupElement,
	{ imports, bindings, bracesInQuotes }: ElementLanguage,
): PictureSource | undefined {
	const bound = attributeOf(element, ...boundNames[bindings].src)?.value?.text;
	if (bound !== undefined) return pictureExpression(bound, imports);
	const attribute = attributeOf(element, 'src', 'ngsrc', 'data-src');
	if (!attribute) {
		const [first = ''] = (plainAttribute(element, 'srcset') ?? '').trim().split(/\s+/);
		return first === '' ? undefined : { kind: 'address', address: decodeEntities(first.replace(/,$/, '')) };
	}
	const { value } = attribute;
	if (value?.kind === 'expression') return pictureExpression(value.text, imports);
	const whole = bracesInQuotes === 'expression' ? /^\{([^{}]*)\}$/.exec(value?.text ?? '')?.[1] : undefined;
	if (whole !== undefined) return pictureExpression(whole, imports);
	const address = decodeEntities(value?.text ?? '').trim();
	if (bracesInQuotes === 'expression' && address.includes('{')) return { kind: 'computed' };
	return address === '' ? undefined : { kind: 'address', address };
}

function altOf(
	element: MarkupElement,
	source: PictureSource,
	language: ElementLanguage,
): Pick<ImageReference, 'state' | 'alt' | 'slot'> {
	const attribute = attributeOf(element, 'alt');
	const isComputed =
		attributeOf(element, ...boundNames[language.bindings].alt) !== undefined ||
		(!attribute && element.attributes.some(({ name }) => name === '')) ||
		(!attribute && attributeOf(element, 'aria-label', 'aria-labelledby') !== undefined);
	const found = attribute ? attributeSlot(element, attribute, language) : newSlot(element, language);
	if (isComputed || !found) return { state: 'expression', alt: '', slot: undefined };
	const { slot, alt } = found;
	const [address] = addressesOf(source);
	if (isHidden(element)) return { state: 'empty', alt, slot };
	if (!attribute) return { state: 'missing', alt, slot };
	return { state: alt === '' ? 'empty' : altState(alt, address), alt, slot };
}

/** Returns a new attribute after the one that names the picture. */
function newSlot(element: MarkupElement, language: ElementLanguage): { readonly slot: AltSlot; readonly alt: string } {
	const anchor =
		attributeOf(element, 'src', 'ngsrc', ...boundNames[language.bindings].src, 'data-src', 'srcset', 'href') ??
		element.attributes.at(-1);
	const at = anchor?.end ?? element.start + 1 + element.name.length;
	return { slot: wholeSlot(at, { before: ' alt=', end: at, element }, language), alt: '' };
}

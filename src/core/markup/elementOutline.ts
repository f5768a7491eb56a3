import { ancestorSearch, plainAttribute, type MarkupElement, type MarkupTree } from './element.ts';
import { imageName } from './elementReference.ts';
import { decodeEntities } from './entities.ts';
import { countWhile } from './ordered.ts';
import type { BlockText, LinkPassage, Outline, Passage } from './outline.ts';

/** The most characters kept of a heading, a link or a caption: unclosed elements contain all the rest. */
const longestPassage = 1000;

const inlineElements =
	/^(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|img|image|ins|kbd|label|link|mark|picture|q|s|samp|small|span|strong|sub|sup|time|u|var|nuxtlink|router-link)$/i;

/** Elements whose text isn't displayed. */
const silentElements = /^(?:script|style|head|title|template|noscript|textarea|svg|math)$/i;

/** The same for Vue components, which display the content of templates. */
export const silentInVue = /^(?:script|style|head|title|noscript|textarea|svg|math)$/i;

/** Links, including those of frameworks. */
const linkElements = /^(?:a|link|nuxtlink|routerlink|router-link|nuxt-link|navlink|button|summary)$/i;

/**
 * Returns the outline of a document of elements. `text` is the document as written. If the text between tags is in
 * another language, `words` are its texts: part of what contains them, but not of the `texts`.
 */
export function elementOutline(
	tree: MarkupTree,
	text: string,
	{
		silent = silentElements,
		words = [],
		written = text,
	}: {
		readonly silent?: RegExp;
		readonly words?: readonly BlockText[];
		/** The document with its expressions, where `text` is without them. */
		readonly written?: string;
	} = {},
): Outline {
	const seen = runs(tree, { text, silent });
	const pieces = [
		...seen.map((run) => ({ ...run, text: ` ${run.text} ` })),
		...notIn(seen, words).map((piece, index, all) =>
			piece.block === all[index + 1]?.block ? piece : { ...piece, text: `${piece.text} ` },
		),
	].sort((a, b) => a.start - b.start);
	const inside = (element: MarkupElement): string => {
		const first = countWhile(pieces.length, (index) => (pieces[index]?.start ?? 0) < element.tagEnd);
		let found = '';
		for (let index = first; found.length < longestPassage; index++) {
			const piece = pieces[index];
			if (!piece || piece.start > element.contentEnd) break;
			if (piece.end <= element.contentEnd) found += piece.text;
		}
		return plain(found.slice(0, longestPassage));
	};
	const figureAround = ancestorSearch(tree, ({ name }) => /^figure$/i.test(name));
	const named = (names: RegExp): readonly MarkupElement[] => tree.elements.filter(({ name }) => names.test(name));

	return {
		headings: named(/^h[1-6]$/i).map((element) => passage(element, inside(element))),
		texts: seen,
		links: named(linkElements).map((element): LinkPassage => {
			const target = plainAttribute(element, 'href', 'to');
			const content = inside(element);
			return {
				...passage(element, content),
				...(content === '' && mayBeNamed(element, tree, written) && { mayBeNamed: true }),
				target: target === undefined ? undefined : decodeEntities(target),
				isButton: /^(?:button|summary)$/i.test(element.name),
			};
		}),
		figures: named(/^figcaption$/i).flatMap((caption): readonly Passage[] => {
			const figure = figureAround(caption.parent);
			return figure ? [passage(figure, inside(caption))] : [];
		}),
		language: tree.elements
			.filter(({ name }) => /^(?:html|body|main|article)$/i.test(name))
			.map((element) => plainAttribute(element, 'lang', 'xml:lang'))
			.find(Boolean),
	};
}

/** Attributes that name an element, or make its content. */
const namingAttribute =
	/(?:^|[:.[])(?:aria-label|aria-labelledby|title|v-text|v-html|text|html|innerhtml|dangerouslysetinnerhtml)\]?$|^$/i;

/** Components, which may show words, and places for those of whoever uses this one. */
const madeElement = /^[A-Z]|[-.:]|^slot$/;

/** The most elements in a link among which those are searched. */
const mostInLink = 100;

/** Tells whether a link without words of its own may have a name after all: from an attribute, or from what is computed in it. */
function mayBeNamed(link: MarkupElement, { elements }: MarkupTree, text: string): boolean {
	const first = countWhile(elements.length, (index) => (elements[index]?.start ?? 0) < link.start);
	const within = elements
		.slice(first, first + mostInLink)
		.filter(({ start, end }) => start >= link.start && end <= link.end);
	if (within.some(({ attributes }) => attributes.some(({ name }) => namingAttribute.test(name)))) return true;
	if (within.some((element) => element !== link && madeElement.test(element.name) && !imageName.test(element.name))) {
		return true;
	}
	// What stands between the tags and has no words yet.
	const tags = within.filter((element) => element !== link);
	let from = link.tagEnd;
	let rest = '';
	for (const { start, tagEnd } of tags) {
		rest += text.slice(from, Math.min(Math.max(from, start), from + longestPassage));
		from = Math.max(from, tagEnd);
		if (rest.length >= longestPassage) break;
	}
	rest += text.slice(from, Math.min(link.contentEnd, from + longestPassage));
	return (
		decodeEntities(rest.slice(0, longestPassage).replaceAll(/<\/[^<>]{0,100}>|<!--[^<>]{0,500}-->/g, '')).trim() !== ''
	);
}

function runs(
	tree: MarkupTree,
	{ text, silent }: { readonly text: string; readonly silent: RegExp },
): readonly BlockText[] {
	const { elements, texts } = tree;
	/** The block boundaries: where an element that isn't inline begins or ends. */
	const edges = elements
		.filter(({ name }) => !inlineElements.test(name))
		.flatMap(({ start, end, contentEnd }) => [start, contentEnd, end])
		.sort((a, b) => a - b);
	const silentAround = ancestorSearch(tree, ({ name }) => silent.test(name));
	let block = 0;
	return texts.flatMap(({ start, end, parent }): readonly BlockText[] => {
		while ((edges[block] ?? Number.POSITIVE_INFINITY) <= start) block++;
		if (silentAround(parent)) return [];
		// Computed text has no words yet.
		const words = decodeEntities(text.slice(start, end).replaceAll(/\{\{?[^{}]*\}\}?/g, ' '));
		return words.trim() === '' ? [] : [{ start, end, text: words, block }];
	});
}

/**
 * Returns the words that aren't part of a run already: a run may span several pieces of HTML. Both lists are in
 * document order.
 */
export function notIn(seen: readonly Passage[], words: readonly BlockText[]): readonly BlockText[] {
	return words.filter(({ start }) => {
		const run = seen[countWhile(seen.length, (index) => (seen[index]?.start ?? 0) <= start) - 1];
		return !run || start >= run.end;
	});
}

function passage({ start, end }: MarkupElement, text: string): Passage {
	return { start, end, text };
}

/** Returns a text as displayed: with single spaces. */
export function plain(text: string): string {
	return text.replaceAll(/[^\S ]\s*| \s+/g, ' ').trim();
}

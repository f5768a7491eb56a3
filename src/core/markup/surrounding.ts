import { plain } from './elementOutline.ts';
import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument } from './markupDocument.ts';
import type { BlockText, Outline, Passage } from './outline.ts';

/** What stands around a picture, in the document's own words. */
export interface Surrounding {
	readonly heading?: string;
	/** Where the link leads in which it stands. */
	readonly linkTarget?: string;
	/** The words of that link or button beside the picture. */
	readonly linkText?: string;
	/** Whether it stands in a button. */
	readonly isButton?: boolean;
	readonly caption?: string;
	/** The sentence before it, in its own paragraph or the one before. */
	readonly before?: string;
	/** The sentence behind it. */
	readonly after?: string;
}

/** Characters of a sentence that are still sent. */
const longest = 300;

/** What stands around a picture of the document. */
export function surroundingOf(reference: ImageReference, document: Pick<MarkupDocument, 'outline'>): Surrounding {
	const outline = document.outline();
	const link = innermost(outline.links, reference);
	const caption = innermost(outline.figures, reference)?.text;
	const heading = outline.headings.findLast((each) => each.start <= reference.start && each.text !== '')?.text;
	const target = reference.target ?? link?.target;
	const figure = innermost(outline.figures, reference);
	const around = figure ?? reference;
	return {
		...given('heading', heading),
		...given('linkTarget', target),
		...given('linkText', link?.text),
		...((reference.isButton || link?.isButton) && { isButton: true }),
		...given('caption', caption),
		...given('before', sentenceBefore(outline, around)),
		...given('after', sentenceAfter(outline, around)),
	};
}

function given<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one key of a record of that key
	return value ? ({ [key]: value.slice(0, longest) } as Record<Key, string>) : {};
}

function innermost<Each extends Passage>(list: readonly Each[], { start, end }: ImageReference): Each | undefined {
	return list
		.filter((each) => each.start <= start && end <= each.end)
		.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

type Around = Pick<Passage, 'start' | 'end'>;

function sentenceBefore({ texts, headings }: Outline, { start }: Around): string | undefined {
	// What stands over the nearest heading, or is it, belongs to that.
	const heading = headings.findLast((each) => each.start <= start);
	const before = texts.filter((text) => (heading?.end ?? 0) <= text.start && text.end <= start);
	const last = before.findLast(({ text }) => text.trim() !== '');
	return sentences(blockText(before, last)).at(-1);
}

function sentenceAfter({ texts, headings }: Outline, { end }: Around): string | undefined {
	const after = texts.filter((text) => text.start >= end);
	const first = after.find(({ text }) => text.trim() !== '');
	// What stands under another heading belongs to that.
	const isApart = first && headings.some((heading) => heading.start >= end && heading.start <= first.start);
	return isApart ? undefined : sentences(blockText(after, first))[0];
}

function blockText(texts: readonly BlockText[], one: BlockText | undefined): string {
	return plain(
		texts
			.filter(({ block }) => block === one?.block)
			.map(({ text }) => text)
			.join(''),
	);
}

function sentences(text: string): readonly string[] {
	const segments = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)];
	return segments.map(({ segment }) => segment.trim()).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

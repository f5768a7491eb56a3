import { plain } from './elementOutline.ts';
import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument } from './markupDocument.ts';
import { countWhile } from './ordered.ts';
import type { LinkPassage, Outline, Passage } from './outline.ts';

/** The surroundings of an image, in the document's own words. */
export interface Surrounding {
	readonly heading?: string;
	/** The target of the link that contains it. */
	readonly linkTarget?: string;
	/** The other text of that link or button. */
	readonly linkText?: string;
	/** True if it is in a button. */
	readonly isButton?: boolean;
	readonly caption?: string;
	/** The sentence before it, in its own paragraph or the previous one. */
	readonly before?: string;
	/** The sentence after it. */
	readonly after?: string;
}

/** The most characters of a sentence that are sent. */
const longest = 300;

/** The number of characters before and after an image in which its sentences are searched. */
const nearby = 1000;

/** The number of pieces of text among which those of its paragraph are searched. */
const mostPieces = 500;

/** Returns the surroundings of an image in the document. */
export function surroundingOf(
	reference: Around & Partial<Pick<ImageReference, 'target' | 'isButton'>>,
	document: Pick<MarkupDocument, 'outline'>,
): Surrounding {
	const outline = document.outline();
	const passages = passagesOf(outline);
	const link = passages.linkAround(reference);
	const figure = passages.figureAround(reference);
	const heading = passages.headingBefore(reference.start);
	const target = reference.target ?? link?.target;
	const around = figure ?? reference;
	return {
		...given('heading', heading),
		...given('linkTarget', target),
		...given('linkText', link?.text),
		...((reference.isButton || link?.isButton) && { isButton: true }),
		...given('caption', figure?.text),
		...given('before', sentenceBefore(outline, passages, around)),
		...given('after', sentenceAfter(outline, passages, around)),
	};
}

function given<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a record with this one key
	return value ? ({ [key]: value.slice(0, longest) } as Record<Key, string>) : {};
}

type Around = Pick<Passage, 'start' | 'end'>;

/** The passages of an outline, indexed for the searches. */
interface Passages {
	readonly linkAround: (place: Around) => LinkPassage | undefined;
	readonly figureAround: (place: Around) => Passage | undefined;
	/** Returns the text of the last heading that has one, at an offset or before it. */
	readonly headingBefore: (offset: number) => string | undefined;
	/** The indexes of the pieces of text that aren't blank. */
	readonly worded: readonly number[];
}

/** A cache: a document has one outline, and may have thousands of images. */
const known = new WeakMap<Outline, Passages>();

function passagesOf(outline: Outline): Passages {
	const found = known.get(outline);
	if (found) return found;
	const titled = outline.headings.filter(({ text }) => text !== '');
	const made: Passages = {
		linkAround: innermostSearch(outline.links),
		figureAround: innermostSearch(outline.figures),
		headingBefore: (offset) => titled[countWhile(titled.length, (at) => (titled[at]?.start ?? 0) <= offset) - 1]?.text,
		worded: outline.texts.flatMap(({ text }, index) => (text.trim() === '' ? [] : [index])),
	};
	known.set(outline, made);
	return made;
}

/** Returns a search for the smallest passage around a place. `list` is in document order. */
function innermostSearch<Each extends Passage>(list: readonly Each[]): (place: Around) => Each | undefined {
	/** The innermost passage and the one around it, from each offset up to the next. */
	const offsets: number[] = [];
	const innermost: (Level<Each> | undefined)[] = [];
	let level: Level<Each> | undefined;
	const closeUntil = (offset: number): void => {
		while (level && level.passage.end < offset) {
			const { end } = level.passage;
			while (level && level.passage.end <= end) level = level.around;
			offsets.push(end + 1);
			innermost.push(level);
		}
	};
	for (const passage of list.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
		closeUntil(passage.start);
		level = { passage, around: level };
		offsets.push(passage.start);
		innermost.push(level);
	}
	closeUntil(Number.POSITIVE_INFINITY);
	return ({ start, end }) => {
		let around = innermost[countWhile(offsets.length, (at) => (offsets[at] ?? 0) <= start) - 1];
		while (around && around.passage.end < end) around = around.around;
		return around?.passage;
	};
}

interface Level<Each> {
	readonly passage: Each;
	readonly around: Level<Each> | undefined;
}

function sentenceBefore({ texts, headings }: Outline, { worded }: Passages, { start }: Around): string | undefined {
	// Text before or in the nearest heading belongs to that.
	const heading = headings[countWhile(headings.length, (at) => (headings[at]?.start ?? 0) <= start) - 1];
	const count = countWhile(worded.length, (at) => (texts[worded[at] ?? 0]?.end ?? 0) <= start);
	const last = worded[count - 1];
	if (last === undefined) return undefined;
	let found = '';
	for (let at = last; at >= 0 && at > last - mostPieces && found.length < nearby; at--) {
		const text = texts[at];
		if (!text || text.start < (heading?.end ?? 0)) break;
		if (text.block === texts[last]?.block) found = text.text + found;
	}
	return lastSentence(plain(found.slice(-nearby)));
}

function sentenceAfter({ texts, headings }: Outline, { worded }: Passages, { end }: Around): string | undefined {
	const first = worded[countWhile(worded.length, (at) => (texts[worded[at] ?? 0]?.start ?? 0) < end)];
	const begin = first === undefined ? undefined : texts[first];
	if (first === undefined || !begin) return undefined;
	// Text after another heading belongs to that.
	const heading = headings[countWhile(headings.length, (index) => (headings[index]?.start ?? 0) < end)];
	if (heading && heading.start <= begin.start) return undefined;
	let found = '';
	for (let at = first; at < first + mostPieces && found.length < nearby; at++) {
		const text = texts[at];
		if (!text) break;
		if (text.block === begin.block) found += text.text;
	}
	return firstSentence(plain(found.slice(0, nearby)));
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

// Only the segments up to the wanted one are made: that takes most of the time.

function firstSentence(text: string): string | undefined {
	for (const { segment } of segmenter.segment(text)) if (hasWords(segment)) return segment.trim();
	return undefined;
}

function lastSentence(text: string): string | undefined {
	const segments = segmenter.segment(text);
	for (let end = text.length; end > 0;) {
		const last = segments.containing(end - 1);
		if (!last) return undefined;
		if (hasWords(last.segment)) return last.segment.trim();
		end = last.index;
	}
	return undefined;
}

function hasWords(sentence: string): boolean {
	return /[\p{L}\p{N}]/u.test(sentence);
}

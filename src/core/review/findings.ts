import { countCharacters, isFileName } from '../markup/altState.ts';
import type { ImageReference } from '../markup/imageReference.ts';
import { lazy, type MarkupDocument } from '../markup/markupDocument.ts';
import { countWhile } from '../markup/ordered.ts';
import { addressesOf } from '../markup/pictureSource.ts';
import { surroundingOf, type Surrounding } from '../markup/surrounding.ts';
import type { AltTextRuleId } from './altTextRules.ts';
import { isStuffed, isVague, plainWords, saysImageOf } from './emptyWords.ts';
import { ignoreSearch, type IgnoreSearch } from './ignoreComments.ts';

/** A rule that an image breaks. */
export interface Finding {
	readonly rule: AltTextRuleId;
	/** The index of the image among the document's references. */
	readonly image: number;
	/** The words that the alt text repeats. */
	readonly repeated?: string;
}

/** The number of characters between two images up to which one repeats the other. */
const besides = 400;

/** The fewest characters, without punctuation, of words that an alt text can repeat: "Save" beside "Save" is a name. */
const fewestRepeated = 8;

/**
 * Returns what the alt texts of a document break, image by image, worst first; comments that switch rules off are heeded.
 * `text` is the document as written.
 */
export function findingsIn(
	document: Pick<MarkupDocument, 'references' | 'outline'>,
	text: string,
	{ maxLength, isIgnored = ignoreSearch(text) }: { readonly maxLength: number; readonly isIgnored?: IgnoreSearch },
): readonly Finding[] {
	const { references } = document;
	const linkHasOther = otherNameSearch(document);
	const words = references.map(({ state, alt }) => (state === 'written' ? plainWords(alt) : ''));
	return references.flatMap((reference, image): readonly Finding[] => {
		const place: Place = {
			reference,
			words: words[image] ?? '',
			before: references[image - 1],
			wordsBefore: words[image - 1] ?? '',
			maxLength,
			// The outline takes as long as the images, and many documents need none of it.
			surrounding: () => surroundingOf(reference, document),
			linkHasOther: () => linkHasOther(reference),
		};
		return problemsOf(place)
			.filter(({ rule }) => !isIgnored(reference, rule))
			.map((problem) => ({ image, ...problem }));
	});
}

type Problem = Omit<Finding, 'image'>;

interface Place {
	readonly reference: ImageReference;
	/** The plain words of its text, if it has one. */
	readonly words: string;
	/** The image before it, and its words. */
	readonly before: ImageReference | undefined;
	readonly wordsBefore: string;
	readonly maxLength: number;
	readonly surrounding: () => Surrounding;
	/** Tells whether another image names the link around it. */
	readonly linkHasOther: () => boolean;
}

function problemsOf(place: Place): readonly Problem[] {
	const { reference } = place;
	switch (reference.state) {
		case 'missing':
			return [{ rule: 'missing' }];
		case 'empty':
			return problemsOfEmpty(place);
		case 'placeholder':
			return [{ rule: isFileName(reference.alt, addressesOf(reference.source)[0]) ? 'file-name' : 'placeholder' }];
		case 'written':
			return problemsOfText(place);
		case 'expression':
			return [];
	}
}

function problemsOfEmpty({ surrounding, linkHasOther }: Place): readonly Problem[] {
	const { linkTarget, linkText, isButton, caption } = surrounding();
	if ((linkTarget !== undefined || isButton) && linkText === undefined && !linkHasOther())
		return [{ rule: 'empty-in-link' }];
	return caption === undefined ? [] : [{ rule: 'empty-with-caption' }];
}

function problemsOfText(place: Place): readonly Problem[] {
	const { words, maxLength } = place;
	const { alt } = place.reference;
	if (isVague(words)) return [{ rule: 'vague' }];
	const repeated = repeatedIn(place);
	const problems: readonly (Problem | false)[] = [
		isStuffed(alt, words) && { rule: 'stuffed' },
		repeated !== undefined && { rule: 'repeats-text', repeated },
		repeatsNeighbour(place) && { rule: 'repeats-neighbour' },
		saysImageOf(alt) && { rule: 'image-of' },
		countCharacters(alt) > maxLength && { rule: 'too-long' },
	];
	return problems.filter((problem) => problem !== false);
}

/** Returns the words beside an image that its alt text repeats. */
function repeatedIn({ words, surrounding }: Place): string | undefined {
	if (words.length < fewestRepeated) return undefined;
	const { caption, linkText, before, after } = surrounding();
	return [caption, linkText, before, after].find((each) => each !== undefined && plainWords(each) === words);
}

/** Tells whether an image has the same text as the one before it, which is another picture. */
function repeatsNeighbour({ reference, words, before, wordsBefore }: Place): boolean {
	if (before?.state !== 'written' || reference.start - before.end > besides || wordsBefore !== words) return false;
	const [own, other] = [addressesOf(reference.source), addressesOf(before.source)];
	return own.length > 0 && other.length > 0 && own[0] !== other[0];
}

/** The number of links before an image among which the one around it is searched: links don't contain links. */
const mostLinks = 50;

/** Returns a search for whether another image names the link around one. */
function otherNameSearch({
	references,
	outline,
}: Pick<MarkupDocument, 'references' | 'outline'>): (reference: ImageReference) => boolean {
	const named = lazy(() => references.filter(({ state }) => state !== 'missing' && state !== 'empty'));
	return ({ start, end }) => {
		const { links } = outline();
		const last = countWhile(links.length, (index) => (links[index]?.start ?? 0) <= start);
		const link = links.slice(Math.max(0, last - mostLinks), last).findLast((each) => each.end >= end);
		if (!link) return false;
		if (link.mayBeNamed) return true;
		const first = named()[countWhile(named().length, (index) => (named()[index]?.start ?? 0) < link.start)];
		return first !== undefined && first.end <= link.end;
	};
}

import { addressesOf, type PictureSource } from '../markup/pictureSource.ts';
import { isAloneInLink } from '../altText/altAnswer.ts';
import type { ImageReference } from '../markup/imageReference.ts';
import { lazy, type MarkupDocument } from '../markup/markupDocument.ts';
import { surroundingOf, type Surrounding } from '../markup/surrounding.ts';
import { findingsIn, type Finding } from './findings.ts';
import { hasText } from './hasText.ts';
import { decorativeEdits, ignoreSearch } from './ignoreComments.ts';
import { picturePaths } from './picturePaths.ts';

/** Which images of a document are wanted: those that break rules, or beside them those that have a text, to have it judged; or all. */
export type ImagesWanted = 'broken' | 'withText' | 'all';

/** An image of a document that is wanted, with all that a review shows of it. Offsets count UTF-16 units. */
export interface ScannedImage extends Pick<ImageReference, 'start' | 'end' | 'element' | 'source' | 'state' | 'alt'> {
	/** From 0; the column counts UTF-16 units. */
	readonly line: number;
	readonly column: number;
	/** Its code, by which it is found again; of a long one, the ends and the length. */
	readonly markup: string;
	/** Which of the document's images with this very code it is, from 0, and of how many. */
	readonly occurrence: Occurrence;
	readonly findings: readonly Omit<Finding, 'image'>[];
	readonly surrounding: Surrounding;
	readonly canWrite: boolean;
	readonly canMarkDecorative: boolean;
}

/** An image whose picture is a file: only who knows the files can tell whether it is there. */
export interface NamedImage extends Pick<ScannedImage, 'start' | 'line' | 'column' | 'source'> {
	/** The paths of the picture, as written; one of them has to lead to it. */
	readonly paths: readonly string[];
}

/** The place of something among its like. */
export interface Occurrence {
	readonly index: number;
	readonly of: number;
}

/** What a review needs of a document. */
export interface ScannedDocument {
	/** The images that are wanted, in the order in which they begin. */
	readonly images: readonly ScannedImage[];
	/** The images whose paths are to be followed, for the rule `unresolved`, in the same order. */
	readonly named: readonly NamedImage[];
	/** The number of all its images. */
	readonly of: number;
}

interface ScanOptions {
	/** The editor's id. */
	readonly markupLanguage: string;
	/** The number of characters of an alt text that are no finding yet. */
	readonly maxLength: number;
	/** Those that break rules, if nothing is said. */
	readonly images?: ImagesWanted | undefined;
}

/** Searches a document for images that break rules, or have a text. */
export function scanDocument(
	document: Pick<MarkupDocument, 'references' | 'outline'>,
	text: string,
	{ markupLanguage, maxLength, images: wanted }: ScanOptions,
): ScannedDocument {
	const { references } = document;
	const isIgnored = ignoreSearch(text);
	const found = Map.groupBy(findingsIn(document, text, { maxLength, isIgnored }), ({ image }) => image);
	const occurrences = lazy(() => occurrencesIn(references, text));
	const placeOf = placeSearch(text);
	const images: ScannedImage[] = [];
	const named: NamedImage[] = [];
	for (const [index, reference] of references.entries()) {
		const isWanted = wanted === 'all' || (wanted === 'withText' && hasText(reference));
		const findings = found.get(index) ?? (isWanted ? [] : undefined);
		const paths = isIgnored(reference, 'unresolved') ? [] : picturePaths(reference.source);
		if (!findings && paths.length === 0) continue;
		const { start, end, element, source, state, alt, slot } = reference;
		const place = { start, ...placeOf(start), source };
		if (paths.length > 0) named.push({ ...place, paths });
		if (!findings) continue;
		const surrounding = surroundingOf(reference, document);
		images.push({
			...place,
			end,
			element,
			state,
			alt,
			markup: codeOf(reference, text),
			occurrence: occurrences()[index] ?? { index: 0, of: 1 },
			findings: findings.map(({ rule, repeated }) => ({ rule, ...(repeated !== undefined && { repeated }) })),
			surrounding,
			canWrite: slot !== undefined,
			// Without a text such a link would have no name.
			canMarkDecorative:
				!isAloneInLink(surrounding) && decorativeEdits(reference, { language: markupLanguage, text }) !== undefined,
		});
	}
	return { images, named, of: references.length };
}

/** Returns a function that finds line and column of offsets, each of which lies behind the one before. */
function placeSearch(text: string): (offset: number) => Pick<ScannedImage, 'line' | 'column'> {
	const lineEnd = /\r\n|[\n\r]/g;
	let line = 0;
	let lineStart = 0;
	let next = lineEnd.exec(text);
	return (offset) => {
		while (next && next.index + next[0].length <= offset) {
			line++;
			lineStart = next.index + next[0].length;
			next = lineEnd.exec(text);
		}
		return { line, column: offset - lineStart };
	};
}

/** The number of characters at either end of an image's code that are kept: it may hold a whole picture. */
const keptEnd = 500;

/** Returns the code of an image, by which it is found again. */
export function codeOf({ start, end }: Pick<ImageReference, 'start' | 'end'>, text: string): string {
	if (end - start <= 2 * keptEnd) return text.slice(start, end);
	return `${text.slice(start, start + keptEnd)}…${end - start}…${text.slice(end - keptEnd, end)}`;
}

/** The number of characters of an address by which a picture is told from another. */
const comparedAddress = 200;

/** Returns the addresses of a picture, which may stand elsewhere in the document than its image. */
export function picturesOf(source: PictureSource): string {
	return addressesOf(source)
		.map((address) => address.slice(0, comparedAddress))
		.join(' ');
}

/** Returns for each image its place among those with the same code. */
export function occurrencesIn(
	references: readonly Pick<ImageReference, 'start' | 'end'>[],
	text: string,
): readonly Occurrence[] {
	const counts = new Map<string, number>();
	const indexes = references.map(({ start, end }) => {
		const markup = codeOf({ start, end }, text);
		const index = counts.get(markup) ?? 0;
		counts.set(markup, index + 1);
		return { markup, index };
	});
	return indexes.map(({ markup, index }) => ({ index, of: counts.get(markup) ?? 1 }));
}

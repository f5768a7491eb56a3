import type { ImageReference } from '../markup/imageReference.ts';
import type { MarkupDocument } from '../markup/markupDocument.ts';
import { surroundingOf, type Surrounding } from '../markup/surrounding.ts';
import { findingsIn, type Finding } from './findings.ts';
import { decorativeEdits } from './ignoreComments.ts';

/** An image of a document that breaks rules, with all that a review shows of it. Offsets count UTF-16 units. */
export interface ScannedImage extends Pick<ImageReference, 'start' | 'end' | 'element' | 'source' | 'state' | 'alt'> {
	/** From 0. */
	readonly line: number;
	/** Its code, by which it is found again; of a long one, the ends and the length. */
	readonly markup: string;
	/** Which of the document's images with this very code it is, from 0, and of how many. */
	readonly occurrence: Occurrence;
	readonly findings: readonly Omit<Finding, 'image'>[];
	readonly surrounding: Surrounding;
	readonly canWrite: boolean;
	readonly canMarkDecorative: boolean;
}

/** The place of something among its like. */
export interface Occurrence {
	readonly index: number;
	readonly of: number;
}

/** What a review needs of a document. */
export interface ScannedDocument {
	/** The images that break rules, in the order in which they begin. */
	readonly images: readonly ScannedImage[];
	/** The number of all its images. */
	readonly of: number;
}

interface ScanOptions {
	/** The editor's id. */
	readonly markupLanguage: string;
	/** The number of characters of an alt text that are no finding yet. */
	readonly maxLength: number;
}

/** Searches a document for images that break rules. */
export function scanDocument(
	document: Pick<MarkupDocument, 'references' | 'outline'>,
	text: string,
	options: ScanOptions,
): ScannedDocument {
	return { images: scannedImages(document, text, options), of: document.references.length };
}

function scannedImages(
	document: Pick<MarkupDocument, 'references' | 'outline'>,
	text: string,
	{ markupLanguage, maxLength }: ScanOptions,
): readonly ScannedImage[] {
	const found = Map.groupBy(findingsIn(document, text, { maxLength }), ({ image }) => image);
	const occurrences = occurrencesIn(document.references, text);
	let line = 0;
	let counted = 0;
	return [...found].flatMap(([index, findings]): readonly ScannedImage[] => {
		const reference = document.references[index];
		if (!reference) return [];
		const { start, end, element, source, state, alt, slot } = reference;
		const markup = codeOf(reference, text);
		line += text.slice(counted, start).match(/\r\n|[\n\r]/g)?.length ?? 0;
		counted = start;
		return [
			{
				start,
				end,
				element,
				source,
				state,
				alt,
				line,
				markup,
				occurrence: occurrences[index] ?? { index: 0, of: 1 },
				findings: findings.map(({ rule, repeated }) => ({ rule, ...(repeated !== undefined && { repeated }) })),
				surrounding: surroundingOf(reference, document),
				canWrite: slot !== undefined,
				canMarkDecorative: decorativeEdits(reference, markupLanguage) !== undefined,
			},
		];
	});
}

/** The number of characters at either end of an image's code that are kept: it may hold a whole picture. */
const keptEnd = 500;

/** Returns the code of an image, by which it is found again. */
export function codeOf({ start, end }: Pick<ImageReference, 'start' | 'end'>, text: string): string {
	if (end - start <= 2 * keptEnd) return text.slice(start, end);
	return `${text.slice(start, start + keptEnd)}…${end - start}…${text.slice(end - keptEnd, end)}`;
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

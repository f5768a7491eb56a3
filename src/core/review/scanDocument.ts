import { documentLanguage } from '../altText/documentLanguage.ts';
import type { ImageReference } from '../markup/imageReference.ts';
import type { MarkupDocument } from '../markup/markupDocument.ts';
import { surroundingOf, type Surrounding } from '../markup/surrounding.ts';
import { findingsIn, type Finding } from './findings.ts';
import { decorativeEdits } from './ignoreComments.ts';

/** An image of a document that breaks rules, with all that a review shows of it. Offsets count UTF-16 units. */
export interface ScannedImage extends Pick<ImageReference, 'start' | 'end' | 'element' | 'source' | 'state' | 'alt'> {
	/** From 0. */
	readonly line: number;
	/** Its code as written, by which it is found again. */
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
	/** Its language by its English name; undefined if it can't be told, or nothing was found. */
	readonly language: string | undefined;
}

interface ScanOptions {
	readonly path: string;
	/** The editor's id. */
	readonly markupLanguage: string;
	/** The number of characters of an alt text that are no finding yet. */
	readonly maxLength: number;
}

/** Searches a document for images that break rules. */
export function scanDocument(
	document: Pick<MarkupDocument, 'references' | 'outline'>,
	text: string,
	{ path, markupLanguage, maxLength }: ScanOptions,
): ScannedDocument {
	const images = scannedImages(document, text, { markupLanguage, maxLength });
	const language = images.length === 0 ? undefined : documentLanguage(path, document.outline());
	return { images, of: document.references.length, language };
}

function scannedImages(
	document: Pick<MarkupDocument, 'references' | 'outline'>,
	text: string,
	{ markupLanguage, maxLength }: Omit<ScanOptions, 'path'>,
): readonly ScannedImage[] {
	const found = Map.groupBy(findingsIn(document, text, { maxLength }), ({ image }) => image);
	const occurrences = occurrencesIn(document.references, text);
	let line = 0;
	let counted = 0;
	return [...found].flatMap(([index, findings]): readonly ScannedImage[] => {
		const reference = document.references[index];
		if (!reference) return [];
		const { start, end, element, source, state, alt, slot } = reference;
		const markup = text.slice(start, end);
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

/** Returns for each image its place among those with the same code. */
export function occurrencesIn(
	references: readonly Pick<ImageReference, 'start' | 'end'>[],
	text: string,
): readonly Occurrence[] {
	const counts = new Map<string, number>();
	const indexes = references.map(({ start, end }) => {
		const markup = text.slice(start, end);
		const index = counts.get(markup) ?? 0;
		counts.set(markup, index + 1);
		return { markup, index };
	});
	return indexes.map(({ markup, index }) => ({ index, of: counts.get(markup) ?? 1 }));
}

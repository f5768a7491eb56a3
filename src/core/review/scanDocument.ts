import { documentLanguage } from '../altText/documentLanguage.ts';
import { decorativeEdit } from '../markup/altEdit.ts';
import type { ImageReference } from '../markup/imageReference.ts';
import type { MarkupDocument } from '../markup/markupDocument.ts';
import { surroundingOf, type Surrounding } from '../markup/surrounding.ts';
import { findingsIn, type Finding } from './findings.ts';

/** An image of a document that breaks rules, with all that a review shows of it. Offsets count UTF-16 units. */
export interface ScannedImage extends Pick<ImageReference, 'start' | 'end' | 'element' | 'source' | 'state' | 'alt'> {
	/** From 0. */
	readonly line: number;
	/** Its code as written, by which it is found again. */
	readonly markup: string;
	readonly findings: readonly Omit<Finding, 'image'>[];
	readonly surrounding: Surrounding;
	readonly canWrite: boolean;
	readonly canMarkDecorative: boolean;
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

/** Searches a document for images that break rules. */
export function scanDocument(
	document: Pick<MarkupDocument, 'references' | 'outline'>,
	text: string,
	{ path, maxLength }: { readonly path: string; readonly maxLength: number },
): ScannedDocument {
	const images = scannedImages(document, text, { maxLength });
	const language = images.length === 0 ? undefined : documentLanguage(path, document.outline());
	return { images, of: document.references.length, language };
}

function scannedImages(
	document: Pick<MarkupDocument, 'references' | 'outline'>,
	text: string,
	limits: { readonly maxLength: number },
): readonly ScannedImage[] {
	const found = Map.groupBy(findingsIn(document, text, limits), ({ image }) => image);
	let line = 0;
	let counted = 0;
	return [...found].flatMap(([index, findings]): readonly ScannedImage[] => {
		const reference = document.references[index];
		if (!reference) return [];
		const { start, end, element, source, state, alt, slot } = reference;
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
				markup: text.slice(start, end),
				findings: findings.map(({ rule, repeated }) => ({ rule, ...(repeated !== undefined && { repeated }) })),
				surrounding: surroundingOf(reference, document),
				canWrite: slot !== undefined,
				canMarkDecorative: decorativeEdit(reference) !== undefined,
			},
		];
	});
}

import type { ImageReference } from '../markup/imageReference.ts';
import type { PictureSource } from '../markup/pictureSource.ts';
import { codeOf, occurrencesIn, picturesOf, type Occurrence } from './scanDocument.ts';

/** An image as it was when its document was scanned. */
export interface SeenImage {
	/** Its code, as `codeOf` returns it. */
	readonly markup: string;
	readonly occurrence: Occurrence;
	/** Its picture: one that is named elsewhere may be another by now. */
	readonly source: PictureSource;
}

/**
 * Finds images again in a document that may have changed since: by their very code, and, where the document has that several
 * times, only while it has it as often as then. Undefined for one that can't be told, in which nothing may be written.
 */
export function findAgain(
	images: readonly SeenImage[],
	references: readonly ImageReference[],
	text: string,
): readonly (ImageReference | undefined)[] {
	const occurrences = occurrencesIn(references, text);
	const known = new Map(
		references.map((reference, index) => [
			keyOf({
				markup: codeOf(reference, text),
				occurrence: occurrences[index] ?? { index: 0, of: 1 },
				source: reference.source,
			}),
			reference,
		]),
	);
	return images.map((image) => known.get(keyOf(image)));
}

function keyOf({ markup, occurrence: { index, of }, source }: SeenImage): string {
	return `${index}/${of} ${markup} ${picturesOf(source)}`;
}

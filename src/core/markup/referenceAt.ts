import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument } from './markupDocument.ts';

/** Returns the innermost image at an offset. */
export function referenceAt(
	{ references }: Pick<MarkupDocument, 'references'>,
	offset: number,
): ImageReference | undefined {
	return references
		.filter(({ start, end }) => start <= offset && offset <= end)
		.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

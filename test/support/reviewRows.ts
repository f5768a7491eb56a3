// Rows of a review, as a scan would find them.
import type { Review, ReviewDocument, ReviewEvent, ReviewImage, ReviewRow } from '../../src/core/review/review.ts';

/** An image that a scan found; all but what is given is usual. */
export function reviewImage(id: string, given: Partial<ReviewImage> = {}): ReviewImage {
	return {
		id,
		document: 'file:///docs/guide.md',
		picture: 'chart-sales.png',
		source: { kind: 'address', address: 'chart-sales.png' },
		start: 0,
		end: 20,
		element: 'markdown',
		state: 'missing',
		alt: '',
		line: 4,
		column: 0,
		markup: '![](chart-sales.png)',
		occurrence: { index: 0, of: 1 },
		findings: [{ rule: 'missing' }],
		heading: 'Sales',
		sentence: 'Sales grew in all quarters.',
		canWrite: true,
		canMarkDecorative: true,
		...given,
	};
}

export function reviewDocument(uri = 'file:///docs/guide.md', images = 3): ReviewDocument {
	return { uri, path: uri.replace('file:///', ''), stamp: '', images, maxLength: 125 };
}

/** What leads to a review of these images, document by document. */
export function scannedReview(images: readonly ReviewImage[]): readonly ReviewEvent[] {
	const byDocument = [...Map.groupBy(images, ({ document }) => document)];
	return [
		{ kind: 'scanning', scope: ['file:///docs'], wants: 'broken' },
		...byDocument.map(([uri, found]): ReviewEvent => ({
			kind: 'found',
			document: reviewDocument(uri, found.length),
			images: found,
		})),
		{ kind: 'scanned' },
	];
}

/** The row of an image; of the image `a` unless told. */
export function rowOf({ rows }: Pick<Review, 'rows'>, id = 'a'): ReviewRow {
	const row = rows.find(({ image }) => image.id === id);
	if (!row) throw new Error(`There is no row ${id}.`);
	return row;
}

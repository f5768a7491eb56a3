import { shorten } from '../outsideText.ts';
import type { ReviewDocument, ReviewImage } from '../review/review.ts';
import { findingSentence } from '../review/ruleWords.ts';
import { visibleLine } from '../visibleText.ts';

/** A scanned document with the images that break rules. */
export interface FoundDocument {
	readonly document: Pick<ReviewDocument, 'path' | 'maxLength'>;
	readonly images: readonly Pick<ReviewImage, 'line' | 'column' | 'findings' | 'alt' | 'source'>[];
}

/** The findings that are listed at most. */
const mostFindings = 200;

/** The most characters of a finding. */
const longestFinding = 400;

/** Returns the findings of documents, a line each, in the order of their places; above them how many there are. */
export function findingLines(found: readonly FoundDocument[]): string {
	const lines = found
		.toSorted((a, b) => (a.document.path < b.document.path ? -1 : 1))
		.flatMap(({ document: { path, maxLength }, images }) =>
			images.flatMap(({ line, column, findings, ...image }) =>
				findings.map(({ rule, repeated }) => {
					const words = findingSentence({ image: 0, rule, ...(repeated !== undefined && { repeated }) }, image, {
						maxLength,
					});
					return shorten(visibleLine(`${path}:${line + 1}:${column + 1} ${rule} ${words}`), longestFinding);
				}),
			),
		);
	const documents = found.length === 1 ? '1 document' : `${found.length} documents`;
	if (lines.length === 0) return `No findings in ${documents}.`;
	const counted = lines.length === 1 ? '1 finding' : `${lines.length} findings`;
	const left = lines.length - mostFindings;
	return [
		`${counted} in ${documents}:`,
		...lines.slice(0, mostFindings),
		...(left > 0 ? [`[${left} more: check a smaller folder or a single document.]`] : []),
	].join('\n');
}

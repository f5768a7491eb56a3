import { altEdit } from '../markup/altEdit.ts';
import type { ImageReference, TextEdit } from '../markup/imageReference.ts';
import { findAgain } from './findAgain.ts';
import { decorativeEdits } from './ignoreComments.ts';
import { decidedText, type ReviewRow } from './review.ts';

/** A document as it is now. */
export interface PresentDocument {
	readonly text: string;
	readonly references: readonly ImageReference[];
	/** The editor's id. */
	readonly language: string;
}

/**
 * Returns the edits that write the decisions of rows into their document, row by row; undefined for a row whose image was changed
 * since, or can't take what was decided.
 */
export function decisionEdits(
	rows: readonly ReviewRow[],
	{ text, references, language }: PresentDocument,
): readonly (readonly TextEdit[] | undefined)[] {
	const images = rows.map(({ image }) => image);
	const found = findAgain(images, references, text);
	return rows.map((row, index) => {
		const reference = found[index];
		const decided = decidedText(row);
		if (!reference || decided === undefined) return undefined;
		if (decided === '') return decorativeEdits(reference, { language, text });
		const edit = altEdit(reference, decided);
		return edit && [edit];
	});
}

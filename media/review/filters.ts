import type { AltTextRuleId } from '../../src/core/review/altTextRules.ts';
import { rowState, type Review, type ReviewRow, type RowState } from '../../src/core/review/review.ts';

/** What the rows that are shown have in common; empty for all. */
export interface Filters {
	readonly state: RowState | '';
	/** The URI of a document. */
	readonly document: string;
	readonly rule: AltTextRuleId | '';
	/** Words that are searched in all that a row shows. */
	readonly search: string;
}

export const noFilters: Filters = { state: '', document: '', rule: '', search: '' };

/** Returns the rows that the filters let through; `always` is a row that stays, whatever becomes of it. */
export function filterRows(
	{ rows, documents }: Pick<Review, 'rows' | 'documents'>,
	{ state, document, rule, search }: Filters,
	always: string | undefined,
): readonly ReviewRow[] {
	const words = search.trim().toLowerCase();
	const paths = new Map(documents.map(({ uri, path }) => [uri, path]));
	const holds = (row: ReviewRow): boolean => {
		const { image } = row;
		if (state !== '' && rowState(row) !== state) return false;
		if (document !== '' && image.document !== document) return false;
		if (rule !== '' && !image.findings.some((finding) => finding.rule === rule)) return false;
		if (words === '') return true;
		const texts = [
			paths.get(image.document),
			image.picture,
			image.alt,
			image.heading,
			image.sentence,
			row.proposal?.alt,
		];
		return texts.some((text) => text?.toLowerCase().includes(words));
	};
	return rows.filter((row) => row.image.id === always || holds(row));
}

import type { Judgement } from '../altText/judgement.ts';
import { hasText } from './hasText.ts';
import type { ImagesWanted, ScannedImage } from './scanDocument.ts';

/** An image that a scan found, with its document. */
export interface ReviewImage extends Omit<ScannedImage, 'surrounding'> {
	/** The same over scans, as long as the image and its like in the document stay as they are. */
	readonly id: string;
	/** The document's URI. */
	readonly document: string;
	/** The name of its picture; empty for one that is part of the document. */
	readonly picture: string;
	/** The nearest heading, and the sentence beside the image or its caption. */
	readonly heading: string | undefined;
	readonly sentence: string | undefined;
}

/** A text for an image. */
export interface Proposal {
	/** Empty for an image that is decoration. */
	readonly alt: string;
	/** Why, in a model's words; empty for what was written by hand. */
	readonly reason: string;
	/** Whether a model only suggests that the image is decoration: that a link has no name then is for a person to decide. */
	readonly isDoubtful?: boolean;
}

/** What was decided about a row: to write what is proposed, to leave it, to mark the image as decorative. */
export type Decision = 'accepted' | 'skipped' | 'decorative';

/** What a model is asked about a row: for a text, with the wish of the person, unless it is to judge the text that is there. */
export interface RowQuestion {
	readonly asks?: 'text' | 'judgement' | undefined;
	readonly wish?: string | undefined;
	/** The model and host that the person has agreed to. */
	readonly agreed?: string | undefined;
}

/** What is done about a row: it waits for a model or is asked about, alone or in a batch; or what went wrong. */
type RowWork =
	| ({ readonly kind: 'waiting' | 'asking' } & RowQuestion)
	/** `question`: the id of the batch's question, which several rows with the same picture have in common. */
	| { readonly kind: 'inBatch'; readonly question: string; readonly agreed?: string | undefined }
	| { readonly kind: 'failed'; readonly why: string };

/** What became of a row when the decisions were applied; `lost`: the image was changed since, so nothing was written. */
export type Outcome = 'written' | 'lost';

/** A row of the review. */
export interface ReviewRow {
	readonly image: ReviewImage;
	/** What a model says about the text that the image has. */
	readonly judgement?: Judgement | undefined;
	readonly proposal?: Proposal | undefined;
	readonly decision?: Decision | undefined;
	readonly work?: RowWork | undefined;
	readonly outcome?: Outcome | undefined;
}

/** A document of a review. */
export interface ReviewDocument {
	readonly uri: string;
	/** As it is shown: relative to its workspace folder. */
	readonly path: string;
	/** What it was scanned as: size, time, rules. One with the same stamp needs no further scan. */
	readonly stamp: string;
	/** The number of all its images. */
	readonly images: number;
	/** The number of characters that its alt texts should have at most. */
	readonly maxLength: number;
}

/** The progress of a scan. */
interface ScanProgress {
	readonly documents: number;
	/** Undefined until all documents are found. */
	readonly of: number | undefined;
}

/** The whole review. */
export interface Review {
	/** What is reviewed: URIs of folders and documents; undefined before the first scan. */
	readonly scope: readonly string[] | undefined;
	/** Which of its images have rows. */
	readonly wants: ImagesWanted;
	/** Undefined when no scan runs. */
	readonly scan: ScanProgress | undefined;
	readonly documents: readonly ReviewDocument[];
	/** In the order of documents and places. */
	readonly rows: readonly ReviewRow[];
	/** The rows of a scan before, whose answers wait for their images to be seen again. */
	readonly kept: readonly ReviewRow[];
}

export const emptyReview: Review = {
	scope: undefined,
	wants: 'broken',
	scan: undefined,
	documents: [],
	rows: [],
	kept: [],
};

/** Something that happened in a review. */
export type ReviewEvent =
	| { readonly kind: 'scanning'; readonly scope: readonly string[]; readonly wants: ImagesWanted }
	| { readonly kind: 'scanProgress'; readonly progress: ScanProgress }
	| { readonly kind: 'found'; readonly document: ReviewDocument; readonly images: readonly ReviewImage[] }
	| { readonly kind: 'scanned' }
	| ({ readonly kind: 'queued'; readonly ids: readonly string[] } & RowQuestion)
	/** Rows are asked about in a batch, each with the id of its question there. */
	| {
			readonly kind: 'sentInBatch';
			readonly questions: readonly (readonly [id: string, question: string])[];
			readonly agreed: string;
	  }
	| { readonly kind: 'asking'; readonly id: string }
	| { readonly kind: 'proposed'; readonly id: string; readonly proposal: Proposal }
	| {
			readonly kind: 'judged';
			readonly id: string;
			readonly judgement: Judgement;
			/** The better text, where there is one. */
			readonly proposal: Proposal | undefined;
	  }
	| { readonly kind: 'failed'; readonly id: string; readonly why: string }
	/** What waits no longer does: the person pressed Stop, or nobody would answer. A batch goes on. */
	| { readonly kind: 'stopped' }
	/** Rows are no longer asked about in a batch, which has ended without them. */
	| { readonly kind: 'leftByBatch'; readonly ids: readonly string[] }
	| { readonly kind: 'edited'; readonly id: string; readonly alt: string }
	| { readonly kind: 'decided'; readonly ids: readonly string[]; readonly decision: Decision | undefined }
	| { readonly kind: 'applied'; readonly outcomes: readonly (readonly [id: string, outcome: Outcome])[] };

/** Returns the review after an event. */
export function reduceReview(review: Review, event: ReviewEvent): Review {
	switch (event.kind) {
		case 'scanning': {
			const answered = [...review.kept, ...review.rows].filter(isWorthKeeping);
			const { scope, wants } = event;
			return { ...emptyReview, scope, wants, scan: { documents: 0, of: undefined }, kept: lastOfEach(answered) };
		}
		case 'scanProgress':
			return review.scan ? { ...review, scan: event.progress } : review;
		case 'found':
			return withDocument(review, event);
		case 'scanned':
			// They are scanned side by side.
			return {
				...review,
				scan: undefined,
				documents: review.documents.toSorted((a, b) => compare(a.path, b.path)),
				rows: inOrder(review),
			};
		case 'queued':
			return changed(review, event.ids, (row) => ({
				...row,
				work: { kind: 'waiting', ...(event.asks && { asks: event.asks }), wish: event.wish, agreed: event.agreed },
				// Another text has to be accepted anew.
				decision: undefined,
				outcome: undefined,
			}));
		case 'sentInBatch': {
			const questions = new Map(event.questions);
			return changed(review, [...questions.keys()], (row) => ({
				...row,
				work: { kind: 'inBatch', question: questions.get(row.image.id) ?? '', agreed: event.agreed },
				decision: undefined,
				outcome: undefined,
			}));
		}
		case 'leftByBatch':
			return changed(review, event.ids, (row) => ({ ...row, work: undefined }));
		case 'asking':
			return changed(review, [event.id], (row) => ({
				...row,
				work: row.work?.kind === 'waiting' ? { ...row.work, kind: 'asking' } : row.work,
			}));
		case 'proposed':
			// What was decided meanwhile stays.
			return changed(review, [event.id], (row) => ({ ...row, work: undefined, proposal: event.proposal }));
		case 'judged': {
			const { judgement, proposal } = event;
			return changed(review, [event.id], (row) => ({ ...row, work: undefined, judgement, proposal }));
		}
		case 'failed':
			return changed(review, [event.id], (row) => ({ ...row, work: { kind: 'failed', why: event.why } }));
		case 'stopped':
			return { ...review, rows: review.rows.map(withoutWaiting), kept: review.kept.map(withoutWaiting) };
		case 'edited':
			return changed(review, [event.id], (row) => ({
				...row,
				proposal: { reason: '', ...row.proposal, isDoubtful: false, alt: event.alt },
				outcome: undefined,
			}));
		case 'decided':
			return changed(review, event.ids, (row) => ({ ...row, decision: event.decision, outcome: undefined }));
		case 'applied': {
			const outcomes = new Map(event.outcomes);
			return changed(review, [...outcomes.keys()], (row) => ({ ...row, outcome: outcomes.get(row.image.id) }));
		}
	}
}

function withoutWaiting(row: ReviewRow): ReviewRow {
	return isWaiting(row) ? { ...row, work: undefined } : row;
}

/** Returns the rows in the order of their documents' paths, and of their places there. */
function inOrder({ rows, documents }: Review): readonly ReviewRow[] {
	const paths = new Map(documents.map(({ uri, path }) => [uri, path]));
	const pathOf = ({ image }: ReviewRow): string => paths.get(image.document) ?? image.document;
	return rows.toSorted((a, b) => compare(pathOf(a), pathOf(b)) || a.image.start - b.image.start);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function changed(review: Review, ids: readonly string[], change: (row: ReviewRow) => ReviewRow): Review {
	// A batch may answer what is no longer in view.
	return { ...review, rows: changeRows(review.rows, ids, change), kept: changeRows(review.kept, ids, change) };
}

/** A cache: the places of rows by their ids, which stay the same while rows change. */
const placesOf = new WeakMap<readonly ReviewRow[], ReadonlyMap<string, number>>();

function changeRows(
	rows: readonly ReviewRow[],
	ids: readonly string[],
	change: (row: ReviewRow) => ReviewRow,
): readonly ReviewRow[] {
	const places = placesOf.get(rows) ?? new Map(rows.map(({ image }, index) => [image.id, index]));
	const after = [...rows];
	for (const id of ids) {
		const place = places.get(id);
		const row = place === undefined ? undefined : rows[place];
		if (place !== undefined && row) after[place] = change(row);
	}
	placesOf.set(after, places);
	return after;
}

/** Takes in what a scan found in a document; answers of a scan before come back to their images. */
function withDocument(review: Review, { document, images }: Extract<ReviewEvent, { readonly kind: 'found' }>): Review {
	const kept = new Map(review.kept.map((row) => [row.image.id, row]));
	const rows = images.map((image): ReviewRow => {
		const before = kept.get(image.id);
		// What was written stands in the document: that the image is found again means that it was taken back.
		return before
			? { ...before, image, ...(before.outcome && { outcome: undefined, decision: undefined }) }
			: { image };
	});
	const found = new Set(images.map(({ id }) => id));
	return {
		...review,
		documents: [...review.documents, document],
		rows: [...review.rows, ...rows],
		kept: found.size === 0 ? review.kept : review.kept.filter(({ image }) => !found.has(image.id)),
	};
}

/** Tells whether a row has anything that a person or a model gave. */
function isWorthKeeping(row: ReviewRow): boolean {
	const { proposal, decision, judgement } = row;
	return proposal !== undefined || decision !== undefined || judgement !== undefined || isAtWork(row);
}

function lastOfEach(rows: readonly ReviewRow[]): readonly ReviewRow[] {
	return [...new Map(rows.map((row) => [row.image.id, row])).values()];
}

/** Tells whether a model is asked about a row, or will be. */
export function isAtWork(row: ReviewRow): boolean {
	return isWaiting(row) || row.work?.kind === 'inBatch';
}

/** Tells whether a model is asked about a row alone, or will be. */
export function isWaiting({ work }: ReviewRow): boolean {
	return work?.kind === 'waiting' || work?.kind === 'asking';
}

/** The state of a row in one word, by which it is filtered. */
export type RowState =
	'open' | 'working' | 'failed' | 'proposed' | 'fits' | 'accepted' | 'skipped' | 'written' | 'lost';

export const rowStates: readonly RowState[] = [
	'open',
	'working',
	'failed',
	'proposed',
	'fits',
	'accepted',
	'skipped',
	'written',
	'lost',
];

/** Returns the state of a row. */
export function rowState(row: ReviewRow): RowState {
	if (row.outcome !== undefined) return row.outcome;
	if (isAtWork(row)) return 'working';
	if (row.decision !== undefined) return row.decision === 'skipped' ? 'skipped' : 'accepted';
	if (row.work?.kind === 'failed') return 'failed';
	if (row.proposal) return 'proposed';
	return row.judgement?.verdict === 'fits' ? 'fits' : 'open';
}

/** Tells whether a model may be asked for a row's text: one is needed, and nothing was proposed, decided or written yet. */
export function canAsk(row: ReviewRow): boolean {
	const isNeeded = row.image.findings.length > 0 || row.judgement !== undefined;
	return row.image.canWrite && isNeeded && isOpen(row);
}

/** Tells whether a model may be asked to judge the text of a row, which wasn't judged, decided or written yet. */
export function canJudge(row: ReviewRow): boolean {
	return hasText(row.image) && row.judgement === undefined && isOpen(row);
}

function isOpen(row: ReviewRow): boolean {
	const state = rowState(row);
	return state === 'open' || state === 'failed';
}

/** Tells whether a row can be accepted as it is. */
export function canAccept({ image, proposal }: ReviewRow): boolean {
	if (!proposal || proposal.isDoubtful) return false;
	return proposal.alt.trim() === '' ? image.canMarkDecorative : image.canWrite;
}

/** Returns what is to be written into an image: a text, or empty for decoration; undefined for a row that wasn't accepted. */
export function decidedText({ decision, proposal, outcome }: ReviewRow): string | undefined {
	if (outcome === 'written') return undefined;
	if (decision === 'decorative') return '';
	return decision === 'accepted' ? proposal?.alt.trim() : undefined;
}

import assert from 'node:assert/strict';
import type { Judgement } from '../../../../src/core/altText/judgement.ts';
import {
	canAccept,
	canAsk,
	canJudge,
	decidedText,
	emptyReview,
	reduceReview,
	rowState,
	type Review,
	type ReviewEvent,
} from '../../../../src/core/review/review.ts';
import { reviewImage, rowOf, scannedReview } from '../../../support/reviewRows.ts';

/** An image whose text breaks no rule, and one whose text does. */
const images = [
	reviewImage('fine', { state: 'written', alt: 'A cat.', findings: [] }),
	reviewImage('long', { state: 'written', alt: 'A cat, and so on.', findings: [{ rule: 'too-long' }] }),
	reviewImage('none'),
];

function reviewOf(...events: readonly ReviewEvent[]): Review {
	return [...scannedReview(images), ...events].reduce(reduceReview, emptyReview);
}

function judged(verdict: Judgement['verdict'], better?: string, id = 'fine'): ReviewEvent {
	const proposal = better === undefined ? undefined : { alt: better, reason: '' };
	return { kind: 'judged', id, judgement: { verdict, reason: 'Why.' }, proposal };
}

const queued: ReviewEvent = { kind: 'queued', ids: ['fine'], asks: 'judgement' };
const accepted: ReviewEvent = { kind: 'decided', ids: ['fine'], decision: 'accepted' };

describe('A row whose text is judged', () => {
	const table: readonly (readonly [state: string, written: string | undefined, ...events: readonly ReviewEvent[]])[] = [
		['working', undefined, queued],
		['working', undefined, queued, { kind: 'asking', id: 'fine' }],
		['open', undefined, queued, { kind: 'asking', id: 'fine' }, { kind: 'stopped' }],
		['failed', undefined, queued, { kind: 'failed', id: 'fine', why: 'Gone.' }],
		['fits', undefined, queued, judged('fits')],
		['proposed', undefined, queued, judged('vague', 'A gray cat.')],
		['proposed', undefined, queued, judged('empty', '')],
		// There is something wrong, and nothing better yet.
		['open', undefined, queued, judged('wrong')],
		['accepted', 'A gray cat.', judged('vague', 'A gray cat.'), accepted],
		['accepted', '', judged('empty', ''), accepted],
		['skipped', undefined, judged('fits'), { kind: 'decided', ids: ['fine'], decision: 'skipped' }],
		['fits', undefined, judged('fits'), accepted, { kind: 'decided', ids: ['fine'], decision: undefined }],
		['proposed', undefined, judged('fits'), { kind: 'edited', id: 'fine', alt: 'By hand.' }],
		['proposed', undefined, judged('fits'), { kind: 'proposed', id: 'fine', proposal: { alt: 'B.', reason: '' } }],
		['fits', undefined, judged('fits'), ...scannedReview(images)],
		['fits', undefined, judged('fits'), ...scannedReview([]), ...scannedReview(images)],
	];
	for (const [state, written, ...events] of table) {
		it(`is ${state} after ${events.map((event) => (event.kind === 'judged' ? event.judgement.verdict : event.kind)).join(', ')}`, () => {
			const row = rowOf(reviewOf(...events), 'fine');
			assert.equal(rowState(row), state);
			assert.equal(decidedText(row), written);
		});
	}

	it('keeps what was said about it, whatever is proposed then', () => {
		const { judgement } = rowOf(
			reviewOf(judged('wrong'), { kind: 'proposed', id: 'fine', proposal: { alt: 'B.', reason: '' } }),
			'fine',
		);
		assert.deepEqual(judgement, { verdict: 'wrong', reason: 'Why.' });
	});

	it('remembers over a restart what is asked', () => {
		const { work } = rowOf(reviewOf(queued, { kind: 'asking', id: 'fine' }), 'fine');
		assert.deepEqual(work, { kind: 'asking', asks: 'judgement', wish: undefined, agreed: undefined });
	});

	it('is judged once, and only where there is a text', () => {
		const can = (...events: readonly ReviewEvent[]): readonly string[] =>
			reviewOf(...events).rows.flatMap((row) => (canJudge(row) ? [row.image.id] : []));
		assert.deepEqual(can(), ['fine', 'long']);
		assert.deepEqual(can(judged('fits')), ['long']);
		assert.deepEqual(can(judged('wrong')), ['long']);
		assert.deepEqual(can({ kind: 'edited', id: 'fine', alt: 'By hand.' }), ['long']);
		assert.deepEqual(can({ kind: 'failed', id: 'fine', why: '' }), ['fine', 'long']);
		const computed = reviewImage('a', { state: 'written', alt: 'A cat.', source: { kind: 'computed' } });
		assert.equal(canJudge({ image: computed }), false);
	});

	it('gets a text written only where one is needed', () => {
		const can = (...events: readonly ReviewEvent[]): readonly string[] =>
			reviewOf(...events).rows.flatMap((row) => (canAsk(row) ? [row.image.id] : []));
		assert.deepEqual(can(), ['long', 'none']);
		assert.deepEqual(can(judged('fits', undefined, 'long')), ['none']);
		assert.deepEqual(can(judged('vague')), ['fine', 'long', 'none']);
	});

	it('is not accepted where the model only doubts', () => {
		const proposal = { alt: '', reason: '', isDoubtful: true };
		const review = reviewOf({ kind: 'judged', id: 'fine', judgement: { verdict: 'empty', reason: '' }, proposal });
		assert.equal(rowState(rowOf(review, 'fine')), 'proposed');
		assert.equal(canAccept(rowOf(review, 'fine')), false);
	});
});

import assert from 'node:assert/strict';
import { findAgain } from '../../../../src/core/review/findAgain.ts';
import {
	canAccept,
	canAsk,
	decidedText,
	emptyReview,
	reduceReview,
	rowState,
	type Review,
	type ReviewEvent,
	type ReviewRow,
} from '../../../../src/core/review/review.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { codeOf, occurrencesIn } from '../../../../src/core/review/scanDocument.ts';
import { reviewDocument, reviewImage, rowOf, scannedReview } from '../../../support/reviewRows.ts';

function reviewOf(...events: readonly ReviewEvent[]): Review {
	return [...scannedReview([reviewImage('a'), reviewImage('b')]), ...events].reduce(reduceReview, emptyReview);
}

const proposed: ReviewEvent = { kind: 'proposed', id: 'a', proposal: { alt: 'A chart.', reason: 'It is one.' } };
const accepted: ReviewEvent = { kind: 'decided', ids: ['a'], decision: 'accepted' };

describe('A row of a review', () => {
	const table: readonly (readonly [state: string, text: string | undefined, ...events: readonly ReviewEvent[]])[] = [
		['open', undefined],
		['working', undefined, { kind: 'queued', ids: ['a'] }],
		['working', undefined, { kind: 'queued', ids: ['a'] }, { kind: 'asking', id: 'a' }],
		['open', undefined, { kind: 'queued', ids: ['a'] }, { kind: 'stopped' }],
		['failed', undefined, { kind: 'queued', ids: ['a'] }, { kind: 'failed', id: 'a', why: 'Gone.' }],
		['proposed', undefined, { kind: 'queued', ids: ['a'] }, proposed],
		['proposed', undefined, { kind: 'edited', id: 'a', alt: 'By hand.' }],
		['accepted', 'A chart.', proposed, accepted],
		['accepted', 'By hand.', { kind: 'edited', id: 'a', alt: ' By hand. ' }, accepted],
		['accepted', 'By hand.', proposed, accepted, { kind: 'edited', id: 'a', alt: 'By hand.' }],
		['proposed', undefined, proposed, accepted, { kind: 'decided', ids: ['a'], decision: undefined }],
		['skipped', undefined, proposed, { kind: 'decided', ids: ['a'], decision: 'skipped' }],
		['accepted', '', proposed, { kind: 'decided', ids: ['a'], decision: 'decorative' }],
		// A new text has to be accepted anew.
		['working', undefined, proposed, accepted, { kind: 'queued', ids: ['a'], wish: 'shorter' }],
		['proposed', undefined, proposed, accepted, { kind: 'queued', ids: ['a'], wish: 'shorter' }, proposed],
		// What was decided while it was asked about stays.
		[
			'skipped',
			undefined,
			{ kind: 'queued', ids: ['a'] },
			{ kind: 'decided', ids: ['a'], decision: 'skipped' },
			proposed,
		],
		[
			'accepted',
			'',
			{ kind: 'sentInBatch', questions: [['a', 'a']], agreed: 'm@h' },
			{ kind: 'decided', ids: ['a'], decision: 'decorative' },
			proposed,
		],
		['written', undefined, proposed, accepted, { kind: 'applied', outcomes: [['a', 'written']] }],
		['lost', 'A chart.', proposed, accepted, { kind: 'applied', outcomes: [['a', 'lost']] }],
		[
			'accepted',
			'Other.',
			proposed,
			accepted,
			{ kind: 'applied', outcomes: [['a', 'written']] },
			{ kind: 'edited', id: 'a', alt: 'Other.' },
		],
	];
	for (const [state, text, ...events] of table) {
		it(`is ${state} after ${events.map(({ kind }) => kind).join(', ') || 'the scan'}`, () => {
			const review = reviewOf(...events);
			assert.equal(rowState(rowOf(review)), state);
			assert.equal(decidedText(rowOf(review)), text);
			assert.equal(rowState(rowOf(review, 'b')), 'open');
		});
	}

	it('keeps the wish with which another text is asked for', () => {
		const review = reviewOf(proposed, { kind: 'queued', ids: ['a'], wish: 'shorter' }, { kind: 'asking', id: 'a' });
		assert.deepEqual(rowOf(review).work, { kind: 'asking', wish: 'shorter', agreed: undefined });
	});

	it('is accepted with a text, or as decoration where that can be said, and not while a model doubts', () => {
		const row = (proposal: ReviewRow['proposal'], image = reviewImage('a')): ReviewRow => ({ image, proposal });
		assert.equal(canAccept(row({ alt: 'A chart.', reason: '' })), true);
		assert.equal(canAccept(row({ alt: ' ', reason: '' })), true);
		assert.equal(canAccept(row({ alt: '', reason: '' }, reviewImage('a', { canMarkDecorative: false }))), false);
		assert.equal(canAccept(row({ alt: '', reason: '', isDoubtful: true })), false);
		assert.equal(canAccept(row({ alt: 'A chart.', reason: '' }, reviewImage('a', { canWrite: false }))), false);
		assert.equal(canAccept(row(undefined)), false);
	});

	it('is asked about while nothing was proposed or decided, and where a text can be written', () => {
		assert.equal(canAsk(rowOf(reviewOf())), true);
		assert.equal(canAsk(rowOf(reviewOf({ kind: 'failed', id: 'a', why: '' }))), true);
		assert.equal(canAsk(rowOf(reviewOf(proposed))), false);
		assert.equal(canAsk(rowOf(reviewOf({ kind: 'decided', ids: ['a'], decision: 'skipped' }))), false);
		assert.equal(canAsk({ image: reviewImage('a', { canWrite: false }) }), false);
	});
});

describe('A review that is scanned again', () => {
	const again = (images = [reviewImage('a'), reviewImage('b')]): readonly ReviewEvent[] => scannedReview(images);

	it('keeps what was answered and decided', () => {
		const review = reviewOf(proposed, accepted, ...again());
		assert.equal(rowState(rowOf(review)), 'accepted');
		assert.equal(review.rows.length, 2);
		assert.deepEqual(review.documents, [reviewDocument('file:///docs/guide.md', 2)]);
	});

	it('keeps it also over a scan that does not see the image', () => {
		const review = reviewOf(proposed, accepted, ...again([reviewImage('b')]), ...again());
		assert.equal(rowState(rowOf(review)), 'accepted');
	});

	it('takes an image that is found again after it was written for one that was taken back', () => {
		const review = reviewOf(proposed, accepted, { kind: 'applied', outcomes: [['a', 'written']] }, ...again());
		assert.equal(rowState(rowOf(review)), 'proposed');
	});

	it('has no more rows than images', () => {
		const review = reviewOf(proposed, ...again([]));
		assert.deepEqual(review.rows, []);
		assert.equal(review.kept.length, 1);
	});
});

describe('An image of a scan', () => {
	const table: readonly (readonly [
		what: string,
		before: string,
		after: string,
		found: readonly (string | undefined)[],
	])[] = [
		['stays where it is', '![](a.png)', '![](a.png)', ['a.png']],
		['is found behind other text', '![](a.png)', 'New words.\n\n![](a.png)', ['a.png']],
		['is lost when it was changed', '![](a.png)', '![](b.png)', [undefined]],
		['is lost when it is gone', '![](a.png) ![](b.png)', '![](b.png)', [undefined, 'b.png']],
		['is told from its like by its place', '![](a.png) ![](a.png)', '![](a.png) x ![](a.png)', ['a.png', 'a.png']],
		['is lost when its picture is another', '![][a]\n\n[a]: a.png', '![][a]\n\n[a]: b.png', [undefined]],
		['is lost when there are more of it', '![](a.png)', '![](a.png) ![](a.png)', [undefined]],
		['is lost when there are fewer of it', '![](a.png) ![](a.png)', '![](a.png)', [undefined, undefined]],
	];
	for (const [what, before, after, expected] of table) {
		it(what, () => {
			const { references } = readMarkup(before, 'markdown');
			const occurrences = occurrencesIn(references, before);
			const images = references.map((reference, index) => ({
				markup: codeOf(reference, before),
				occurrence: occurrences[index] ?? { index: 0, of: 1 },
				source: reference.source,
			}));
			const found = findAgain(images, readMarkup(after, 'markdown').references, after);
			assert.deepEqual(
				found.map((reference) => (reference?.source.kind === 'address' ? reference.source.address : undefined)),
				expected,
			);
		});
	}

	it('has its ends and its length for a long code', () => {
		const text = `![](data:image/png;base64,${'A'.repeat(5000)})`;
		const [reference] = readMarkup(text, 'markdown').references;
		assert.ok(reference);
		const code = codeOf(reference, text);
		assert.ok(code.length < 1100, `${code.length}`);
		assert.match(code, /^!\[\]\(data:.*…\d+….*A\)$/s);
	});
});

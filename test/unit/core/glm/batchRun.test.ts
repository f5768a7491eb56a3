import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readBatch, type Batch } from '../../../../src/core/glm/batch.ts';
import {
	batchProgress,
	newBatchRun,
	nextStep,
	parseBatchRun,
	reduceBatchRun,
	unansweredFailure,
	type BatchRun,
	type BatchRunEvent,
} from '../../../../src/core/glm/batchRun.ts';

const about = { mark: 'glimpse-1', endpoint: 'https://models.example/api/paas/v4', model: 'glm-4v' };
const batch = (other: object = {}): Batch => {
	const read = readBatch({ id: 'batch-1', ...other });
	assert.ok(read);
	return read;
};
const name = 'glimpse-1-1';
const filled: BatchRunEvent = {
	kind: 'filled',
	name,
	lines: [
		['c-a', 'a'],
		['c-b', 'b'],
	],
	taken: 3,
};
const uploaded: BatchRunEvent = { kind: 'uploaded', name, fileId: 'file-1' };
const seen = (other: object, now = 0): BatchRunEvent => ({ kind: 'seen', name, batch: batch(other), now });

const runAfter = (...events: readonly BatchRunEvent[]): BatchRun =>
	events.reduce(reduceBatchRun, newBatchRun(about, ['a', 'x', 'b', 'c', 'a']));

/** The next step, with the state in which its part is. */
const stepAfter = (...events: readonly BatchRunEvent[]): string => {
	const step = nextStep(runAfter(...events));
	return step ? step.kind : 'none';
};

describe('A run of batches', () => {
	const rest: BatchRunEvent = { kind: 'filled', name: 'glimpse-1-2', lines: [['c-c', 'c']], taken: 1 };
	const doubt: BatchRunEvent = { kind: 'sendingFailed', name };
	const notFound: BatchRunEvent = { kind: 'notFound', name };
	const cancelled: BatchRunEvent = { kind: 'cancelled' };
	for (const [what, events, expected] of [
		['is new', [], 'fill'],
		['has a file', [filled], 'upload'],
		['may have uploaded it', [filled, doubt], 'find'],
		['has not, at first sight', [filled, doubt, notFound], 'find'],
		['has not', [filled, doubt, notFound, notFound], 'upload'],
		['may have uploaded it at last', [filled, doubt, notFound, notFound, doubt, notFound], 'find'],
		['has', [filled, doubt, uploaded], 'create'],
		['may have made a batch of it', [filled, uploaded, doubt], 'find'],
		['has not made one', [filled, uploaded, doubt, notFound, notFound], 'create'],
		['has made one, and has more to ask', [filled, uploaded, seen({})], 'fill'],
		['has lost the file', [filled, { kind: 'lost', name }], 'fill'],
		[
			'has sent all',
			[
				filled,
				uploaded,
				seen({}),
				rest,
				{ kind: 'uploaded', name: 'glimpse-1-2', fileId: 'file-2' },
				{ kind: 'seen', name: 'glimpse-1-2', batch: batch(), now: 0 },
			],
			'watch',
		],
		['has an end', [filled, uploaded, seen({ status: 'completed', output_file_id: 'o' })], 'read'],
		['has read it', [filled, uploaded, seen({ status: 'expired' }), { kind: 'finished', name }], 'fill'],
		['is cancelled, new', [cancelled], 'finishWaiting'],
		['is cancelled with a file', [filled, cancelled], 'drop'],
		['is cancelled while it sends', [filled, doubt, cancelled], 'find'],
		['is cancelled with a file at the service', [filled, uploaded, cancelled], 'drop'],
		['is cancelled, with a batch', [filled, uploaded, seen({}), cancelled, { kind: 'waitingFinished' }], 'cancel'],
		[
			'has cancelled it',
			[filled, uploaded, seen({}), cancelled, { kind: 'waitingFinished' }, { kind: 'cancelSent', name }],
			'watch',
		],
		['is over', [{ kind: 'waitingFinished' }], 'none'],
		[
			'hears of parts that are not there',
			[
				{ kind: 'gone', name: 'other' },
				{ kind: 'finished', name: 'other' },
			],
			'fill',
		],
	] as const satisfies readonly (readonly [string, readonly BatchRunEvent[], string])[]) {
		it(`that ${what}: ${expected}`, () => assert.equal(stepAfter(...events), expected));
	}

	it('takes a batch that is complete without a file for complete at the fourth look', () => {
		const steps = [1, 2, 3, 4].map((looks) => {
			const events = Array.from({ length: looks }, () => seen({ status: 'completed' }));
			return runAfter(filled, uploaded, ...events).parts[0]?.step;
		});
		assert.deepEqual(steps, ['created', 'created', 'created', 'over']);
	});

	it('gives a batch up a day after the service does', () => {
		const day = 24 * 60 * 60 * 1000;
		const stepAt = (now: number): string | undefined =>
			runAfter(filled, uploaded, seen({}, 5), seen({}, now)).parts[0]?.step;
		assert.deepEqual([stepAt(5 + 8 * day), stepAt(6 + 8 * day)], ['created', 'over']);
	});

	it('tells how far it is', () => {
		const counted = { request_counts: { completed: 1, failed: 0 } };
		assert.deepEqual(
			[
				runAfter(),
				runAfter(filled),
				runAfter(filled, uploaded, seen(counted)),
				runAfter(filled, uploaded, seen({ request_counts: { completed: 99 } }), { kind: 'waitingFinished' }),
				runAfter(filled, uploaded, seen(counted), cancelled),
				runAfter(filled, { kind: 'finished', name }, { kind: 'waitingFinished' }),
			].map(batchProgress),
			[
				{ phase: 'preparing', total: 4, prepared: 0, sent: 0, done: 0 },
				{ phase: 'preparing', total: 4, prepared: 3, sent: 1, done: 1 },
				{ phase: 'preparing', total: 4, prepared: 3, sent: 3, done: 2 },
				{ phase: 'waiting', total: 4, prepared: 4, sent: 4, done: 4 },
				{ phase: 'cancelling', total: 4, prepared: 3, sent: 3, done: 2 },
				{ phase: 'done', total: 4, prepared: 4, sent: 4, done: 4 },
			],
		);
	});

	it('tells why a question has no answer', () => {
		const [part] = runAfter(filled).parts;
		assert.ok(part);
		const errors = '{"error":{"code":"1113","message":"M"}}';
		assert.deepEqual(
			[
				unansweredFailure({ isCancelled: false }, part, 'h'),
				unansweredFailure({ isCancelled: false }, { ...part, errors }, 'h'),
				unansweredFailure({ isCancelled: true }, { ...part, errors }, 'h'),
			].map(({ kind }) => kind),
			['batchUnanswered', 'noBalance', 'cancelled'],
		);
	});

	it('is the same once it was kept, but that its parts may be further', () => {
		const run = runAfter(
			filled,
			uploaded,
			seen({ request_counts: { completed: 1 }, output_file_id: 'o' }),
			rest,
			cancelled,
		);
		const kept = parseBatchRun(JSON.parse(JSON.stringify(run)));
		assert.deepEqual(
			kept?.parts.map(({ mayBeFurther }) => mayBeFurther),
			[true, true],
		);
		assert.deepEqual(
			JSON.parse(
				JSON.stringify({
					...kept,
					parts: kept?.parts.map((part) => ({ ...part, mayBeFurther: false, vainLooks: undefined })),
				}),
			),
			JSON.parse(JSON.stringify(run)),
		);
	});

	it('is read from nothing that is damaged', () => {
		const run = JSON.parse(JSON.stringify(runAfter(filled, uploaded)));
		const [part] = run.parts;
		for (const other of [
			undefined,
			{ ...run, version: 2 },
			{ ...run, mark: '../../x' },
			{ ...run, endpoint: 'no address' },
			{ ...run, waiting: [7] },
			{ ...run, finished: -1 },
			{ ...run, parts: [{ ...part, name: '../x' }] },
			{ ...run, parts: [{ ...part, inputFileId: undefined }] },
			{ ...run, parts: [{ ...part, step: 'created' }] },
			{ ...run, parts: [{ ...part, lines: [['c']] }] },
		])
			assert.equal(parseBatchRun(other), undefined, JSON.stringify(other));
		fc.assert(fc.property(fc.anything(), (value) => assert.equal(parseBatchRun(value), undefined)));
	});

	it('never loses or doubles a question, whatever happens', () =>
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						fc.nat(3).map((taken): BatchRunEvent => ({
							kind: 'filled',
							name: `part-${taken}`,
							lines: [],
							taken,
						})),
						fc.constantFrom<BatchRunEvent>(
							filled,
							uploaded,
							doubt,
							notFound,
							cancelled,
							seen({}),
							seen({ status: 'failed' }),
						),
						fc.constantFrom<BatchRunEvent>({ kind: 'lost', name }, { kind: 'gone', name }, { kind: 'finished', name }),
						fc.constant<BatchRunEvent>({ kind: 'waitingFinished' }),
					),
				),
				(events) => {
					let run = runAfter();
					for (const event of events) {
						// A file is made of what waits, and under another name than those before.
						if (event.kind === 'filled') {
							const taken = Math.min(event.taken, run.waiting.length);
							const lines = run.waiting.slice(0, taken).map((id) => [`c-${id}`, id] as const);
							run = reduceBatchRun(run, { kind: 'filled', name: `glimpse-1-${run.fileCount + 1}`, lines, taken });
						} else run = reduceBatchRun(run, event);
						const { total, prepared, sent, done } = batchProgress(run);
						assert.equal(total, 4);
						assert.ok(done <= sent && sent <= prepared && prepared <= total);
						const ids = [...run.waiting, ...run.parts.flatMap(({ lines }) => lines.map(([, id]) => id))];
						assert.equal(new Set(ids).size, ids.length);
						assert.equal(nextStep(run) === undefined, run.finished === total);
					}
				},
			),
		));
});

import assert from 'node:assert/strict';
import { FailureError, failureOf, throwIfCancelled } from '../../../src/core/failure.ts';

describe('failureOf', () => {
	for (const [what, thrown, failure] of [
		['a failure', new FailureError({ kind: 'cancelled' }), { kind: 'cancelled' }],
		['an error', new TypeError('No.'), { kind: 'unexpected', reason: 'No.' }],
		['anything else', 'No.', { kind: 'unexpected', reason: 'No.' }],
	] as const) {
		it(what, () => assert.deepEqual(failureOf(thrown), failure));
	}
});

describe('throwIfCancelled', () => {
	it('throws once the signal is aborted', () => {
		throwIfCancelled(new AbortController().signal);
		assert.throws(() => throwIfCancelled(AbortSignal.abort()), FailureError);
	});
});

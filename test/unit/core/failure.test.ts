import assert from 'node:assert/strict';
import { FailureError, failureOf, throwIfCancelled, type Failure } from '../../../src/core/failure.ts';
import { failureSubject } from '../../../src/core/failureSubject.ts';

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

describe('The subject of a failure', () => {
	for (const [subject, kinds] of [
		['picture', ['webUnreachable', 'webSilent', 'webRefused', 'conversionSlow', 'conversionFailed', 'pictureNotFound']],
		['question', ['blocked', 'answerCut', 'tooLong', 'altTextUnusable', 'judgementUnusable']],
		['account', ['keyMissing', 'keyRefused', 'noBalance', 'quota', 'settingOutOfRange']],
		['service', ['unreachable', 'silent', 'busy', 'modelUnknown', 'unexpected']],
		[undefined, ['cancelled']],
	] as const) {
		for (const kind of kinds) {
			it(`${kind}: ${subject}`, () => assert.equal(failureSubject({ kind } as Failure), subject));
		}
	}
});

import fc from 'fast-check';
import { answerProperty } from '../../support/answerProperty.ts';
import { watchCases } from '../../support/caseWatch.ts';

describe('whatever a service answers', function () {
	this.timeout(60_000);

	// `npm run fuzz` tries many thousands.
	it('is read, or refused', async () => {
		await fc.assert(answerProperty(watchCases()), { numRuns: 300 });
	});
});

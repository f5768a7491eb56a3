import fc from 'fast-check';
import { documentProperty } from '../../../support/documentProperty.ts';

describe('Whatever stands in a document', function () {
	this.timeout(120_000);

	// `npm run fuzz` tries many more.
	it('it is read in good time, and what is written into it reads back', () => {
		fc.assert(documentProperty(), { numRuns: 400 });
	});
});

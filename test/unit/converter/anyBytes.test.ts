import fc from 'fast-check';
import type { PictureWorker } from '../../../src/converter/pictureWorker.ts';
import { pictureProperty, seedFiles } from '../../support/pictureProperty.ts';
import { builtConverter } from '../../support/testConverter.ts';

describe('whatever bytes come in', function () {
	this.timeout(60_000);
	let converter: PictureWorker;
	before(() => {
		converter = builtConverter();
	});
	after(() => converter.dispose());

	// `npm run fuzz` tries a hundred thousand and more.
	it('a picture that can be sent comes out, or a refusal', async () => {
		await fc.assert(pictureProperty(await seedFiles(), { converter }), { numRuns: 400 });
	});
});

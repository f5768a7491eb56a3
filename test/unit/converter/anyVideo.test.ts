import fc from 'fast-check';
import { createVideoWorker, type VideoWorker } from '../../../src/converter/videoWorker.ts';
import { watchCases } from '../../support/caseWatch.ts';
import { videoProperty } from '../../support/videoProperty.ts';
import { builtFolder } from '../local/builtFolder.ts';

describe('whatever is changed in a video', function () {
	this.timeout(60_000);
	let thread: VideoWorker;
	before(() => {
		thread = createVideoWorker({ folder: builtFolder(), limit: 1500 });
	});
	after(() => thread.dispose());

	// `npm run fuzz` tries many thousands.
	it('it can be sent, or is refused', async () => {
		await fc.assert(videoProperty(thread, watchCases()), { numRuns: 300 });
	});
});

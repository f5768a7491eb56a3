import fc from 'fast-check';
import { createThreadVideo, type ThreadVideo } from '../../../src/converter/threadVideo.ts';
import { watchCases } from '../../support/caseWatch.ts';
import { videoProperty } from '../../support/videoProperty.ts';
import { builtFolder } from '../local/builtFolder.ts';

describe('whatever is changed in a video', function () {
	this.timeout(60_000);
	let thread: ThreadVideo;
	before(() => {
		thread = createThreadVideo({ folder: builtFolder(), limit: 1500 });
	});
	after(() => thread.dispose());

	// `npm run fuzz` tries many thousands.
	it('it can be sent, or is refused', async () => {
		await fc.assert(videoProperty(thread, watchCases()), { numRuns: 300 });
	});
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVideoWorker, type VideoWorker } from '../../../src/converter/videoWorker.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';
import { withNumbers } from '../../support/spoiltVideo.ts';
import { builtFolder } from '../local/builtFolder.ts';

const path = 'test/fixtures/videos/short.mp4';
const huge = 0x7f_ff_ff_ff;

describe('Videos in their thread', function () {
	// The heap of the thread is filled before it ends.
	this.timeout(30_000);
	let thread: VideoWorker;
	let good: Uint8Array;
	const { signal } = new AbortController();
	const asked = { model: 'glm-4v-plus', consent: [] };
	before(async () => {
		thread = createVideoWorker({ folder: builtFolder() });
		good = new Uint8Array(await readFile(path));
	});
	after(() => thread.dispose());

	it('are read from a file, and from bytes', async () => {
		const fromFile = await thread.prepare({ name: 'a.mp4', path }, asked, signal);
		const fromBytes = await thread.prepare({ name: 'a.mp4', bytes: good }, asked, signal);
		assert.deepEqual([fromFile.seconds, fromFile.bytes.byteLength], [2, good.byteLength]);
		assert.deepEqual(fromBytes, fromFile);
	});

	it('are refused where there is no file', async () => {
		const file = { name: 'gone.mp4', path: join('test', 'gone.mp4') };
		assert.deepEqual(await rejectionOf(thread.prepare(file, asked, signal)), { kind: 'fileMissing', name: 'gone.mp4' });
	});

	for (const [title, numbers] of [
		['many samples of one length', [['stts', 12, huge]]],
		[
			'many samples of one size and length',
			[
				['stsz', 8, 100],
				['stsz', 12, huge],
				['stts', 12, huge],
			],
		],
		['a long table of times', [['stts', 8, huge]]],
		['a long table of sizes', [['stsz', 12, huge]]],
		['a long table of chunks', [['stsc', 8, huge]]],
		['a long table of places', [['stco', 8, huge]]],
		['a long table of shifts', [['ctts', 8, huge]]],
		['a long table of starts', [['stss', 8, huge]]],
	] as const) {
		it(`end nothing but their thread where the file claims ${title}`, async () => {
			const before = process.memoryUsage.rss();
			const file = { name: 'a.mp4', bytes: withNumbers(good, numbers) };
			const outcome = await thread.prepare(file, asked, signal).catch((error: unknown) => error);
			const grown = process.memoryUsage.rss() - before;
			assert.ok(!(outcome instanceof Error) || 'failure' in outcome, String(outcome));
			assert.ok(grown < 1e9, `grew by ${grown}`);
			assert.equal((await thread.prepare({ name: 'b.mp4', bytes: good }, asked, signal)).seconds, 2);
		});
	}
});

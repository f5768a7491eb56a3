import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerProcess } from '../../../src/workers/workerProcess.ts';

/** A process that is spent with its second request; it tells its own number of them, and which process it is. */
const script = `
	let served = 0;
	process.on('message', ({ dies }) => {
		served++;
		if (dies && served > 1) process.kill(process.pid, 'SIGKILL');
		process.send({ report: { kind: 'done', served, pid: process.pid }, memory: served > 1 || dies ? Infinity : 1 });
	});`;

interface Report {
	readonly kind: 'done';
	readonly served: number;
	readonly pid: number;
}

describe('A worker process whose memory runs out', () => {
	let folder: string;
	let worker: WorkerProcess<{ readonly dies: boolean }, Report>;
	const { signal } = new AbortController();
	const failure = (why: string, reason: string) => ({ kind: 'unexpected' as const, reason: `${why}: ${reason}` });
	const options = { signal, failure };

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'worker-'));
		const file = join(folder, 'script.mjs');
		await writeFile(file, script);
		worker = new WorkerProcess({ file, name: 'test', idle: 60_000, memory: { heap: 64, process: 500_000_000 } });
	});
	afterEach(async () => {
		worker.dispose();
		await rm(folder, { recursive: true });
	});

	for (const [how, dies] of [
		['says so', false],
		['is ended', true],
	] as const) {
		it(`is started anew and asked once more, where it ${how} after earlier work`, async () => {
			const first = await worker.askOnceOrAnew({ dies: false }, options);
			const second = await worker.askOnceOrAnew({ dies }, options);
			assert.deepEqual([first.served, second.served], [1, 1]);
			assert.notEqual(first.pid, second.pid);
		});
	}

	it('is asked but once, where nothing went before or nobody wants more', async () => {
		assert.equal((await worker.askOnceOrAnew({ dies: true }, options)).served, 1);
		assert.equal((await worker.askOnce({ dies: false }, options)).served, 1);
		assert.equal((await worker.askOnce({ dies: false }, options)).served, 2);
	});
});

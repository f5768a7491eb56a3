import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../../src/core/failure.ts';
import { ConnectError } from '../../../src/engines/glm/transport.ts';
import { makeQuestions, useBatches, type BatchBed } from '../../support/batchBed.ts';
import type { BatchCall, BatchFault } from '../../support/glmBatches.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';

const never = new AbortController().signal;

describe('Batches over real sockets', () => {
	const on = useBatches();

	it('asks, follows and reads, and leaves nothing behind at the service', async () => {
		const runner = on.bed.runner();
		await runner.follow(never);
		await on.assertAllAnswered();
		assert.deepEqual(runner.progress, { phase: 'done', total: 5, prepared: 5, sent: 5, done: 5 });
		assert.deepEqual(
			on.glm.batches.files.map(({ lines, model }) => [lines.length, model]),
			[
				[3, 'glm-4v-plus-0111'],
				[2, 'glm-4v-plus-0111'],
			],
		);
		assert.deepEqual([...on.glm.batches.keptFiles], []);
		assert.ok(on.bed.waits.every((wait) => wait >= 20_000 && wait <= 30_000));
		assert.ok(!on.glm.batches.calls.includes('list'), 'nothing is looked for that was never sent');
	});

	it('450 pictures in two files, one line refused, a restart in mid-way', async () => {
		const questions = await makeQuestions(450, on.connection);
		const line = JSON.stringify(questions.values().next().value?.body).length + 160;
		await on.begin({ questions, limits: { bytes: line * 300, lines: 50_000 } });
		on.glm.batches.refuseLine = (index) => (index === 17 ? '1301' : undefined);
		const window = new AbortController();
		on.bed.onSleep = () => window.abort();
		assert.equal((await rejectionOf(on.bed.runner().follow(window.signal))).kind, 'cancelled');
		assert.equal(on.bed.outcomes.size, 0);
		on.bed.onSleep = () => undefined;
		await on.bed.runner().follow(never);
		on.assertSentOnce();
		const { files } = on.glm.batches;
		assert.equal(files.length, 2);
		assert.equal(files.flatMap(({ lines }) => lines).length, 450);
		assert.ok(files.every(({ bytes }) => bytes <= line * 300));
		const counts = Object.entries(Object.groupBy(on.outcomes(), (outcome) => outcome)).map(([kind, all = []]) => [
			kind,
			all.length,
		]);
		assert.deepEqual(Object.fromEntries(counts), { stop: 448, blocked: 2 });
	}).timeout(60_000);

	/** Stops a run at each of its points, one after the other: before and after what is sent and kept, and in each wait. */
	const atEachPoint = async (stop: (point: number) => Promise<void>): Promise<number> => {
		for (let point = 0; ; point++) {
			await on.begin();
			on.glm.batches.refuseLine = (index, { pixelHashes }) =>
				pixelHashes.includes(on.few.get('docs/page-1.md#1')?.pixelHash ?? '?') ? '1301' : undefined;
			let passed = 0;
			let hasStopped = false;
			const pass = async (): Promise<void> => {
				if (passed++ !== point) return;
				hasStopped = true;
				await stop(point);
			};
			on.bed.connection = {
				...on.connection,
				transport: async (request) => {
					await pass();
					const response = await on.send(request);
					await pass();
					return response;
				},
			};
			on.bed.onSave = pass;
			on.bed.onSleep = pass;
			await finish();
			on.assertSentOnce();
			assert.equal(on.bed.kept, undefined, `point ${point}`);
			if (!hasStopped) return point;
		}
	};
	let finish: () => Promise<void>;

	it('a restart at any point loses no answer, and sends no picture twice', async () => {
		let window: AbortController;
		finish = async () => {
			window = new AbortController();
			try {
				await on.bed.runner().follow(window.signal);
			} catch (error) {
				assert.ok(window.signal.aborted, String(error));
				// Once nothing is kept, there is nothing to go on with.
				if (on.bed.kept !== undefined || on.bed.outcomes.size < on.few.size) await on.bed.runner().follow(never);
			}
			assert.deepEqual(on.outcomes(), ['stop', 'blocked', 'stop', 'stop', 'stop']);
		};
		const points = await atEachPoint(async (point) => {
			window.abort();
			throw new Error(`The host ended at point ${point}.`);
		});
		assert.ok(points > 40, `${points} points`);
	}).timeout(120_000);

	it('a cancel at any point keeps what was answered until then, and sends nothing more', async () => {
		let runner: ReturnType<BatchBed['runner']>;
		let sentBefore: number;
		finish = async () => {
			sentBefore = Number.POSITIVE_INFINITY;
			runner = on.bed.runner();
			await runner.follow(never);
			for (const outcome of on.outcomes()) assert.ok(['stop', 'blocked', 'cancelled'].includes(outcome), outcome);
			assert.ok(on.glm.batches.files.length <= sentBefore + 1);
		};
		let isCancelled = 0;
		const points = await atEachPoint(async () => {
			sentBefore = on.glm.batches.files.length;
			// It waits for what is under way, of which this is a part.
			void runner.cancel();
			isCancelled++;
		});
		assert.equal(isCancelled, points);
	}).timeout(120_000);

	it('what was answered before a cancel is read, and the rest is cancelled', async () => {
		const runner = on.bed.runner();
		let looks = 0;
		on.bed.onSleep = () => void (++looks === 2 && runner.cancel());
		await runner.follow(never);
		assert.deepEqual(on.outcomes(), ['stop', 'cancelled', 'stop', 'stop', 'cancelled']);
		assert.equal(on.bed.kept, undefined);
		assert.deepEqual([...on.glm.batches.keptFiles], []);
	});

	it('a cancel ends a wait', async () => {
		const runner = on.bed.runner();
		on.bed.onSleep = async (signal) => {
			on.bed.onSleep = () => undefined;
			void runner.cancel();
			await once(signal, 'abort');
		};
		await runner.follow(never);
		assert.deepEqual(on.outcomes(), ['stop', 'cancelled', 'stop', 'stop', 'cancelled']);
	});

	it('a cancel holds over a restart', async () => {
		const window = new AbortController();
		const runner = on.bed.runner();
		on.bed.onSleep = async () => {
			await runner.cancel();
			window.abort();
		};
		assert.equal((await rejectionOf(runner.follow(window.signal))).kind, 'cancelled');
		on.bed.onSleep = () => undefined;
		await on.bed.runner().follow(never);
		assert.equal(on.glm.batches.calls.filter((call) => call === 'cancel').length, 2);
		assert.deepEqual(on.outcomes(), ['stop', 'cancelled', 'stop', 'stop', 'cancelled']);
	});

	const calls: readonly BatchCall[] = ['upload', 'create', 'get', 'content', 'delete', 'list', 'listFiles', 'cancel'];
	const faults: readonly (readonly [
		fault: BatchFault,
		stops: readonly BatchCall[] | 'all',
		failure?: Failure['kind'],
	])[] = [
		[{ kind: 'error', error: '1302' }, []],
		[{ kind: 'error', error: '1305' }, []],
		[{ kind: 'error', error: '500' }, []],
		[{ kind: 'reply', status: 504, body: '<html><title>504</title></html>' }, []],
		[{ kind: 'drop' }, []],
		[{ kind: 'lost' }, []],
		[{ kind: 'cut' }, []],
		[{ kind: 'error', error: '1001' }, 'all', 'keyRefused'],
		[{ kind: 'error', error: '1113' }, 'all', 'noBalance'],
		[
			{ kind: 'reply', body: '<html>Sign in to the network</html>' },
			['upload', 'create', 'list', 'listFiles'],
			'answerUnreadable',
		],
		[{ kind: 'reply', body: '{}' }, ['upload', 'create', 'list', 'listFiles'], 'answerUnreadable'],
		[{ kind: 'reply', body: '{"error":{"code":"1302","message":"Rate limit"}}' }, []],
	];
	for (const call of calls) {
		for (const [fault, stops, failure] of faults) {
			it(`${call}, ${JSON.stringify(fault)}: ${failure ?? 'goes on'}`, async () => {
				on.glm.batches.fault(call, fault);
				// Lists are looked through only when it isn't clear what was sent.
				if (call === 'list' || call === 'listFiles') on.glm.batches.fault('upload', { kind: 'lost' });
				let runner = on.bed.runner();
				if (call === 'cancel') on.bed.onSleep = () => void runner.cancel();
				const hasStopped = (stops === 'all' || stops.includes(call)) && call !== 'delete';
				if (hasStopped) {
					assert.equal((await rejectionOf(runner.follow(never))).kind, failure);
					assert.notEqual(on.bed.kept, undefined);
					runner = on.bed.runner();
				}
				await runner.follow(never);
				if (call === 'cancel') {
					assert.equal(on.bed.kept, undefined);
					on.assertSentOnce();
				} else await on.assertAllAnswered();
			});
		}
	}

	it('a busy service is waited for as at any question, and given up after as many tries', async () => {
		for (let times = 0; times < 2; times++) on.glm.batches.fault('upload', { kind: 'error', error: '1302' });
		await on.bed.runner().follow(never);
		assert.deepEqual(on.bed.waits.slice(0, 2), [3500, 9100]);
		await on.assertAllAnswered();
		await on.begin();
		on.bed.maxRetries = 1;
		for (let times = 0; times < 2; times++) on.glm.batches.fault('create', { kind: 'error', error: '1302' });
		assert.equal((await rejectionOf(on.bed.runner().follow(never))).kind, 'busy');
		await on.bed.runner().follow(never);
		await on.assertAllAnswered();
	});

	it('a service that cannot be reached is looked for less and less often, for as long as it takes', async () => {
		let looks = 0;
		on.bed.connection = {
			...on.connection,
			transport: async (request) => {
				if (request.url.includes('/batches/') && looks++ < 8) throw new ConnectError('ENOTFOUND');
				return on.send(request);
			},
		};
		await on.bed.runner().follow(never);
		await on.assertAllAnswered();
		const longest = [20_000, 40_000, 80_000, 160_000, 320_000];
		assert.deepEqual(
			longest.map((wait) => on.bed.waits.includes(wait)),
			[true, true, true, true, false],
		);
	});

	for (const call of ['upload', 'create'] as const) {
		it(`what a list shows late is not sent again: ${call}`, async () => {
			on.glm.batches.fault(call, { kind: 'lost' });
			const nothing = { kind: 'reply', body: '{"object":"list","data":[],"has_more":false}' } as const;
			on.glm.batches.fault('list', nothing);
			on.glm.batches.fault('listFiles', nothing);
			await on.bed.runner().follow(never);
			await on.assertAllAnswered();
			assert.ok(on.bed.waits.includes(20_000));
		});

		it(`what was refused is sent again without a look: ${call}`, async () => {
			on.glm.batches.fault(call, { kind: 'error', error: '1302' });
			await on.bed.runner().follow(never);
			await on.assertAllAnswered();
			assert.ok(!on.glm.batches.calls.includes('list'));
		});
	}

	it('a file that is lost here, and was taken by the service, is not sent again', async () => {
		on.glm.batches.fault('upload', { kind: 'lost' });
		on.glm.batches.fault('list', { kind: 'error', error: '1001' });
		assert.equal((await rejectionOf(on.bed.runner().follow(never))).kind, 'keyRefused');
		await rm(on.bed.folder, { recursive: true });
		await on.bed.runner().follow(never);
		await on.assertAllAnswered();
	});

	it('nobody else on this machine can read what waits to be sent', async () => {
		const modes: number[] = [];
		on.bed.onSave = async () => {
			for (const name of await readdir(on.bed.folder).catch(() => [])) {
				modes.push((await stat(join(on.bed.folder, name))).mode & 0o777, (await stat(on.bed.folder)).mode & 0o777);
			}
		};
		await on.bed.runner().follow(never);
		assert.deepEqual(new Set(modes), new Set([0o600, 0o700]));
	});
});

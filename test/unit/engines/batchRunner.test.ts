import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError, type Failure } from '../../../src/core/failure.ts';
import { batchLimits } from '../../../src/core/glm/batch.ts';
import { ConnectError, type Transport } from '../../../src/engines/glm/transport.ts';
import type { GlmConnection } from '../../../src/engines/glm/glmClient.ts';
import { createUndiciTransport } from '../../../src/engines/glm/undiciTransport.ts';
import { BatchBed, makeQuestions, type BatchQuestion } from '../../support/batchBed.ts';
import type { BatchCall, BatchFault } from '../../support/glmBatches.ts';
import { startGlmServer, type GlmServer } from '../../support/glmServer.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';

const never = new AbortController().signal;

describe('Batches over real sockets', () => {
	const undici = createUndiciTransport({
		proxy: '',
		noProxy: [],
		proxyAuthorization: undefined,
		strictSsl: true,
		useProxy: true,
	});
	let glm: GlmServer;
	let connection: GlmConnection;
	let few: ReadonlyMap<string, BatchQuestion>;
	let bed: BatchBed;

	before(async () => {
		glm = await startGlmServer({ keys: ['id.secret'] });
		connection = { endpoint: new URL(glm.endpoint), key: 'id.secret', transport: undici.send, idleTimeout: 30 };
		few = await makeQuestions(5, connection);
	});
	after(async () => {
		await undici.destroy();
		await glm.stop();
	});
	beforeEach(async () => {
		glm.reset();
		bed = await BatchBed.create({ questions: few, connection, limits: { bytes: 100_000_000, lines: 3 } });
	});
	afterEach(() => bed.remove());

	/** Puts everything back, within one test. */
	const begin = async (): Promise<void> => {
		await bed.remove();
		glm.reset();
		bed = await BatchBed.create({ questions: few, connection, limits: { bytes: 100_000_000, lines: 3 } });
	};

	/** What became of each question: the kind of its failure, or whether the answer is about its own picture. */
	const outcomes = (): readonly string[] =>
		[...bed.questions].map(([id, { pixelHash }]) => {
			const outcome = bed.outcomes.get(id);
			if (outcome?.kind !== 'answered') return outcome?.failure.kind ?? 'none';
			return outcome.text.includes(pixelHash) ? outcome.finishReason : 'the answer to another question';
		});

	const assertSentOnce = (): void => {
		const sent = glm.batches.files.flatMap(({ lines }) => lines.flatMap(({ pixelHashes }) => pixelHashes));
		assert.deepEqual(sent.toSorted(), [...new Set(sent)].toSorted(), 'a picture was sent twice');
		assert.ok(glm.batches.batchIds.length <= glm.batches.files.length, 'a file was asked twice');
	};

	/** All answered, none sent twice, nothing left behind. */
	const assertAllAnswered = async (): Promise<void> => {
		assert.deepEqual(
			outcomes(),
			Array.from(bed.questions.keys(), () => 'stop'),
		);
		assertSentOnce();
		assert.equal(bed.kept, undefined);
		await assert.rejects(stat(bed.folder));
	};

	it('asks, follows and reads, and leaves nothing behind at the service', async () => {
		const runner = bed.runner();
		await runner.follow(never);
		await assertAllAnswered();
		assert.deepEqual(runner.progress, { phase: 'done', total: 5, prepared: 5, sent: 5, done: 5 });
		assert.deepEqual(
			glm.batches.files.map(({ lines, model }) => [lines.length, model]),
			[
				[3, 'glm-4v-plus-0111'],
				[2, 'glm-4v-plus-0111'],
			],
		);
		assert.deepEqual([...glm.batches.keptFiles], []);
		assert.ok(bed.waits.every((wait) => wait >= 20_000 && wait <= 30_000));
		assert.ok(!glm.batches.calls.includes('list'), 'nothing is looked for that was never sent');
	});

	it('450 pictures in two files, one line refused, a restart in mid-way', async () => {
		const questions = await makeQuestions(450, connection);
		const line = JSON.stringify(questions.values().next().value?.body).length + 160;
		await bed.remove();
		bed = await BatchBed.create({ questions, connection, limits: { bytes: line * 300, lines: 50_000 } });
		glm.batches.refuseLine = (index) => (index === 17 ? '1301' : undefined);
		const window = new AbortController();
		bed.onSleep = () => window.abort();
		assert.equal((await rejectionOf(bed.runner().follow(window.signal))).kind, 'cancelled');
		assert.equal(bed.outcomes.size, 0);
		bed.onSleep = () => undefined;
		await bed.runner().follow(never);
		assertSentOnce();
		const { files } = glm.batches;
		assert.equal(files.length, 2);
		assert.equal(files.flatMap(({ lines }) => lines).length, 450);
		assert.ok(files.every(({ bytes }) => bytes <= line * 300));
		const counts = Object.entries(Object.groupBy(outcomes(), (outcome) => outcome)).map(([kind, all = []]) => [
			kind,
			all.length,
		]);
		assert.deepEqual(Object.fromEntries(counts), { stop: 448, blocked: 2 });
	}).timeout(60_000);

	/** Stops a run at each of its points, one after the other: before and after what is sent and kept, and in each wait. */
	const atEachPoint = async (stop: (point: number) => Promise<void>): Promise<number> => {
		for (let point = 0; ; point++) {
			await begin();
			glm.batches.refuseLine = (index, { pixelHashes }) =>
				pixelHashes.includes(few.get('docs/page-1.md#1')?.pixelHash ?? '?') ? '1301' : undefined;
			let passed = 0;
			let hasStopped = false;
			const pass = async (): Promise<void> => {
				if (passed++ !== point) return;
				hasStopped = true;
				await stop(point);
			};
			bed.connection = {
				...connection,
				transport: async (request) => {
					await pass();
					const response = await undici.send(request);
					await pass();
					return response;
				},
			};
			bed.onSave = pass;
			bed.onSleep = pass;
			await finish();
			assertSentOnce();
			assert.equal(bed.kept, undefined, `point ${point}`);
			if (!hasStopped) return point;
		}
	};
	let finish: () => Promise<void>;

	it('a restart at any point loses no answer, and sends no picture twice', async () => {
		let window: AbortController;
		finish = async () => {
			window = new AbortController();
			try {
				await bed.runner().follow(window.signal);
			} catch (error) {
				assert.ok(window.signal.aborted, String(error));
				// Once nothing is kept, there is nothing to go on with.
				if (bed.kept !== undefined || bed.outcomes.size < few.size) await bed.runner().follow(never);
			}
			assert.deepEqual(outcomes(), ['stop', 'blocked', 'stop', 'stop', 'stop']);
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
			runner = bed.runner();
			await runner.follow(never);
			for (const outcome of outcomes()) assert.ok(['stop', 'blocked', 'cancelled'].includes(outcome), outcome);
			assert.ok(glm.batches.files.length <= sentBefore + 1);
		};
		let isCancelled = 0;
		const points = await atEachPoint(async () => {
			sentBefore = glm.batches.files.length;
			// It waits for what is under way, of which this is a part.
			void runner.cancel();
			isCancelled++;
		});
		assert.equal(isCancelled, points);
	}).timeout(120_000);

	it('what was answered before a cancel is read, and the rest is cancelled', async () => {
		const runner = bed.runner();
		let looks = 0;
		bed.onSleep = () => void (++looks === 2 && runner.cancel());
		await runner.follow(never);
		assert.deepEqual(outcomes(), ['stop', 'cancelled', 'stop', 'stop', 'cancelled']);
		assert.equal(bed.kept, undefined);
		assert.deepEqual([...glm.batches.keptFiles], []);
	});

	it('a cancel ends a wait', async () => {
		const runner = bed.runner();
		bed.onSleep = async (signal) => {
			bed.onSleep = () => undefined;
			void runner.cancel();
			await once(signal, 'abort');
		};
		await runner.follow(never);
		assert.deepEqual(outcomes(), ['stop', 'cancelled', 'stop', 'stop', 'cancelled']);
	});

	it('a cancel holds over a restart', async () => {
		const window = new AbortController();
		const runner = bed.runner();
		bed.onSleep = async () => {
			await runner.cancel();
			window.abort();
		};
		assert.equal((await rejectionOf(runner.follow(window.signal))).kind, 'cancelled');
		bed.onSleep = () => undefined;
		await bed.runner().follow(never);
		assert.equal(glm.batches.calls.filter((call) => call === 'cancel').length, 2);
		assert.deepEqual(outcomes(), ['stop', 'cancelled', 'stop', 'stop', 'cancelled']);
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
				glm.batches.fault(call, fault);
				// Lists are looked through only when it isn't clear what was sent.
				if (call === 'list' || call === 'listFiles') glm.batches.fault('upload', { kind: 'lost' });
				let runner = bed.runner();
				if (call === 'cancel') bed.onSleep = () => void runner.cancel();
				const hasStopped = (stops === 'all' || stops.includes(call)) && call !== 'delete';
				if (hasStopped) {
					assert.equal((await rejectionOf(runner.follow(never))).kind, failure);
					assert.notEqual(bed.kept, undefined);
					runner = bed.runner();
				}
				await runner.follow(never);
				if (call === 'cancel') {
					assert.equal(bed.kept, undefined);
					assertSentOnce();
				} else await assertAllAnswered();
			});
		}
	}

	it('a busy service is waited for as at any question, and given up after as many tries', async () => {
		for (let times = 0; times < 2; times++) glm.batches.fault('upload', { kind: 'error', error: '1302' });
		await bed.runner().follow(never);
		assert.deepEqual(bed.waits.slice(0, 2), [3500, 9100]);
		await assertAllAnswered();
		await begin();
		bed.maxRetries = 1;
		for (let times = 0; times < 2; times++) glm.batches.fault('create', { kind: 'error', error: '1302' });
		assert.equal((await rejectionOf(bed.runner().follow(never))).kind, 'busy');
		await bed.runner().follow(never);
		await assertAllAnswered();
	});

	it('a service that cannot be reached is looked for less and less often, for as long as it takes', async () => {
		let looks = 0;
		bed.connection = {
			...connection,
			transport: async (request) => {
				if (request.url.includes('/batches/') && looks++ < 8) throw new ConnectError('ENOTFOUND');
				return undici.send(request);
			},
		};
		await bed.runner().follow(never);
		await assertAllAnswered();
		const longest = [20_000, 40_000, 80_000, 160_000, 320_000];
		assert.deepEqual(
			longest.map((wait) => bed.waits.includes(wait)),
			[true, true, true, true, false],
		);
	});

	describe('what the service says of a batch', () => {
		/** One file, so that the looks are counted. */
		beforeEach(() => {
			bed.limits = { bytes: 100_000_000, lines: 50 };
		});
		const all = (outcome: string): readonly string[] => Array.from({ length: 5 }, () => outcome);
		const half = (outcome: string): readonly string[] => ['stop', outcome, 'stop', outcome, 'stop'];

		for (const [what, arrange, expected] of [
			[
				'statuses that nobody knows, until it ends',
				() => (glm.batches.statuses = ['queued', 'x', '', 'completed']),
				all('stop'),
			],
			[
				'seconds, and counts that are null',
				() => describing({ created_at: 1_764_000_000, request_counts: null }),
				all('stop'),
			],
			[
				'counts beside the others',
				() => describing({ request_counts: undefined, completed: 3, failed: 1 }),
				all('stop'),
			],
			[
				'hardly anything',
				() => describing({ created_at: 'x', metadata: 7, request_counts: [], errors: null }),
				all('stop'),
			],
			['that it has expired', () => (glm.batches.statuses = ['in_progress', 'expired']), half('batchUnanswered')],
			['that it was cancelled by someone else', () => (glm.batches.statuses = ['cancelled']), half('batchUnanswered')],
			['that it failed, and nothing else', () => failing(null), all('batchUnanswered')],
			[
				'that it failed, and why',
				() =>
					failing({ object: 'list', data: [{ code: '1113', message: '余额不足或无可用资源包,请充值。', line: 1 }] }),
				all('noBalance'),
			],
			['that it failed, in other words', () => failing('数据校验失败'), all('service')],
			[
				'that it is complete, without a file, for ever',
				() => describing({ status: 'completed', output_file_id: null, error_file_id: undefined }),
				all('batchUnanswered'),
			],
			['that it is under way, for nine days', () => aging(), all('batchUnanswered')],
		] as const satisfies readonly (readonly [string, () => unknown, readonly string[]])[]) {
			it(`${what}: ${[...new Set(expected)].join(', ')}`, async () => {
				arrange();
				await bed.runner().follow(never);
				assert.deepEqual(outcomes(), expected);
				assertSentOnce();
				assert.equal(bed.kept, undefined);
			});
		}
		const describing = (other: object): void => {
			glm.batches.describe = (batch) => ({ ...batch, ...other });
		};
		const failing = (errors: unknown): void => {
			glm.batches.statuses = ['validating', 'failed'];
			describing({ errors });
		};
		const aging = (): void => {
			glm.batches.statuses = ['in_progress'];
			let days = 0;
			bed.now = () => days++ * 24 * 60 * 60 * 1000;
		};

		it('that it is complete, and later with which file', async () => {
			let looks = 0;
			glm.batches.describe = (batch) =>
				batch['status'] === 'completed' && looks++ < 2 ? { ...batch, output_file_id: null } : batch;
			await bed.runner().follow(never);
			await assertAllAnswered();
		});

		it('that it is not there: once is not believed, three times are', async () => {
			glm.batches.fault('get', { kind: 'error', error: '1222' });
			await bed.runner().follow(never);
			await assertAllAnswered();
			await begin();
			for (let times = 0; times < 6; times++) glm.batches.fault('get', { kind: 'error', error: '1222' });
			await bed.runner().follow(never);
			assert.deepEqual(outcomes(), all('batchUnanswered'));
		});
	});

	describe('a file of answers', () => {
		beforeEach(() => {
			bed.limits = { bytes: 100_000_000, lines: 50 };
		});
		const foreign = [
			'{"custom_id":"somebody-else","response":{"status_code":200,"body":{"choices":[]}}}',
			'{"custom_id":7}',
			'[1,2]',
			'null',
			'not JSON',
			'',
			'{"custom_id":"__proto__","response":null}',
			`{"custom_id":"long","response":"${'x'.repeat(5_000_000)}"}`,
		].join('\n');

		it('with lines of others, which are passed over', async () => {
			glm.batches.spoil = (content) => `\n${foreign}\n${content.replaceAll('\n', '\r\n')}`;
			await bed.runner().follow(never);
			await assertAllAnswered();
		});

		for (const [what, spoil, failure, missing, readings] of [
			['of others alone', () => foreign, 'batchUnanswered', 5, 1],
			['without answers', () => '{}\n[1]\n', 'answerUnreadable', 5, 6],
			['that is empty', () => '', 'answerUnreadable', 5, 6],
			['that ends in mid-line', (content: string) => content.slice(0, -20), 'answerCut', 1, 6],
		] as const) {
			it(`${what}, each time: what could be read counts, the rest fails as ${failure}`, async () => {
				glm.batches.spoil = spoil;
				await bed.runner().follow(never);
				assert.equal(outcomes().filter((outcome) => outcome === failure).length, missing);
				assert.ok(outcomes().every((outcome) => outcome === failure || outcome === 'stop'));
				assert.equal(glm.batches.calls.filter((call) => call === 'content').length, readings);
				assert.equal(bed.kept, undefined);
			});
		}

		it('that ends in mid-line, the first time only', async () => {
			let times = 0;
			glm.batches.spoil = (content) => (times++ === 0 ? content.slice(0, -20) : content);
			await bed.runner().follow(never);
			await assertAllAnswered();
			assert.deepEqual(bed.told.toSorted(), [...few.keys()], 'an answer was told twice');
		});

		it('with the key in it, which is taken out', async () => {
			glm.batches.spoil = (content) => content.replaceAll('Café', 'id.secret').replaceAll('"stop"', '"id.secret"');
			await bed.runner().follow(never);
			assert.equal(bed.outcomes.size, 5);
			assert.doesNotMatch(JSON.stringify([...bed.outcomes]), /secret/);
		});

		it('that grows without an end is given up', async () => {
			const line = Buffer.from(`${'{"custom_id":"x","response":null}'.padEnd(1024 * 1024)}\n`);
			bed.connection = {
				...connection,
				transport: async (request) => {
					const response = await undici.send(request);
					if (!request.url.endsWith('/content')) return response;
					for await (const chunk of response.body) assert.ok(chunk);
					async function* endless(): AsyncGenerator<Uint8Array> {
						for (;;) yield line;
					}
					return { ...response, body: endless() };
				},
			};
			await bed.runner().follow(never);
			assert.deepEqual(
				outcomes(),
				Array.from(few, () => 'answerTooLarge'),
			);
		}).timeout(60_000);
	});

	describe('the questions', () => {
		const fails = (id: string, failure: Failure): void => {
			bed.bodyFor = (each) => {
				if (each === id) throw new FailureError(failure);
				return few.get(each)?.body ?? {};
			};
		};

		it('a picture that is not there fails by itself, before anything is sent', async () => {
			fails('docs/page-2.md#1', { kind: 'fileMissing', name: 'a.png' });
			await bed.runner().follow(never);
			assert.deepEqual(outcomes(), ['stop', 'stop', 'fileMissing', 'stop', 'stop']);
			assert.deepEqual(
				glm.batches.files.map(({ lines }) => lines.length),
				[3, 1],
			);
		});

		it('what all of them would meet ends the work, which goes on later', async () => {
			fails('docs/page-4.md#1', { kind: 'settingOutOfRange', setting: 'glimpse.maxTokens', range: '1–1024' });
			assert.equal((await rejectionOf(bed.runner().follow(never))).kind, 'settingOutOfRange');
			bed.bodyFor = (id) => few.get(id)?.body ?? {};
			await bed.runner().follow(never);
			await assertAllAnswered();
		});

		it('one that no file can hold fails by itself', async () => {
			bed.limits = { bytes: 2000, lines: 50 };
			bed.bodyFor = (id) => ({ ...few.get(id)?.body, user_id: 'x'.repeat(id.includes('-1.') ? 2000 : 6) });
			await bed.runner().follow(never);
			assert.deepEqual(outcomes(), ['stop', 'requestTooLarge', 'stop', 'stop', 'stop']);
			assert.ok(glm.batches.files.every(({ bytes }) => bytes <= 2000));
		});

		it('a model without batches is refused with the file, in the words of the service', async () => {
			bed.bodyFor = (id) => ({ ...few.get(id)?.body, model: 'glm-4.6v' });
			const failure = await rejectionOf(bed.runner().follow(never));
			assert.ok('message' in failure && failure.message.includes('glm-5v-turbo'), JSON.stringify(failure));
			assert.equal(glm.batches.files.length, 0);
		});

		it('are prepared anew when their file is lost before it was sent', async () => {
			glm.batches.fault('upload', { kind: 'error', error: '1001' });
			assert.equal((await rejectionOf(bed.runner().follow(never))).kind, 'keyRefused');
			await rm(bed.folder, { recursive: true });
			await bed.runner().follow(never);
			await assertAllAnswered();
		});
	});

	describe('within the documented limits of a file', () => {
		for (const [what, count, length, expected] of [
			['26 questions of five megabytes', 26, 5_000_000, [19, 7]],
			['50,001 short ones', 50_001, 1, [50_000, 1]],
		] as const) {
			it(`${what} take two files`, async () => {
				const files: { bytes: number; lines: number; largest: number }[] = [];
				/** Counts what is uploaded, and takes every batch for failed. */
				const transport: Transport = async ({ url, body }) => {
					const id = `id-${files.length}`;
					if (url.endsWith('/files') && typeof body === 'object') {
						const file = { bytes: 0, lines: 0, largest: 0 };
						for await (const chunk of body.chunks()) {
							file.bytes += chunk.byteLength;
							file.largest = Math.max(file.largest, chunk.byteLength);
							for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) file.lines++;
						}
						assert.equal(file.bytes, body.byteLength);
						files.push(file);
					}
					async function* reply(): AsyncGenerator<Uint8Array> {
						yield Buffer.from(JSON.stringify({ id, status: 'failed' }));
					}
					return { status: 200, retryAfter: undefined, location: undefined, body: reply() };
				};
				const one = [...few.values()][0];
				assert.ok(one);
				await bed.remove();
				bed = await BatchBed.create({
					questions: new Map(Array.from({ length: count }, (_, index) => [`q-${index}`, one])),
					connection: { ...connection, transport },
					limits: batchLimits,
				});
				bed.bodyFor = (id) => ({ model: 'glm-4v', id, picture: 'x'.repeat(length) });
				await bed.runner().follow(never);
				// The form around a file has ten lines.
				assert.deepEqual(
					files.map(({ lines }) => lines - 10),
					expected,
				);
				assert.ok(files.every(({ bytes, largest }) => bytes < 100_001_000 && largest < 1_000_000));
				assert.equal(bed.outcomes.size, count);
			}).timeout(120_000);
		}
	});

	it('a file that is lost here, and was taken by the service, is not sent again', async () => {
		glm.batches.fault('upload', { kind: 'lost' });
		glm.batches.fault('list', { kind: 'error', error: '1001' });
		assert.equal((await rejectionOf(bed.runner().follow(never))).kind, 'keyRefused');
		await rm(bed.folder, { recursive: true });
		await bed.runner().follow(never);
		await assertAllAnswered();
	});

	it('nobody else on this machine can read what waits to be sent', async () => {
		const modes: number[] = [];
		bed.onSave = async () => {
			for (const name of await readdir(bed.folder).catch(() => [])) {
				modes.push((await stat(join(bed.folder, name))).mode & 0o777, (await stat(bed.folder)).mode & 0o777);
			}
		};
		await bed.runner().follow(never);
		assert.deepEqual(new Set(modes), new Set([0o600, 0o700]));
	});
});

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { FailureError, type Failure } from '../../../src/core/failure.ts';
import { batchLimits } from '../../../src/core/glm/batch.ts';
import type { Transport } from '../../../src/engines/glm/transport.ts';
import { useBatches } from '../../support/batchBed.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';

const never = new AbortController().signal;

describe('What becomes of a batch, by', () => {
	const on = useBatches();

	describe('what the service says of a batch', () => {
		/** One file, so that the looks are counted. */
		beforeEach(() => {
			on.bed.limits = { bytes: 100_000_000, lines: 50 };
		});
		const all = (outcome: string): readonly string[] => Array.from({ length: 5 }, () => outcome);
		const half = (outcome: string): readonly string[] => ['stop', outcome, 'stop', outcome, 'stop'];

		for (const [what, arrange, expected] of [
			[
				'statuses that nobody knows, until it ends',
				() => (on.glm.batches.statuses = ['queued', 'x', '', 'completed']),
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
			['that it has expired', () => (on.glm.batches.statuses = ['in_progress', 'expired']), half('batchUnanswered')],
			[
				'that it was cancelled by someone else',
				() => (on.glm.batches.statuses = ['cancelled']),
				half('batchUnanswered'),
			],
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
				await on.bed.runner().follow(never);
				assert.deepEqual(on.outcomes(), expected);
				on.assertSentOnce();
				assert.equal(on.bed.kept, undefined);
			});
		}
		const describing = (other: object): void => {
			on.glm.batches.describe = (batch) => ({ ...batch, ...other });
		};
		const failing = (errors: unknown): void => {
			on.glm.batches.statuses = ['validating', 'failed'];
			describing({ errors });
		};
		const aging = (): void => {
			on.glm.batches.statuses = ['in_progress'];
			let days = 0;
			on.bed.now = () => days++ * 24 * 60 * 60 * 1000;
		};

		it('that it is complete, and later with which file', async () => {
			let looks = 0;
			on.glm.batches.describe = (batch) =>
				batch['status'] === 'completed' && looks++ < 2 ? { ...batch, output_file_id: null } : batch;
			await on.bed.runner().follow(never);
			await on.assertAllAnswered();
		});

		it('that it is not there: once is not believed, three times are', async () => {
			on.glm.batches.fault('get', { kind: 'error', error: '1222' });
			await on.bed.runner().follow(never);
			await on.assertAllAnswered();
			await on.begin();
			for (let times = 0; times < 6; times++) on.glm.batches.fault('get', { kind: 'error', error: '1222' });
			await on.bed.runner().follow(never);
			assert.deepEqual(on.outcomes(), all('batchUnanswered'));
		});
	});

	describe('a file of answers', () => {
		beforeEach(() => {
			on.bed.limits = { bytes: 100_000_000, lines: 50 };
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
			on.glm.batches.spoil = (content) => `\n${foreign}\n${content.replaceAll('\n', '\r\n')}`;
			await on.bed.runner().follow(never);
			await on.assertAllAnswered();
		});

		for (const [what, spoil, failure, missing, readings] of [
			['of others alone', () => foreign, 'batchUnanswered', 5, 1],
			['without answers', () => '{}\n[1]\n', 'answerUnreadable', 5, 6],
			['that is empty', () => '', 'answerUnreadable', 5, 6],
			['that ends in mid-line', (content: string) => content.slice(0, -20), 'answerCut', 1, 6],
		] as const) {
			it(`${what}, each time: what could be read counts, the rest fails as ${failure}`, async () => {
				on.glm.batches.spoil = spoil;
				await on.bed.runner().follow(never);
				assert.equal(on.outcomes().filter((outcome) => outcome === failure).length, missing);
				assert.ok(on.outcomes().every((outcome) => outcome === failure || outcome === 'stop'));
				assert.equal(on.glm.batches.calls.filter((call) => call === 'content').length, readings);
				assert.equal(on.bed.kept, undefined);
			});
		}

		it('that ends in mid-line, the first time only', async () => {
			let times = 0;
			on.glm.batches.spoil = (content) => (times++ === 0 ? content.slice(0, -20) : content);
			await on.bed.runner().follow(never);
			await on.assertAllAnswered();
			assert.deepEqual(on.bed.told.toSorted(), [...on.few.keys()], 'an answer was told twice');
		});

		it('with the key in it, which is taken out', async () => {
			on.glm.batches.spoil = (content) => content.replaceAll('Café', 'id.secret').replaceAll('"stop"', '"id.secret"');
			await on.bed.runner().follow(never);
			assert.equal(on.bed.outcomes.size, 5);
			assert.doesNotMatch(JSON.stringify([...on.bed.outcomes]), /secret/);
		});

		it('that grows without an end is given up', async () => {
			const line = Buffer.from(`${'{"custom_id":"x","response":null}'.padEnd(1024 * 1024)}\n`);
			on.bed.connection = {
				...on.connection,
				transport: async (request) => {
					const response = await on.send(request);
					if (!request.url.endsWith('/content')) return response;
					for await (const chunk of response.body) assert.ok(chunk);
					async function* endless(): AsyncGenerator<Uint8Array> {
						for (;;) yield line;
					}
					return { ...response, body: endless() };
				},
			};
			await on.bed.runner().follow(never);
			assert.deepEqual(
				on.outcomes(),
				Array.from(on.few, () => 'answerTooLarge'),
			);
		}).timeout(60_000);
	});

	describe('the questions', () => {
		const fails = (id: string, failure: Failure): void => {
			on.bed.bodyFor = (each) => {
				if (each === id) throw new FailureError(failure);
				return on.few.get(each)?.body ?? {};
			};
		};

		it('a picture that is not there fails by itself, before anything is sent', async () => {
			fails('docs/page-2.md#1', { kind: 'fileMissing', name: 'a.png' });
			await on.bed.runner().follow(never);
			assert.deepEqual(on.outcomes(), ['stop', 'stop', 'fileMissing', 'stop', 'stop']);
			assert.deepEqual(
				on.glm.batches.files.map(({ lines }) => lines.length),
				[3, 1],
			);
		});

		it('what all of them would meet ends the work, which goes on later', async () => {
			fails('docs/page-4.md#1', { kind: 'settingOutOfRange', setting: 'glimpse.maxTokens', range: '1–1024' });
			assert.equal((await rejectionOf(on.bed.runner().follow(never))).kind, 'settingOutOfRange');
			on.bed.bodyFor = (id) => on.few.get(id)?.body ?? {};
			await on.bed.runner().follow(never);
			await on.assertAllAnswered();
		});

		it('one that no file can hold fails by itself', async () => {
			on.bed.limits = { bytes: 2000, lines: 50 };
			on.bed.bodyFor = (id) => ({ ...on.few.get(id)?.body, user_id: 'x'.repeat(id.includes('-1.') ? 2000 : 6) });
			await on.bed.runner().follow(never);
			assert.deepEqual(on.outcomes(), ['stop', 'requestTooLarge', 'stop', 'stop', 'stop']);
			assert.ok(on.glm.batches.files.every(({ bytes }) => bytes <= 2000));
		});

		it('a model without batches is refused with the file, in the words of the service', async () => {
			on.bed.bodyFor = (id) => ({ ...on.few.get(id)?.body, model: 'glm-4.6v' });
			const failure = await rejectionOf(on.bed.runner().follow(never));
			assert.ok('message' in failure && failure.message.includes('glm-5v-turbo'), JSON.stringify(failure));
			assert.equal(on.glm.batches.files.length, 0);
		});

		it('are prepared anew when their file is lost before it was sent', async () => {
			on.glm.batches.fault('upload', { kind: 'error', error: '1001' });
			assert.equal((await rejectionOf(on.bed.runner().follow(never))).kind, 'keyRefused');
			await rm(on.bed.folder, { recursive: true });
			await on.bed.runner().follow(never);
			await on.assertAllAnswered();
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
				const one = [...on.few.values()][0];
				assert.ok(one);
				await on.begin({
					questions: new Map(Array.from({ length: count }, (_, index) => [`q-${index}`, one])),
					connection: { ...on.connection, transport },
					limits: batchLimits,
				});
				on.bed.bodyFor = (id) => ({ model: 'glm-4v', id, picture: 'x'.repeat(length) });
				await on.bed.runner().follow(never);
				// The form around a file has ten lines.
				assert.deepEqual(
					files.map(({ lines }) => lines - 10),
					expected,
				);
				assert.ok(files.every(({ bytes, largest }) => bytes < 100_001_000 && largest < 1_000_000));
				assert.equal(on.bed.outcomes.size, count);
			}).timeout(120_000);
		}
	});
});

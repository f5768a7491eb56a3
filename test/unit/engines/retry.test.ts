import assert from 'node:assert/strict';
import type { AnswerPart } from '../../../src/core/answer.ts';
import { FailureError, type Failure } from '../../../src/core/failure.ts';
import { createGlmEngine } from '../../../src/engines/glm/glmEngine.ts';
import { retryPolicy, type RetryPolicy } from '../../../src/engines/glm/retry.ts';
import { ConnectError, type Transport } from '../../../src/engines/glm/transport.ts';
import { createUndiciTransport } from '../../../src/engines/glm/undiciTransport.ts';
import { preparedSample } from '../../support/preparedSample.ts';
import type { ErrorName } from '../../support/glmErrors.ts';
import { startGlmServer, type Behaviour, type GlmServer, type GlmServerOptions } from '../../support/glmServer.ts';

/** What the engine gave, and how it ended. */
interface Outcome {
	readonly parts: readonly AnswerPart[];
	readonly failure: Failure | undefined;
}

const noon = Date.parse('2026-11-23T12:00:00Z');
const busy: Behaviour = { kind: 'error', error: '1305' };

describe('Retries over real sockets', () => {
	let glm: GlmServer;
	/** The milliseconds of each wait; time stands still in between. */
	let waits: number[];
	let policy: RetryPolicy;
	let transport: Transport;
	const undici = createUndiciTransport({
		proxy: '',
		noProxy: [],
		proxyAuthorization: undefined,
		strictSsl: true,
		useProxy: true,
	});

	beforeEach(() => {
		waits = [];
		transport = undici.send;
		policy = {
			maxRetries: 3,
			now: () => noon,
			random: () => 0,
			sleep: async (milliseconds) => void waits.push(milliseconds),
		};
	});
	const start = async (options?: GlmServerOptions, ...script: readonly Behaviour[]): Promise<void> => {
		glm = await startGlmServer(options);
		for (const behaviour of script) glm.script(behaviour);
	};
	afterEach(() => glm.stop());
	after(() => undici.destroy());

	const ask = async (
		more: Partial<Parameters<typeof createGlmEngine>[1]> = {},
		onPart: (part: AnswerPart) => void = () => {},
		signal = new AbortController().signal,
	): Promise<Outcome> => {
		const engine = createGlmEngine(
			{ endpoint: new URL(glm.endpoint), key: undefined, transport, idleTimeout: 30 },
			{ model: 'glm-4.6v-flash', stream: true, imageEncoding: 'auto', ...more },
			policy,
		);
		const media = [preparedSample('dialog-light.png')];
		const messages = [{ role: 'user', text: 'What is it?', media }] as const;
		const parts: AnswerPart[] = [];
		try {
			for await (const part of engine.answer({ task: 'describe', messages }, signal)) {
				parts.push(part);
				onPart(part);
			}
			return { parts, failure: undefined };
		} catch (error) {
			assert.ok(error instanceof FailureError, String(error));
			return { parts, failure: error.failure };
		}
	};
	const textOf = ({ parts }: Outcome): string => parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');

	it('asks again until there is an answer, and says each time how long it waits', async () => {
		await start({}, busy, busy);
		const outcome = await ask();
		assert.ok(textOf(outcome).includes(glm.word ?? '?'));
		assert.deepEqual(outcome.parts.slice(0, 2), [
			{ kind: 'waiting', until: noon + 4000, attempt: 1, reason: 'busy' },
			{ kind: 'waiting', until: noon + 10_400, attempt: 2, reason: 'busy' },
		]);
		assert.deepEqual(waits, [4000, 10_400]);
	});

	it('sends a new request id each time', async () => {
		await start({}, busy, busy);
		await ask();
		const ids = glm.requests.map(({ text }) => /"request_id":"([^"]+)"/.exec(text)?.[1]);
		assert.equal(ids.length, 3);
		assert.equal(new Set(ids).size, 3);
	});

	it('waits longer each time, and up to a quarter less; three waits outlast 30 s of a busy service', async () => {
		policy = { ...policy, maxRetries: 5 };
		await start({}, ...Array.from({ length: 6 }, () => busy));
		assert.equal((await ask()).failure?.kind, 'busy');
		assert.deepEqual(waits, [4000, 10_400, 27_040, 30_000, 30_000]);
		waits.length = 0;
		policy = { ...policy, random: () => 1, maxRetries: 3 };
		for (let count = 0; count < 4; count++) glm.script(busy);
		await ask();
		assert.deepEqual(waits, [3000, 7800, 20_280]);
	});

	it('waits less for a fault, twice as long each time and 8 s at most', async () => {
		policy = { ...policy, maxRetries: 6 };
		await start({}, ...Array.from({ length: 7 }, (): Behaviour => ({ kind: 'html' })));
		assert.equal((await ask()).failure?.kind, 'serviceBroken');
		assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 8000]);
	});

	const transient: readonly Behaviour[] = [
		...(['1302', '1303', '1305', '1234', '1200', '1230', '500'] as const).map((error): Behaviour => ({
			kind: 'error',
			error,
		})),
		{ kind: 'html', status: 502 },
		{ kind: 'html', status: 503 },
		{ kind: 'errorIn200', error: '1305' },
		{ kind: 'bareJsonError', error: '1305' },
	];
	for (const behaviour of transient) {
		it(`asks again after ${JSON.stringify(behaviour)}`, async () => {
			await start({}, behaviour);
			assert.equal((await ask()).failure, undefined);
			assert.equal(glm.requests.length, 2);
		});
	}

	const lasting: readonly ErrorName[] = [
		'1113',
		'1112',
		'1211',
		'1220',
		'1261',
		'1301',
		'1304',
		'1308',
		'1310',
		'1313',
	];
	for (const error of lasting) {
		it(`asks once: ${error}`, async () => {
			await start({}, { kind: 'error', error });
			const { failure } = await ask();
			assert.ok(failure && 'code' in failure);
			assert.equal(failure.code, error);
			assert.equal(glm.requests.length, 1);
			assert.deepEqual(waits, []);
		});
	}

	for (const kind of ['cut', 'drop', 'reset', 'networkError'] as const) {
		it(`asks once when the answer had begun: ${kind}`, async () => {
			await start({}, { kind });
			const outcome = await ask();
			assert.ok(outcome.failure);
			assert.ok(outcome.parts.length > 0);
			assert.equal(glm.requests.length, 1);
		});
	}

	it('asks once when the answer had begun: a busy service in the middle of the stream', async () => {
		await start({}, { kind: 'errorInStream', error: '1305' });
		assert.equal((await ask()).failure?.kind, 'busy');
		assert.equal(glm.requests.length, 1);
	});

	it('asks once where no retry is wanted', async () => {
		policy = { ...policy, maxRetries: 0 };
		await start({}, busy);
		assert.equal((await ask()).failure?.kind, 'busy');
		assert.equal(glm.requests.length, 1);
	});

	it('asks again when there is no connection', async () => {
		await start();
		await glm.stop();
		const outcome = await ask();
		assert.equal(outcome.failure?.kind, 'unreachable');
		assert.deepEqual(waits, [500, 1000, 2000]);
		assert.partialDeepStrictEqual(outcome.parts[0], { kind: 'waiting', reason: 'unreachable' });
	});

	for (const [reason, expected] of [
		['ENOTFOUND', [500, 1000, 2000]],
		['UND_ERR_CONNECT_TIMEOUT', [500, 1000, 2000]],
		['CERT_HAS_EXPIRED', []],
		['SELF_SIGNED_CERT_IN_CHAIN', []],
	] as const) {
		it(`no connection, ${reason}: ${expected.length} retries`, async () => {
			await start();
			transport = () => Promise.reject(new ConnectError(reason));
			assert.equal((await ask()).failure?.kind, 'unreachable');
			assert.deepEqual(waits, expected);
		});
	}

	const asked: readonly [retryAfter: string, waits: readonly number[]][] = [
		['7', [7000]],
		['60', [60_000]],
		['0', [0]],
		['61', []],
		['Mon, 23 Nov 2026 12:00:30 GMT', [30_000]],
		['Mon, 23 Nov 2026 11:59:00 GMT', [0]],
		['Mon, 23 Nov 2026 12:30:00 GMT', []],
		['soon', [4000]],
	];
	for (const [retryAfter, expected] of asked) {
		it(`Retry-After: ${retryAfter}: ${expected.length > 0 ? `waits ${expected[0]} ms` : 'gives up'}`, async () => {
			await start({}, { kind: 'error', error: '1305', headers: { 'Retry-After': retryAfter } });
			const { failure } = await ask();
			assert.deepEqual(waits, expected);
			assert.equal(failure?.kind, expected.length > 0 ? undefined : 'busy');
		});
	}

	it('stops at once in the middle of a wait', async () => {
		policy = { ...policy, sleep: retryPolicy(3).sleep };
		await start({}, { kind: 'error', error: '1305', headers: { 'Retry-After': '60' } });
		const controller = new AbortController();
		const outcome = await ask({}, () => setTimeout(() => controller.abort(), 20), controller.signal);
		assert.equal(outcome.failure?.kind, 'cancelled');
		assert.deepEqual(
			outcome.parts.map(({ kind }) => kind),
			['waiting'],
		);
		assert.equal(glm.requests.length, 1);
	});

	describe('in the other encoding', () => {
		const forms: readonly [model: string, refusedForm: GlmServerOptions['refusedForm']][] = [
			['glm-4.6v-flash', 'dataUri'],
			['glm-4v-plus', 'base64'],
		];
		for (const [model, refusedForm] of forms) {
			it(`${model} at a service that refuses ${refusedForm}`, async () => {
				policy = { ...policy, maxRetries: 0 };
				await start({ refusedForm });
				const outcome = await ask({ model });
				assert.ok(textOf(outcome).includes(glm.word ?? '?'));
				assert.deepEqual(
					glm.requests.map(({ refusal }) => refusal?.code),
					['1210', undefined],
				);
			});
		}

		it('stays with it when the service is busy then', async () => {
			await start({ refusedForm: 'dataUri' }, busy);
			assert.equal((await ask()).failure, undefined);
			assert.equal(glm.requests.length, 3);
			assert.deepEqual(waits, [4000]);
		});

		it('asks once more, not for ever', async () => {
			await start({}, { kind: 'error', error: '1210-image' }, { kind: 'error', error: '1210-image' });
			assert.equal((await ask()).failure?.kind, 'requestRefused');
			assert.equal(glm.requests.length, 2);
		});

		it('not where the setting names an encoding', async () => {
			await start({ refusedForm: 'dataUri' });
			assert.equal((await ask({ imageEncoding: 'dataUri' })).failure?.kind, 'requestRefused');
			assert.equal(glm.requests.length, 1);
		});

		it('not when the service names max_tokens', async () => {
			await start();
			const { failure } = await ask({ maxTokens: 900_000 });
			assert.ok(failure?.kind === 'requestRefused');
			assert.equal(failure.maxTokens, 32_768);
			assert.equal(glm.requests.length, 1);
		});

		it('not after another mistake', async () => {
			await start({}, { kind: 'error', error: '1214-role' });
			assert.equal((await ask()).failure?.kind, 'requestRefused');
			assert.equal(glm.requests.length, 1);
		});
	});
});

import assert from 'node:assert/strict';
import type { LookupFunction } from 'node:net';
import type { AnswerPart } from '../../../src/core/answer.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { checkKey, createGlmEngine } from '../../../src/engines/glm/glmEngine.ts';
import { privateLookup } from '../../../src/engines/glm/publicAddress.ts';
import { retryPolicy } from '../../../src/engines/glm/retry.ts';
import type { GlmConnection } from '../../../src/engines/glm/glmClient.ts';
import { createUndiciTransport } from '../../../src/engines/glm/undiciTransport.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';
import { preparedSample } from '../../support/preparedSample.ts';
import { startGlmServer, type Behaviour, type GlmServer } from '../../support/glmServer.ts';

const options = { model: 'glm-4.6v-flash', stream: true, imageEncoding: 'auto' } as const;

describe('the GLM engine over real sockets', () => {
	let glm: GlmServer;
	let connection: GlmConnection;
	const undici = createUndiciTransport({
		proxy: '',
		noProxy: [],
		proxyAuthorization: undefined,
		strictSsl: true,
		useProxy: true,
	});

	before(async () => {
		glm = await startGlmServer();
	});
	beforeEach(() => {
		glm.keys.clear();
		connection = { endpoint: new URL(glm.endpoint), key: undefined, transport: undici.send, idleTimeout: 30 };
	});
	after(async () => {
		await undici.destroy();
		await glm.stop();
	});

	const ask = async (
		more: Partial<Parameters<typeof createGlmEngine>[1]> = {},
		signal = new AbortController().signal,
	): Promise<AsyncIterable<AnswerPart>> => {
		const engine = createGlmEngine(connection, { ...options, ...more }, retryPolicy(0));
		const media = [preparedSample('dialog-light.png')];
		return engine.answer({ task: 'describe', messages: [{ role: 'user', text: 'What is it?', media }] }, signal);
	};
	const answer = async (...how: Parameters<typeof ask>): Promise<string> => {
		const parts = await Array.fromAsync(await ask(...how));
		assert.equal(parts.filter((part) => part.kind === 'finish').length, 1);
		assert.equal(parts.filter((part) => part.kind === 'usage').length, 1);
		return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
	};

	for (const more of [
		{},
		{ stream: false },
		{ model: 'glm-4v', stream: false },
		{ model: 'glm-4v-plus', temperature: 1 },
	]) {
		it(`asks with ${JSON.stringify(more)} and reads the whole answer`, async () => {
			const text = await answer(more);
			const request = glm.requests.at(-1);
			assert.equal(request?.refusal, undefined);
			assert.ok(text.includes(glm.word ?? '?'), text);
			assert.ok(text.includes(request?.images[0]?.pixelHash ?? '?'), text);
		});
	}

	it('sends the key as it is, and nothing that names the client', async () => {
		glm.keys.add('id.secret');
		connection = { ...connection, key: 'id.secret' };
		await answer();
		assert.equal(glm.requests.at(-1)?.headers.authorization, 'Bearer id.secret');
		assert.equal(glm.requests.at(-1)?.headers['user-agent'], undefined);
	});

	it('checks a key without a picture', async () => {
		glm.keys.add('id.secret');
		const { signal } = new AbortController();
		await checkKey({ ...connection, key: 'id.secret' }, signal);
		assert.equal((await rejectionOf(checkKey({ ...connection, key: 'wrong' }, signal))).kind, 'keyRefused');
		assert.equal(glm.requests.at(-1)?.text, '');
	});

	it('gives the first words while the last are not yet sent', async () => {
		const held = glm.script({ kind: 'hold' });
		let text = '';
		for await (const part of await ask()) {
			await held.held;
			if (text === '') held.release();
			if (part.kind === 'text') text += part.text;
		}
		assert.ok(text.includes(glm.word ?? '?'));
	});

	it('closes the connection when it is stopped, and says that it was cancelled', async () => {
		const held = glm.script({ kind: 'hold' });
		const controller = new AbortController();
		const failure = await rejectionOf(
			(async () => {
				for await (const part of await ask({}, controller.signal)) if (part) controller.abort();
			})(),
		);
		assert.equal(failure.kind, 'cancelled');
		await (
			await held.request
		).closed;
	});

	it('closes the connection when nobody reads on', async () => {
		const held = glm.script({ kind: 'hold' });
		for await (const part of await ask()) if (part) break;
		await (
			await held.request
		).closed;
	});

	it('gives up after the idle time, which is no cancel', async () => {
		connection = { ...connection, idleTimeout: 0.2 };
		for (const kind of ['silent', 'mute'] as const) {
			glm.script({ kind });
			assert.deepEqual(await rejectionOf(answer()), { kind: 'silent', host: connection.endpoint.host, seconds: 0.2 });
		}
	});

	const elsewhere = 'http://127.0.0.1:9/api/paas/v4/chat/completions';
	const failures: readonly [behaviour: Behaviour, kind: Failure['kind']][] = [
		[{ kind: 'cut' }, 'answerCut'],
		[{ kind: 'drop' }, 'answerCut'],
		[{ kind: 'reset' }, 'answerCut'],
		[{ kind: 'redirect', to: elsewhere }, 'redirected'],
		[{ kind: 'html' }, 'serviceBroken'],
		[{ kind: 'errorIn200', error: '1113' }, 'noBalance'],
		[{ kind: 'errorInStream', error: '1302' }, 'busy'],
		[{ kind: 'flatError', code: 1000, message: '身份验证失败。' }, 'keyRefused'],
		[{ kind: 'sensitive' }, 'answerWithheld'],
	];
	for (const [behaviour, kind] of failures) {
		it(`${JSON.stringify(behaviour)}: ${kind}`, async () => {
			glm.script(behaviour);
			assert.equal((await rejectionOf(answer())).kind, kind);
		});
	}

	it('tells a wrong key from a missing one', async () => {
		glm.keys.add('another');
		assert.equal((await rejectionOf(answer())).kind, 'keyMissing');
		connection = { ...connection, key: 'wrong' };
		assert.equal((await rejectionOf(answer())).kind, 'keyRefused');
	});

	it('asks nobody without encryption whose name leads to a public address', async () => {
		for (const [address, kind] of [
			['8.8.8.8', 'endpointInvalid'],
			['127.0.0.1', undefined],
		] as const) {
			const settings = { proxy: '', noProxy: [], proxyAuthorization: undefined, strictSsl: true, useProxy: true };
			const plainLookup: LookupFunction = (_, how, callback) => privateLookup(address, how, callback);
			const transport = createUndiciTransport(settings, { plainLookup });
			const endpoint = new URL(glm.endpoint.replace('127.0.0.1', 'box.local'));
			connection = { ...connection, endpoint, transport: transport.send };
			if (kind) assert.equal((await rejectionOf(answer())).kind, kind);
			else assert.ok((await answer()).includes(glm.word ?? '?'));
			await transport.destroy();
		}
	});

	it('no server: unreachable, with the reason', async () => {
		connection = { ...connection, endpoint: new URL('http://127.0.0.1:9/api/paas/v4') };
		assert.deepEqual(await rejectionOf(answer()), { kind: 'unreachable', host: '127.0.0.1:9', reason: 'ECONNREFUSED' });
	});
});

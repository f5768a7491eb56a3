import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { ApiKeys } from '../../src/host/editor/apiKeys.ts';
import { checkedSteps } from '../../src/host/configure/checkConnection.ts';
import { GlmTransport } from '../../src/host/describer/glmTransport.ts';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';

describe('Check Connection', () => {
	let glm: GlmServer;
	let transport: GlmTransport;
	let key: string | undefined;
	const keys = { get: async () => key } as unknown as ApiKeys;
	const settings = vscode.workspace.getConfiguration('glimpse');
	const set = async (name: string, value: unknown): Promise<void> =>
		settings.update(name, value, vscode.ConfigurationTarget.Global);

	before(async () => {
		glm = await startGlmServer();
		transport = new GlmTransport({ info: () => undefined });
	});
	beforeEach(async () => {
		key = undefined;
		glm.keys.clear();
		await set('endpoint', glm.endpoint);
	});
	after(async () => {
		for (const name of ['endpoint', 'model', 'engine']) await set(name, undefined);
		transport.dispose();
		await glm.stop();
	});

	const outcomes = async (): Promise<readonly string[]> =>
		(await checkedSteps({ keys, transport }, new AbortController().signal)).map(
			({ name, outcome, words }) => `${name}, ${outcome}: ${words.replace(/\d+ ms/, 'N ms')}`,
		);
	const host = (): string => `127.0.0.1:${glm.port}`;

	it('finds everything good', async () => {
		key = `id.${randomUUID()}`;
		glm.keys.add(key);
		const found = await outcomes();
		assert.deepEqual(found, [
			'Settings, good: the endpoint is on this machine',
			'Proxy, good: none, since the endpoint is on this machine',
			'Host and certificate, good: reached in N ms',
			'API key, good: accepted',
			'Model, good: glm-4.6v-flash answers',
		]);
		assert.ok(!found.join().includes(key));
		assert.equal(glm.requests.at(-1)?.images.length, 0);
	});

	it('tells a refused key from a host that is not reached', async () => {
		key = 'id.wrong';
		glm.keys.add('id.right');
		assert.deepEqual((await outcomes()).slice(2), [
			'Host and certificate, good: reached in N ms',
			`API key, bad: ${host()} does not accept the API key. Enter it again to continue.`,
			'Model, not checked: not checked',
		]);
		await set('endpoint', 'http://127.0.0.1:9/v4');
		assert.match((await outcomes())[2] ?? '', /^Host and certificate, bad: 127\.0\.0\.1:9 could not be reached/);
	});

	it('names a setting that is wrong, and a model that is not known', async () => {
		await set('endpoint', 'http://elsewhere.example/v4');
		assert.match((await outcomes())[0] ?? '', /^Settings, bad: The setting glimpse\.endpoint must be/);
		await set('endpoint', glm.endpoint);
		await set('model', 'glm-imagined');
		assert.match((await outcomes()).at(-1) ?? '', /^Model, bad: /);
	});

	it('ends when it is cancelled', async () => {
		await assert.rejects(checkedSteps({ keys, transport }, AbortSignal.abort()), { message: 'cancelled' });
	});
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { ApiKeys } from '../../src/host/editor/apiKeys.ts';
import { checkedSteps } from '../../src/host/configure/checkConnection.ts';
import { GlmTransport } from '../../src/host/describer/glmTransport.ts';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import type { LocalServer } from '../support/localServer.ts';
import { startLlamaCpp, startLmStudio, startOllama, startVllm } from '../support/localServers.ts';

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
		glm.reset();
		await set('endpoint', glm.endpoint);
		await set('model', undefined);
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
			`Server, good: a server with the API of GLM; models that it lists: 11`,
			'Model, good: glm-4.6v-flash answers (50 pictures, video, 128K tokens of context)',
		]);
		assert.ok(!found.join().includes(key));
		// A model may refuse a question without a picture.
		assert.equal(glm.requests.at(-1)?.images.length, 1);
	});

	const servers: readonly [name: string, start: () => Promise<LocalServer>, model: string, words: readonly string[]][] =
		[
			[
				'Ollama',
				startOllama,
				'qwen3-vl:8b',
				['Server, good: Ollama; models that it lists: 2', 'Model, good: qwen3-vl:8b answers (sees pictures)'],
			],
			[
				'LM Studio',
				startLmStudio,
				'qwen/qwen3-vl-8b',
				[
					'Server, good: LM Studio; models that it lists: 2',
					'Model, good: qwen/qwen3-vl-8b answers (sees pictures, 256K tokens of context)',
				],
			],
			[
				'llama.cpp',
				startLlamaCpp,
				'whatever',
				['Server, good: llama.cpp; models that it lists: 1', 'Model, good: whatever answers'],
			],
			[
				'vLLM',
				startVllm,
				'zai-org/GLM-4.6V-Flash',
				[
					'Server, good: vLLM; models that it lists: 1',
					'Model, good: zai-org/GLM-4.6V-Flash answers (32K tokens of context)',
				],
			],
			[
				'a model that does not see',
				startOllama,
				'llama3.2',
				[
					'Server, good: Ollama; models that it lists: 2',
					"Model, bad: This model at HOST can't see pictures. Select one that can. The service says: Failed to create new sequence: failed to process inputs: this model is missing data required for image input",
				],
			],
		];
	for (const [name, start, model, words] of servers) {
		it(`names the kind of server, and what its model can do: ${name}`, async () => {
			const server = await start();
			try {
				await set('endpoint', server.endpoint);
				await set('model', model);
				const found = (await outcomes()).slice(4);
				assert.deepEqual(
					found.map((line) => line.replace(/127\.0\.0\.1:\d+/, 'HOST')),
					words,
				);
			} finally {
				await server.stop();
			}
		});
	}

	it('says before it asks that a model is for text alone', async () => {
		await set('model', 'glm-4.6');
		assert.equal((await outcomes()).at(-1), "Model, bad: glm-4.6 can't see pictures. Select a model that can.");
		assert.ok(glm.requests.every(({ path }) => !path.endsWith('/chat/completions')));
	});

	it('tells a refused key from a host that is not reached', async () => {
		key = 'id.wrong';
		glm.keys.add('id.right');
		assert.deepEqual((await outcomes()).slice(2), [
			'Host and certificate, good: reached in N ms',
			`API key, bad: ${host()} does not accept the API key. Enter it again to continue.`,
			'Server, not checked: not checked',
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

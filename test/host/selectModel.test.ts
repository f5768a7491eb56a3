import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import * as net from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { selectModel } from '../../src/host/configure/selectModel.ts';
import type { LocalServer } from '../support/localServer.ts';
import { startLlamaCpp, startLmStudio, startOllama, startVllm } from '../support/localServers.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

const picture = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));
const mainland = 'https://open.bigmodel.cn/api/paas/v4';

/** Returns a setting as it is now. */
function setting(name: string): unknown {
	return vscode.workspace.getConfiguration('glimpse').get(name);
}

describe('Select Model', () => {
	const bed = useConversation({ settings: { endpoint: mainland } });
	const person = usePerson();
	const servers: LocalServer[] = [];
	const start = async (starting: Promise<LocalServer>): Promise<LocalServer> => {
		const server = await starting;
		servers.push(server);
		return server;
	};
	const select = async (): Promise<boolean> => selectModel(bed.parts);
	const row = (label: string): vscode.QuickPickItem | undefined =>
		person.lists.at(-1)?.find((each) => each.label === label);
	/** The rows under a heading. */
	const under = (heading: string): readonly string[] => {
		const list = person.lists.at(-1) ?? [];
		const from = list.findIndex(({ label, kind }) => label === heading && kind === vscode.QuickPickItemKind.Separator);
		if (from === -1) return [];
		const rest = list.slice(from + 1);
		const end = rest.findIndex(({ kind }) => kind === vscode.QuickPickItemKind.Separator);
		return (end === -1 ? rest : rest.slice(0, end)).map(({ label, description }) =>
			[label, description].filter(Boolean).join(': '),
		);
	};
	beforeEach(() => {
		for (const name of ['endpoint', 'model', 'engine', 'allowedHttpHosts']) bed.putBack(name);
	});
	afterEach(async () => {
		for (const server of servers.splice(0)) await server.stop();
		await bed.keys.delete('open.bigmodel.cn');
	});

	it('lists who may answer, the current one first and marked', async () => {
		await bed.keys.set('open.bigmodel.cn', 'key.of-a-test');
		assert.equal(await select(), false);
		const [first, ...others] = person.lists[0] ?? [];
		assert.deepEqual(
			[first?.label, first?.description, first?.detail],
			['glm-4.6v-flash', 'current · free of charge', '50 pictures · video · 128K tokens of context'],
		);
		assert.ok(!others.some(({ label }) => label === first?.label));
		assert.deepEqual(under('This machine'), ['This machine only: reads text, sends nothing']);
		assert.equal(under('BigModel (prices per million tokens, October 2026)')[0], 'glm-4.6v: ¥1 in, ¥3 out');
		assert.deepEqual(under('More'), [
			'Models at open.bigmodel.cn…',
			'Another Server…',
			'Enter an ID…: open.bigmodel.cn',
		]);
	});

	it('says that this machine answers as long as a model needs a key', async () => {
		await select();
		assert.equal(person.lists[0]?.[0]?.label, 'This machine only');
		assert.equal(row('glm-4.6v')?.description, '¥1 in, ¥3 out · needs an API key');
	});

	it('shows a model that nobody lists by where it is', async () => {
		await bed.set('endpoint', 'http://127.0.0.1:9/v1');
		await bed.set('model', 'unheard-of');
		await select();
		const [first] = person.lists[0] ?? [];
		assert.deepEqual([first?.label, first?.description], ['unheard-of', 'current · 127.0.0.1:9']);
	});

	it('names prices in the currency of the endpoint, and none where they are not known', async () => {
		for (const [endpoint, price] of [
			['https://api.z.ai/api/paas/v4', '$0.3 in, $0.9 out · needs an API key'],
			['https://api.z.ai/api/coding/paas/v4', 'needs an API key'],
		] as const) {
			await bed.set('endpoint', endpoint);
			await select();
			assert.equal(row('glm-4.6v')?.description, price);
		}
	});

	it('finds the models of servers on this machine that see, and none of text alone', async () => {
		await start(
			startOllama({
				port: 11434,
				models: [
					{ name: 'llama3.2:latest', sees: false },
					{ name: 'qwen3-vl:8b', sees: true },
				],
			}),
		);
		await start(startLmStudio({ port: 1234 }));
		await start(startLlamaCpp({ port: 8080 }));
		await select();
		assert.deepEqual(under('Ollama on this machine'), ['qwen3-vl:8b: sees pictures']);
		assert.deepEqual(under('LM Studio on this machine'), ['qwen/qwen3-vl-8b: sees pictures · 256K tokens of context']);
		assert.deepEqual(under('llama.cpp on this machine'), ['GLM-4.6V-Flash-Q4_K_M.gguf: sees pictures']);
	});

	it('sets endpoint, model and engine together, and describes the picture without a key', async () => {
		const ollama = await start(startOllama({ port: 11434 }));
		await bed.set('engine', 'local');
		person.choose('qwen3-vl:8b');
		assert.equal(await select(), true);
		assert.deepEqual(['endpoint', 'model', 'engine'].map(setting), [
			'http://127.0.0.1:11434/v1',
			'qwen3-vl:8b',
			'auto',
		]);
		const turn = await bed.ask('describe', picture);
		assert.deepEqual(
			[turn.status, turn.answerer],
			['done', { engine: 'glm', model: 'qwen3-vl:8b', host: '127.0.0.1:11434' }],
		);
		assert.equal(ollama.requests.at(-1)?.path, '/v1/chat/completions');
		// And back, to the endpoint of before.
		person.choose('glm-4.6v');
		await select();
		assert.deepEqual([setting('endpoint'), setting('model')], [mainland, 'glm-4.6v']);
		assert.equal(person.asked.at(-1)?.options.title, 'API key for open.bigmodel.cn');
	});

	it('marks a model of a server on this machine, however that is written', async () => {
		await start(startOllama({ port: 11434 }));
		await bed.set('endpoint', 'http://localhost:11434/v1/');
		await bed.set('model', 'QWEN3-VL:8b');
		await select();
		assert.deepEqual(
			[person.lists[0]?.[0]?.label, person.lists[0]?.[0]?.description],
			['qwen3-vl:8b', 'current · sees pictures'],
		);
	});

	it('asks the endpoint itself where that is on this machine, below its root too', async () => {
		const vllm = await start(startVllm());
		await bed.set('endpoint', vllm.endpoint.replace(/\/v1$/, ''));
		person.choose('zai-org/GLM-4.6V-Flash');
		await select();
		assert.deepEqual(under('vLLM on this machine'), ['zai-org/GLM-4.6V-Flash: 32K tokens of context']);
		assert.equal(setting('endpoint'), vllm.endpoint);
	});

	it('chooses this machine alone', async () => {
		await bed.keys.set('open.bigmodel.cn', 'key.of-a-test');
		person.choose('This machine only');
		assert.equal(await select(), true);
		assert.equal(setting('engine'), 'local');
	});

	it('takes any other id', async () => {
		person.choose('Enter an ID…');
		person.enter('  unheard-of ');
		await select();
		assert.equal(setting('model'), 'unheard-of');
		assert.equal(person.asked[0]?.options.prompt, 'ID of any model at open.bigmodel.cn');
		assert.equal(await person.asked[0].objection('two words'), "A model ID can't contain spaces.");
	});

	it('takes another server: its address, then one of its models', async () => {
		const vllm = await start(startVllm());
		for (const label of ['Another Server…', 'Enter an Address…', 'zai-org/GLM-4.6V-Flash']) person.choose(label);
		person.enter(`${vllm.endpoint}/chat/completions`);
		assert.equal(await select(), true);
		assert.deepEqual([setting('endpoint'), setting('model')], [vllm.endpoint, 'zai-org/GLM-4.6V-Flash']);
		assert.match((await person.asked[0]?.objection('ftp://host')) ?? '', /must be an https address/);
	});

	it('takes another server: asks before it is asked without encryption, and for an id where it says nothing', async () => {
		for (const label of ['Another Server…', 'Enter an Address…']) person.choose(label);
		person.enter('http://glimpse.local:9/v1');
		assert.equal(await select(), false);
		assert.match(person.read[0] ?? '', /^glimpse\.local:9 would be asked without encryption/);
		assert.deepEqual([setting('endpoint'), setting('allowedHttpHosts')], [mainland, []]);
		// Nobody listens there.
		for (const label of ['Another Server…', 'Enter an Address…']) person.choose(label);
		person.enter('http://127.0.0.1:9/v1');
		person.enter('mine');
		person.press('Enter an ID…');
		assert.equal(await select(), true);
		assert.match(person.read[1] ?? '', /^127\.0\.0\.1:9 could not be reached/);
		assert.deepEqual([setting('endpoint'), setting('model')], ['http://127.0.0.1:9/v1', 'mine']);
	});

	it('takes another service of the GLM models, with its own prices', async () => {
		for (const label of ['Another Server…', 'Z.ai', 'glm-4.6v']) person.choose(label);
		assert.equal(await select(), true);
		assert.equal(row('glm-4.6v')?.description, '$0.3 in, $0.9 out · needs an API key');
		assert.deepEqual([setting('endpoint'), setting('model')], ['https://api.z.ai/api/paas/v4', 'glm-4.6v']);
	});

	it('changes nothing where a person closes it', async () => {
		for (const labels of [[], ['Another Server…'], ['Another Server…', 'Enter an Address…'], ['Enter an ID…']]) {
			for (const label of labels) person.choose(label);
			assert.equal(await select(), false);
			assert.deepEqual(
				[setting('endpoint'), setting('model'), setting('engine')],
				[mainland, 'glm-4.6v-flash', 'auto'],
			);
		}
	});

	it('shows what a server calls its models as text', async () => {
		const names = ['$(trash) [click](command:workbench.action.quit)', 'plain'];
		const server = createServer((_, response) => response.end(JSON.stringify({ data: names.map((id) => ({ id })) })));
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const { port } = server.address() as net.AddressInfo;
		try {
			await bed.set('endpoint', `http://127.0.0.1:${port}/v1`);
			await select();
			assert.deepEqual(under(`127.0.0.1:${port} on this machine`), [
				'$ (trash) [click] (command:workbench.action.quit)',
				'plain',
			]);
		} finally {
			server.close();
		}
	});

	it('waits a third of a second for servers that do not answer', async () => {
		const silent = net.createServer(() => undefined);
		await once(silent.listen(11434, '127.0.0.1'), 'listening');
		try {
			const begin = performance.now();
			await select();
			// Tenfold: the machine may be busy.
			assert.ok(performance.now() - begin < 3000);
			assert.deepEqual(under('Ollama on this machine'), []);
			assert.equal(person.lists.length, 1);
		} finally {
			silent.close();
		}
	});

	it('opens no connection but to this machine, and none before it opens', async () => {
		const connections: string[] = [];
		const { value: connect } = Object.getOwnPropertyDescriptor(net.Socket.prototype, 'connect') as {
			value: net.Socket['connect'];
		};
		net.Socket.prototype.connect = function (this: net.Socket, ...given: Parameters<typeof connect>) {
			const [options] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given;
			const { host = 'localhost', port } = options as { readonly host?: string; readonly port?: number };
			// The window's own connections have a path.
			if (port !== undefined) connections.push(`${host}:${port}`);
			return connect.apply(this, given);
		} as typeof connect;
		try {
			assert.equal((await bed.ask('describe', picture)).answerer?.engine, 'local');
			const before = connections.length;
			await select();
			assert.deepEqual(connections.slice(before).toSorted(), ['127.0.0.1:11434', '127.0.0.1:1234', '127.0.0.1:8080']);
			assert.deepEqual(connections.slice(0, before), []);
		} finally {
			net.Socket.prototype.connect = connect;
		}
	});
});

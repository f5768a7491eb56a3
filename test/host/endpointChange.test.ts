import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Preparer } from '../../src/host/sources/preparer.ts';
import { ApiKeys } from '../../src/host/editor/apiKeys.ts';
import { createDescriber } from '../../src/host/describer/describer.ts';
import type { AnswerEvent } from '../../src/host/describer/imageRequest.ts';
import { EditorModels } from '../../src/host/describer/editorModels.ts';
import { GlmTransport } from '../../src/host/describer/glmTransport.ts';
import { PlanMeter } from '../../src/host/describer/planMeter.ts';
import { rejectionOf } from '../support/rejectionOf.ts';
import { preparedSample } from '../support/preparedSample.ts';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { projectDir } from '../support/places.mjs';

const log = vscode.window.createOutputChannel('Glimpse tests', { log: true });

describe('A key and the endpoint of another host', () => {
	let first: GlmServer;
	let second: GlmServer;
	const stored = new Map<string, string>();
	const secrets: vscode.SecretStorage = {
		get: async (name) => stored.get(name),
		store: async (name, value) => void stored.set(name, value),
		delete: async (name) => void stored.delete(name),
		keys: async () => [...stored.keys()],
		onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
	};
	const keys = new ApiKeys(secrets, log);
	const transport = new GlmTransport(log);
	const describer = createDescriber({
		keys,
		transport,
		preparer: new Preparer(vscode.Uri.file(projectDir)),
		foundModel: { id: undefined },
		editorModels: new EditorModels(),
		chooseModel: () => Promise.resolve(false),
		onUsage: () => undefined,
		plan: new PlanMeter(() => undefined),
		localEngine: () => Promise.reject(new Error('Nobody asked this machine.')),
		log,
	});

	async function setEndpoint(endpoint: string | undefined): Promise<void> {
		await vscode.workspace.getConfiguration('glimpse').update('endpoint', endpoint, vscode.ConfigurationTarget.Global);
	}

	async function setNoProxy(hosts: readonly string[] | undefined): Promise<void> {
		await vscode.workspace.getConfiguration('http').update('noProxy', hosts, vscode.ConfigurationTarget.Global);
	}

	async function* ask(): AsyncGenerator<AnswerEvent> {
		const order = { task: 'describe', text: '', media: [preparedSample('dialog-light.png')], history: [] } as const;
		yield* describer.answer(order, new AbortController().signal);
	}

	before(async () => {
		first = await startGlmServer({ keys: ['key-of-the-first'] });
		second = await startGlmServer({ keys: ['key-of-the-second'] });
		await keys.set(new URL(first.endpoint).host, 'key-of-the-first');
	});
	after(async () => {
		await setEndpoint(undefined);
		await setNoProxy(undefined);
		keys.dispose();
		transport.dispose();
		await Promise.all([first.stop(), second.stop()]);
	});

	it('a change in the middle of a request moves neither its key nor its pictures', async () => {
		await setEndpoint(first.endpoint);
		// The retry comes when the setting has already changed.
		first.script({ kind: 'error', error: '1305', headers: { 'Retry-After': '0' } });
		const held = first.script({ kind: 'hold' });
		let hasChanged = false;
		for await (const step of ask()) {
			if (step.kind === 'answering') {
				await setEndpoint(second.endpoint);
				hasChanged = true;
			}
			if (step.kind === 'text') held.release();
		}
		assert.ok(hasChanged);
		assert.equal(first.requests.length, 2);
		assert.equal(second.requests.length, 0);
	});

	it('the next request has no key for the other host, and takes none along', async () => {
		await setEndpoint(second.endpoint);
		assert.equal((await rejectionOf(Array.fromAsync(ask()))).kind, 'keyMissing');
		assert.equal(second.requests.at(-1)?.headers.authorization, undefined);
	});

	it('each host is asked with its own', async () => {
		await keys.set(new URL(second.endpoint).host, 'key-of-the-second');
		await Array.fromAsync(ask());
		assert.equal(second.requests.at(-1)?.headers.authorization, 'Bearer key-of-the-second');
		assert.ok(first.requests.every(({ headers }) => headers.authorization === 'Bearer key-of-the-first'));
	});

	it('an answer goes on while the next question is asked with other proxy settings', async () => {
		const held = second.script({ kind: 'hold' });
		let text = '';
		for await (const step of ask()) {
			if (step.kind !== 'text') continue;
			if (text === '') {
				await setNoProxy(['example.org']);
				await Array.fromAsync(ask());
				held.release();
			}
			text += step.text;
		}
		assert.equal(text, (await held.request).answer);
	});
});

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ConversationEvent } from '../../src/core/conversation.ts';
import type { ApiKeys } from '../../src/host/editor/apiKeys.ts';
import { checkedSteps } from '../../src/host/configure/checkConnection.ts';
import { Archive, History } from '../../src/host/conversation/history.ts';
import { ConversationStore } from '../../src/host/conversation/conversationStore.ts';
import { OpenConversation } from '../../src/host/conversation/openConversation.ts';
import { createDescriber } from '../../src/host/describer/describer.ts';
import { EditorModels } from '../../src/host/describer/editorModels.ts';
import { GlmTransport } from '../../src/host/describer/glmTransport.ts';
import { PlanMeter } from '../../src/host/describer/planMeter.ts';
import { Preparer } from '../../src/host/sources/preparer.ts';
import { keyEchoes, keyPartIn } from '../support/keyEchoes.ts';
import { projectDir } from '../support/places.mjs';

const key = '3f9c1de07ab24c5d8e6f1a2b3c4d5e6f.Zx8Qw2Er5Ty9Ui1O';

/** What a service sends that repeats the key: as an error in JSON, as a page, and within an answer, piece by piece. */
const responses: Readonly<
	Record<string, (echo: string) => { status: number; type: string; chunks: readonly string[] }>
> = {
	'an error': (echo) => ({
		status: 400,
		type: 'application/json',
		chunks: [JSON.stringify({ error: { code: '1214', message: echo } })],
	}),
	'a broken service': (echo) => ({
		status: 502,
		type: 'application/json',
		chunks: [JSON.stringify({ error: { code: echo, message: echo }, request_id: echo })],
	}),
	'an answer': (echo) => ({
		status: 200,
		type: 'text/event-stream',
		chunks: [
			...(echo.match(/[^]{1,7}/g) ?? []).map(
				(content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
			),
			`data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: echo }] })}\n\n`,
		],
	}),
};

describe('A service that repeats the API key', () => {
	let server: Server;
	let folder: string;
	let transport: GlmTransport;
	let preparer: Preparer;
	let response = responses['an error']?.('');
	const logged: string[] = [];
	const write = (message: string | Error): number => logged.push(String(message));
	const log = { info: write, warn: write, error: write, debug: write } as unknown as vscode.LogOutputChannel;
	const keys = { get: async () => key } as unknown as ApiKeys;
	const settings = vscode.workspace.getConfiguration('glimpse');
	const set = (name: string, value: unknown): Thenable<void> =>
		settings.update(name, value, vscode.ConfigurationTarget.Global);

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-echo-'));
		transport = new GlmTransport(log);
		preparer = new Preparer(vscode.Uri.file(projectDir));
		server = createServer((request, out) => {
			request.resume().on('end', (): void => {
				if (!response) return void out.destroy();
				out.writeHead(response.status, { 'content-type': response.type });
				for (const chunk of response.chunks) out.write(chunk);
				out.end();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		await set('endpoint', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		await set('maxRetries', 0);
	});
	after(async () => {
		for (const name of ['endpoint', 'maxRetries']) await set(name, undefined);
		transport.dispose();
		preparer.dispose();
		server.close();
		await rm(folder, { recursive: true, force: true });
	});

	/** All that was written to files below the folder. */
	async function filesIn(path: string): Promise<readonly string[]> {
		const entries = await readdir(path, { recursive: true, withFileTypes: true });
		const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
		return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')));
	}

	for (const [where, respond] of Object.entries(responses)) {
		for (const [name, echo] of Object.entries(keyEchoes)) {
			it(`in ${where}, ${name}: the key is in no panel, log, file, history or report`, async () => {
				response = respond(echo(key));
				logged.length = 0;
				const storage = await mkdtemp(join(folder, 'storage-'));
				const open = new OpenConversation({
					describer: createDescriber({
						keys,
						transport,
						preparer,
						localEngine: () => Promise.reject(new Error('Nobody asks this machine.')),
						foundModel: { id: undefined },
						editorModels: new EditorModels(),
						chooseModel: () => Promise.resolve(false),
						onUsage: () => undefined,
						plan: new PlanMeter(() => undefined),
						log,
					}),
					store: new ConversationStore(storage, log),
					archive: new Archive({
						history: new History(join(storage, 'history'), log),
						isKept: () => true,
						shrink: () => Promise.resolve(undefined),
					}),
					log,
				});
				const events: ConversationEvent[] = [];
				open.onEvent((event) => events.push(event));
				const picture = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));
				await open.ask({ task: 'describe', text: '', follows: false, sources: [picture] });
				await open.flush();
				const kept = await filesIn(storage);
				await open.clear();
				await open.flush();
				const past = await filesIn(storage);
				const report = await checkedSteps({ keys, transport }, new AbortController().signal);
				open.dispose();
				assert.ok(kept.length > 0 && past.length > 0 && events.length > 2);
				for (const [place, texts] of Object.entries({ panel: events, log: logged, kept, past, report })) {
					assert.equal(keyPartIn(JSON.stringify(texts), key), undefined, place);
				}
			});
		}
	}
});

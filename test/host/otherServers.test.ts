import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import * as vscode from 'vscode';
import { promptFor } from '../../src/core/prompts.ts';
import { goodEvents } from '../support/faultServers.ts';
import { projectDir } from '../support/places.mjs';
import { startWebServer, type WebServer } from '../support/webServer.ts';
import { send, type Reply } from './serviceTable.ts';
import { useConversation } from './useConversation.ts';
import { useProxy } from './useProxy.ts';

const dialog = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));

/** A request as a server of another make reads it. */
interface Received {
	readonly method: string;
	readonly path: string;
	readonly authorization: string | undefined;
	readonly body: string;
}

type Serve = (request: Received) => Reply;

/** For a `describe`: a server of the OpenAI style on this machine, which answers as each test says. */
function useServer(): { readonly origin: string; readonly received: readonly Received[]; serve: Serve } {
	const received: Received[] = [];
	let server: Server;
	let serve: Serve;
	const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const { method = '', url: path = '', headers } = request;
		const one = { method, path, authorization: headers.authorization, body: await readText(request) };
		received.push(one);
		send(response, serve(one));
	};
	before(async () => {
		server = createServer((...exchange) => void listener(...exchange)).listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	beforeEach(() => {
		received.length = 0;
		serve = () => ({ body: goodEvents });
	});
	after(() => {
		server.closeAllConnections();
		server.close();
	});
	return {
		get origin() {
			return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		},
		received,
		set serve(value: Serve) {
			serve = value;
		},
	};
}

describe('Extract Text with GLM-OCR behind a server of the OpenAI style', () => {
	const bed = useConversation();
	const other = useServer();

	for (const [model, prompts, words] of [
		['glm-ocr', {}, 'Text Recognition:'],
		['zai-org/GLM-OCR', {}, 'Text Recognition:'],
		['glm-ocr', { extractText: 'Table Recognition:' }, 'Table Recognition:'],
		['llava', {}, promptFor({ task: 'extractText', text: '', imageCount: 1, language: undefined })],
	] as const) {
		it(`${model} is asked as any model, with ${words.slice(0, 20)}`, async () => {
			await bed.set('endpoint', `${other.origin}/v1`);
			await bed.set('model', model);
			await bed.set('prompts', prompts);
			assert.equal((await bed.ask('extractText', dialog)).text, 'Good.');
			const [request] = other.received;
			assert.equal(request?.path, '/v1/chat/completions');
			assert.ok(request.body.includes(JSON.stringify({ type: 'text', text: words })), request.body.slice(-600));
		});
	}

	it('glm-ocr takes other tasks, several pictures and follow-ups there', async () => {
		await bed.set('endpoint', `${other.origin}/v1`);
		await bed.set('model', 'glm-ocr');
		await bed.ask('describe', dialog, dialog);
		assert.equal((await bed.askFurther('And?')).status, 'done');
		assert.equal(other.received.length, 2);
	});
});

describe('What a server refused', () => {
	const bed = useConversation();
	const other = useServer();

	it('is remembered of that model, and still sent to another', async () => {
		await bed.set('endpoint', `${other.origin}/v1`);
		await bed.set('temperature', 0.5);
		other.serve = ({ body }) =>
			body.includes('"reasoning-model"') && body.includes('"temperature"')
				? { status: 400, body: JSON.stringify({ error: { message: "Unsupported parameter: 'temperature'" } }) }
				: { body: goodEvents };
		const sent = async (model: string): Promise<readonly boolean[]> => {
			const before = other.received.length;
			await bed.set('model', model);
			assert.equal((await bed.ask('describe', dialog)).status, 'done');
			return other.received.slice(before).map(({ body }) => body.includes('"temperature":0.5'));
		};
		assert.deepEqual(await sent('reasoning-model'), [true, false]);
		assert.deepEqual(await sent('reasoning-model'), [false]);
		assert.deepEqual(await sent('plain-model'), [true]);
		assert.deepEqual(await sent('reasoning-model'), [false]);
	});
});

describe('An endpoint without /v1', () => {
	const bed = useConversation();
	const other = useServer();
	const endpoint = (): unknown => vscode.workspace.getConfiguration('glimpse').get('endpoint');

	beforeEach(async () => {
		await bed.set('endpoint', other.origin);
		other.serve = ({ path }) => {
			if (path === '/v1/chat/completions') return { body: goodEvents };
			if (path === '/v1/models') return { body: JSON.stringify({ object: 'list', data: [{ id: 'llava' }] }) };
			return { status: 404, body: '404 page not found' };
		};
	});

	it('is changed by the button to where the models are, and asked again', async () => {
		const { failure } = await bed.ask('describe', dialog);
		const there = `${other.origin}/v1`;
		assert.deepEqual(failure?.action, { id: 'useEndpoint', label: `Use ${there}`, endpoint: there });
		assert.equal(endpoint(), other.origin);
		const { status, text } = await bed.press('useEndpoint');
		assert.deepEqual([status, text, endpoint()], ['done', 'Good.', there]);
	});

	it('is offered with the question brought back, too', async () => {
		const { failure } = await bed.ask('describe', dialog);
		await bed.reload();
		assert.deepEqual(bed.open.state.turns[0]?.failure, failure);
	});

	it('stays where the setting has been mended meanwhile', async () => {
		await bed.ask('describe', dialog);
		await bed.set('endpoint', bed.glm.endpoint);
		assert.equal((await bed.press('useEndpoint')).status, 'done');
		assert.equal(endpoint(), bed.glm.endpoint);
	});

	it('is not changed by a page that asks for it without the button', async () => {
		await bed.set('endpoint', `${other.origin}/nothing/v1`);
		await bed.ask('describe', dialog);
		assert.equal((await bed.press('useEndpoint')).status, 'failed');
		assert.equal(endpoint(), `${other.origin}/nothing/v1`);
	});
});

describe('A picture by its address, where a server cannot fetch it', () => {
	const bed = useConversation({ settings: { maxRetries: 1 } });
	const other = useServer();
	let web: WebServer;

	before(async () => {
		const png = await readFile(dialog.fsPath);
		web = await startWebServer((_, response) => void response.end(png));
	});
	useProxy(() => web.proxy);
	after(() => web.stop());

	const error = (status: number, message: string, more: object = {}): Reply => ({
		status,
		body: JSON.stringify({ error: { message, ...more } }),
	});
	for (const [server, reply] of [
		['Ollama', error(400, 'image URLs are not currently supported, please use base64 encoded data instead')],
		['LM Studio', { status: 400, body: JSON.stringify({ error: "'url' field must be a base64 encoded image" }) }],
		['LM Studio', error(400, "Invalid 'content': 'url' field must be a base64 encoded image.")],
		['llama.cpp', error(500, 'error: cannot make GET request', { code: 500, type: 'server_error' })],
		['llama.cpp', error(500, 'Failed to download image', { code: 500, type: 'server_error' })],
		['llama.cpp', error(400, 'Failed to load image or audio file', { code: 400, type: 'invalid_request_error' })],
		[
			'vLLM',
			error(400, 'Cannot connect to host cdn.example.com:443 ssl:default [Name or service not known]', {
				type: 'BadRequestError',
				code: 400,
			}),
		],
		['vLLM', error(400, "404, message='Not Found', url='https://cdn.example.com/a.png'", { code: 400 })],
		['vLLM', error(500, "403, message='Forbidden', url='https://cdn.example.com/a.png'", { code: 500 })],
		['vLLM', { status: 500, body: 'Internal Server Error' }],
		[
			'SGLang',
			error(400, "HTTPSConnectionPool(host='cdn.example.com', port=443): Max retries exceeded with url: /a.png"),
		],
		['OpenAI', error(400, 'Error while downloading https://cdn.example.com/a.png.', { code: 'invalid_image_url' })],
		['a relay', error(400, 'Timeout while fetching the file')],
	] as const) {
		it(`${server}: is fetched here and sent at once, after ${reply.body.slice(0, 70)}`, async () => {
			await bed.set('endpoint', `${other.origin}/v1`);
			await bed.set('model', 'llava');
			other.serve = ({ body }) => (body.includes('"data:image/png;base64,') ? { body: goodEvents } : reply);
			const turn = await bed.ask('describe', new URL('https://cdn.example.com/a.png'));
			assert.deepEqual([turn.failure, turn.text, other.received.length], [undefined, 'Good.', 2]);
		});
	}

	it('is left there after a refusal that is about something else', async () => {
		await bed.set('endpoint', `${other.origin}/v1`);
		const before = web.requests.length;
		other.serve = () => error(400, 'The cat sat on the wire');
		assert.equal((await bed.ask('describe', new URL('https://cdn.example.com/a.png'))).status, 'failed');
		assert.deepEqual([other.received.length, web.requests.length], [1, before]);
	});
});

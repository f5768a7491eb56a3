import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { exchange } from '../../../src/engines/glm/exchange.ts';
import { createFetchTransport } from '../../../src/engines/glm/fetchTransport.ts';
import { readText } from '../../../src/engines/glm/glmClient.ts';
import type { StreamedBody, Transport } from '../../../src/engines/glm/transport.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';
import { createUndiciTransport } from '../../../src/engines/glm/undiciTransport.ts';

const never = new AbortController().signal;
const pieces = ['one ', 'two ', 'three'];
const body: StreamedBody = {
	byteLength: pieces.join('').length,
	async *chunks() {
		for (const piece of pieces) yield Buffer.from(piece);
	},
};

describe('a body that is sent piece by piece', () => {
	const undici = createUndiciTransport({
		proxy: '',
		noProxy: [],
		proxyAuthorization: undefined,
		strictSsl: true,
		useProxy: true,
	});
	let server: Server;
	let url: string;
	let serve: (request: IncomingMessage, response: ServerResponse) => unknown;

	before(async () => {
		server = createServer((request, response) => serve(request, response));
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/files`;
	});
	after(async () => {
		await undici.destroy();
		server.close();
		server.closeAllConnections();
	});

	const post = (transport: Transport, sent: StreamedBody, isSentOnce = false): Promise<string> =>
		exchange(
			transport,
			{ method: 'POST', url, headers: { 'content-type': 'text/plain' }, body: sent, isSentOnce },
			{ limits: { idleTimeout: 0.5, maxBytes: 1000, tooLarge: { kind: 'answerTooLarge', host: 'h' } }, signal: never },
		).then((response) => readText(response.body));

	for (const [name, transport, length] of [
		['undici', undici.send, String(body.byteLength)],
		["the editor's fetch", createFetchTransport(fetch), undefined],
	] as const) {
		it(`arrives whole by ${name}`, async () => {
			serve = async (request, response) =>
				response.end(`${request.headers['content-length']}: ${await readAll(request)}`);
			assert.equal(await post(transport, body), `${length}: one two three`);
		});
	}

	it('may take longer than the service may be silent, while it goes on', async () => {
		serve = async (request, response) => response.end(await readAll(request));
		const slow: StreamedBody = {
			byteLength: 8,
			async *chunks() {
				for (const piece of 'ab cd ef'.match(/../g) ?? []) {
					yield Buffer.from(piece);
					await delay(250);
				}
			},
		};
		assert.equal(await post(undici.send, slow), 'ab cd ef');
	});

	it('is given up when nothing goes on', async () => {
		serve = (request) => request.resume();
		await assert.rejects(post(undici.send, body), {
			failure: { kind: 'silent', host: new URL(url).host, seconds: 0.5 },
		});
	});

	for (const isSentOnce of [true, false]) {
		it(`on a connection that was closed in between is ${isSentOnce ? 'not ' : ''}sent again`, async () => {
			let count = 0;
			serve = async (request, response) => {
				count++;
				await readAll(request);
				if (count === 2) response.destroy();
				else response.end('done');
			};
			const first = await undici.send({ method: 'GET', url, headers: {}, signal: never });
			await readText(first.body);
			// A connection is looked at before it is used again.
			await setImmediate();
			const second = post(undici.send, body, isSentOnce);
			if (isSentOnce) assert.equal((await rejectionOf(second)).kind, 'unreachable');
			else assert.equal(await second, 'done');
			assert.equal(count, isSentOnce ? 2 : 3);
		});
	}
});

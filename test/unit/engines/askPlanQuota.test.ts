import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { askPlanQuota } from '../../../src/engines/glm/askPlanQuota.ts';
import { createUndiciTransport } from '../../../src/engines/glm/undiciTransport.ts';
import type { TransportRequest } from '../../../src/engines/glm/transport.ts';

const key = `id.${randomUUID()}`;
const plan = 'https://api.z.ai/api/coding/paas/v4';
const good = JSON.stringify({ data: { limits: [{ type: 'TOKENS_LIMIT', percentage: 42 }] } });
const quota = { percent: 42, resetsAt: undefined };

describe('askPlanQuota over real sockets', () => {
	let serve: (request: IncomingMessage, response: ServerResponse) => void;
	const server = createServer((request, response) => {
		paths.push(request.url ?? '');
		serve(request, response);
	});
	const undici = createUndiciTransport({
		proxy: '',
		noProxy: [],
		proxyAuthorization: undefined,
		strictSsl: true,
		useProxy: false,
	});
	const asked: TransportRequest[] = [];
	const paths: string[] = [];

	before(async () => {
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	beforeEach(() => {
		asked.length = 0;
		paths.length = 0;
	});
	after(async () => {
		await undici.destroy();
		server.closeAllConnections();
		server.close();
	});

	const ask = (
		{ endpoint, used }: { readonly endpoint: string; readonly used: string | undefined } = {
			endpoint: plan,
			used: key,
		},
		signal = new AbortController().signal,
	): ReturnType<typeof askPlanQuota> =>
		askPlanQuota(
			{
				endpoint: new URL(endpoint),
				key: used,
				// The service's own name leads here.
				transport: async (request) => {
					asked.push(request);
					const { port } = server.address() as AddressInfo;
					return undici.send({ ...request, url: `http://127.0.0.1:${port}${new URL(request.url).pathname}` });
				},
			},
			signal,
		);

	for (const host of ['api.z.ai', 'open.bigmodel.cn']) {
		it(`asks ${host} once, with the key by itself`, async () => {
			serve = (_, response) => response.end(good);
			assert.deepEqual(await ask({ endpoint: `https://${host}/api/coding/paas/v4`, used: key }), quota);
			assert.deepEqual(
				asked.map(({ method, url, headers, body }) => ({ method, url, headers, body })),
				[
					{
						method: 'GET',
						url: `https://${host}/api/monitor/usage/quota/limit`,
						headers: { authorization: key },
						body: undefined,
					},
				],
			);
		});
	}

	for (const [title, endpoint, used] of [
		['another endpoint of the same host', 'https://api.z.ai/api/paas/v4', key],
		['another host', 'https://relay.example/api/coding/paas/v4', key],
		['no key', plan, undefined],
	] as const) {
		it(`asks nobody: ${title}`, async () => {
			serve = (_, response) => response.end(good);
			assert.equal(await ask({ endpoint, used }), undefined);
			assert.deepEqual(paths, []);
		});
	}

	const quiet: readonly [title: string, serve: (request: IncomingMessage, response: ServerResponse) => void][] = [
		['nothing there', (_, response) => response.writeHead(404).end(good)],
		['a refused key', (_, response) => response.writeHead(401).end(good)],
		['a service that is busy', (_, response) => response.writeHead(429, { 'Retry-After': '0' }).end(good)],
		['a service that is broken', (_, response) => response.writeHead(500).end(good)],
		['another place', (_, response) => response.writeHead(307, { Location: '/elsewhere' }).end(good)],
		['no content', (_, response) => response.writeHead(204).end()],
		['what cannot be read', (_, response) => response.end('<html>')],
		['what is too large', (_, response) => response.end(good + ' '.repeat(64 * 1024))],
		[
			'what is too large once it is unpacked',
			(_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(good + ' '.repeat(1e6))),
		],
		['a connection that breaks', (_, response) => response.writeHead(200, { 'Content-Length': '99' }).flushHeaders()],
	];
	for (const [title, answer] of quiet) {
		it(`says nothing, and asks once: ${title}`, async () => {
			serve = (request, response) => {
				answer(request, response);
				if (!response.writableEnded) response.destroy();
			};
			assert.equal(await ask(), undefined);
			assert.deepEqual(paths, ['/api/monitor/usage/quota/limit']);
		});
	}

	it('takes what is just small enough', async () => {
		serve = (_, response) => response.end(good + ' '.repeat(64 * 1024 - good.length));
		assert.deepEqual(await ask(), quota);
	});

	it('ends with the signal', async () => {
		const controller = new AbortController();
		serve = () => controller.abort();
		assert.equal(await ask(undefined, controller.signal), undefined);
	});

	it('gives up after ten seconds', async () => {
		const limits: number[] = [];
		const timeout = AbortSignal.timeout.bind(AbortSignal);
		AbortSignal.timeout = (milliseconds) => {
			limits.push(milliseconds);
			return AbortSignal.abort();
		};
		try {
			serve = (_, response) => response.write(good);
			assert.equal(await ask(), undefined);
		} finally {
			AbortSignal.timeout = timeout;
		}
		assert.deepEqual(limits, [10_000]);
	});
});

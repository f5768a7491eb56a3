import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { createFetchTransport } from '../../../src/engines/glm/fetchTransport.ts';
import { readText } from '../../../src/engines/glm/glmClient.ts';
import { ConnectError, type Transport, type TransportResponse } from '../../../src/engines/glm/transport.ts';
import { createUndiciTransport, type ProxySettings } from '../../../src/engines/glm/undiciTransport.ts';
import { startGlmServer, type GlmServer } from '../../support/glmServer.ts';

/** A name that no resolver knows: what is answered under it came through the proxy. */
const elsewhere = 'http://models.invalid/api/paas/v4/models';

interface Proxy {
	readonly address: string;
	readonly asked: { readonly target: string; readonly headers: IncomingHttpHeaders }[];
	stop(): Promise<void>;
}

/** A proxy that connects every tunnel to the stand-in, whatever host it names. */
async function startProxy(glm: GlmServer): Promise<Proxy> {
	const asked: Proxy['asked'] = [];
	const server: Server = createServer();
	server.on('connect', (request, socket, head) => {
		asked.push({ target: request.url ?? '', headers: request.headers });
		const upstream = connect(glm.port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			upstream.write(head);
			upstream.pipe(socket).pipe(upstream);
		});
		socket.on('error', () => upstream.destroy());
		upstream.on('error', () => socket.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		stop: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

describe('the transport', () => {
	let glm: GlmServer;
	let proxy: Proxy;
	const open: { destroy(): Promise<void> }[] = [];

	before(async () => {
		glm = await startGlmServer();
		proxy = await startProxy(glm);
	});
	afterEach(() => Promise.all(open.splice(0).map((transport) => transport.destroy())));
	after(async () => {
		await proxy.stop();
		await glm.stop();
	});

	const transport = (settings: Partial<ProxySettings>): Transport => {
		const made = createUndiciTransport({
			proxy: '',
			noProxy: [],
			proxyAuthorization: undefined,
			strictSsl: true,
			useProxy: true,
			...settings,
		});
		open.push(made);
		return made.send;
	};
	const get = (send: Transport, url: string): Promise<TransportResponse> =>
		send({ method: 'GET', url, headers: {}, signal: AbortSignal.timeout(8000) });

	it('goes through the proxy of the settings, with its authorization', async () => {
		const send = transport({ proxy: proxy.address, proxyAuthorization: 'Basic dXNlcjpwYXNz' });
		const response = await get(send, elsewhere);
		assert.match(await readText(response.body), /glm-/);
		assert.equal(proxy.asked.at(-1)?.target, 'models.invalid:80');
		assert.equal(proxy.asked.at(-1)?.headers['proxy-authorization'], 'Basic dXNlcjpwYXNz');
	});

	it('goes through the proxy of the environment', async () => {
		const before = proxy.asked.length;
		process.env['http_proxy'] = proxy.address;
		try {
			assert.equal((await get(transport({}), elsewhere)).status, 200);
		} finally {
			delete process.env['http_proxy'];
		}
		assert.equal(proxy.asked.length, before + 1);
	});

	for (const [title, settings, url] of [
		['a host that http.noProxy names', { noProxy: ['models.invalid'] }, elsewhere],
		['any host when proxies are off', { useProxy: false }, elsewhere],
	] as const) {
		it(`asks ${title} directly`, async () => {
			const before = proxy.asked.length;
			await assert.rejects(get(transport({ proxy: proxy.address, ...settings }), url), ConnectError);
			assert.equal(proxy.asked.length, before);
		});
	}

	it('asks this machine directly', async () => {
		const before = proxy.asked.length;
		assert.equal((await get(transport({ proxy: proxy.address }), `${glm.endpoint}/models`)).status, 200);
		assert.equal(proxy.asked.length, before);
	});

	for (const address of ['not an address', 'gopher://127.0.0.1:9']) {
		it(`leaves a proxy of an unknown kind to the editor: ${address}`, async () => {
			await assert.rejects(get(transport({ proxy: address }), elsewhere), ConnectError);
			assert.equal((await get(transport({ proxy: address }), `${glm.endpoint}/models`)).status, 200);
		});
	}

	it('says that there was no connection when the proxy is not there', async () => {
		await assert.rejects(get(transport({ proxy: 'http://127.0.0.1:9' }), elsewhere), ConnectError);
	});

	for (const [name, send] of [
		['undici', () => transport({})],
		['fetch', () => createFetchTransport(fetch)],
	] as const) {
		it(`does not follow a redirect with ${name}`, async () => {
			const target = createServer(() => assert.fail('It followed.'));
			const source = createServer((_, response) => {
				response.writeHead(307, { Location: `http://127.0.0.1:${(target.address() as AddressInfo).port}/` }).end();
			});
			for (const server of [target, source]) server.listen(0, '127.0.0.1');
			await Promise.all([once(target, 'listening'), once(source, 'listening')]);
			try {
				const response = await get(send(), `http://127.0.0.1:${(source.address() as AddressInfo).port}/`);
				assert.equal(response.status, 307);
				await readText(response.body);
			} finally {
				for (const server of [target, source]) server.close();
			}
		});
	}
});

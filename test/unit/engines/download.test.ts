import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { Failure } from '../../../src/core/failure.ts';
import { download } from '../../../src/engines/glm/download.ts';
import { isPublicAddress, mayBePublic, mayProxyResolve, publicLookup } from '../../../src/engines/glm/publicAddress.ts';
import { createUndiciTransport } from '../../../src/engines/glm/undiciTransport.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';
import { startWebServer, type WebServer } from '../../support/webServer.ts';

describe('which addresses are public', () => {
	const addresses: readonly [address: string, isPublic: boolean][] = [
		['93.184.215.14', true],
		['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
		['64:ff9b::5db8:d70e', true],
		['0.0.0.0', false],
		['10.1.2.3', false],
		['100.64.0.1', false],
		['127.0.0.1', false],
		['169.254.169.254', false],
		['172.16.0.1', false],
		['192.168.1.1', false],
		['224.0.0.1', false],
		['255.255.255.255', false],
		['::', false],
		['::1', false],
		['::ffff:127.0.0.1', false],
		['::ffff:10.0.0.1', false],
		['64:ff9b::7f00:1', false],
		['fc00::1', false],
		['fe80::1', false],
		['ff02::1', false],
		['nonsense', false],
	];
	for (const [address, isPublic] of addresses) {
		it(`${address}: ${isPublic}`, () => assert.equal(isPublicAddress(address), isPublic));
	}

	for (const [host, isPublic] of [
		['pictures.example', true],
		['93.184.215.14', true],
		['localhost', false],
		['a.localhost', false],
		['localhost.', false],
		['LocalHost..', false],
		['intranet.', false],
		['printer.local.', false],
		['example.com.', true],
		['127.0.0.1.', false],
		['[::1]', false],
		['printer', false],
		['printer.local', false],
		['wiki.internal', false],
		['[::1]', false],
		// The way the URL parser writes 127.1, 2130706433 and 0x7f.1.
		[new URL('https://2130706433/').hostname, false],
	] as const) {
		it(`the host ${host}: ${isPublic}`, () => assert.equal(mayBePublic(host), isPublic));
	}

	for (const [host, mayResolve] of [
		['wiki.corp', false],
		['wiki.corp.', false],
		['printer', false],
		['intranet.', false],
		['localhost.', false],
		['wiki.intranet', false],
		['host.local', false],
		['com', false],
		['co.uk', false],
		['10.0.0.1', false],
		['[::1]', false],
		['93.184.215.14', true],
	] as const) {
		it(`a proxy ${mayResolve ? 'may' : 'may not'} look up ${host}`, async () => {
			assert.equal(await mayProxyResolve(host), mayResolve);
		});
	}

	for (const all of [true, false]) {
		it(`a name that leads to this machine is not looked up${all ? ', asked for all addresses' : ''}`, async () => {
			const error = await new Promise((resolve) => publicLookup('localhost', { all }, resolve));
			assert.equal((error as { code?: string } | null)?.code, 'EPRIVATE');
		});
	}
});

/** Seconds of silence that not even a slow machine reaches. */
const never = 600;
describe('download', () => {
	let web: WebServer;
	let serve: (address: string, response: ServerResponse) => void;
	const open: { destroy(): Promise<void> }[] = [];

	before(async () => {
		web = await startWebServer((address, response) => serve(address, response));
	});
	afterEach(() => Promise.all(open.splice(0).map((transport) => transport.destroy())));
	after(() => web.stop());

	/** Downloads with every name leading to this test's own server; `lookup` has the names resolved instead. */
	async function get(
		url: string,
		{
			lookup,
			signal,
			idleTimeout = never,
			wholeTimeout = never,
		}: { lookup?: LookupFunction; signal?: AbortSignal; idleTimeout?: number; wholeTimeout?: number } = {},
	): Promise<string> {
		const proxy = lookup ? '' : web.proxy;
		const settings = { proxy, noProxy: [], proxyAuthorization: undefined, strictSsl: false, useProxy: !lookup };
		const undici = createUndiciTransport(settings, lookup && { lookup });
		open.push(undici);
		const from = { transport: undici.send, idleTimeout, wholeTimeout, maxBytes: 100 };
		return Buffer.from(await download(new URL(url), from, signal ?? new AbortController().signal)).toString();
	}

	it('gives the bytes', async () => {
		serve = (address, response) => response.end(`I am ${address}`);
		assert.equal(await get('https://pictures.example/a?b=c'), 'I am pictures.example/a?b=c');
	});

	it('names each host to itself alone, also behind a redirect', async () => {
		serve = (address, response) => {
			if (address === 'pictures.example/a') response.writeHead(302, { location: 'https://store.example/b' });
			response.end(`I am ${address}`);
		};
		assert.equal(await get('https://pictures.example/a'), 'I am store.example/b');
		assert.equal(await get('https://others.example/c'), 'I am others.example/c');
	});

	const refused: readonly [title: string, serve: (response: ServerResponse, address: string) => void, Failure][] = [
		[
			'a status that says no',
			(response) => response.writeHead(403).end(),
			{ kind: 'webRefused', host: 'pictures.example', status: 403 },
		],
		[
			'more than is wanted',
			(response) => response.end('x'.repeat(101)),
			{ kind: 'webTooLarge', host: 'pictures.example', byteLength: 100 },
		],
		[
			'silence in the middle',
			(response) => response.write('x'),
			{ kind: 'webSilent', host: 'pictures.example', seconds: 0.3 },
		],
		[
			'a way that never ends',
			(response, address) => response.writeHead(302, { location: `https://${address}x` }).end(),
			{ kind: 'webRefused', host: 'pictures.example', status: 302 },
		],
		[
			'a way out of TLS',
			(response) => response.writeHead(302, { location: 'http://pictures.example/a' }).end(),
			{ kind: 'webAddressInvalid', address: 'http://pictures.example' },
		],
		[
			'a way into a file',
			(response) => response.writeHead(302, { location: 'file:///etc/hosts' }).end(),
			{ kind: 'webAddressInvalid', address: 'file://' },
		],
		[
			'a way into a private network',
			(response) => response.writeHead(302, { location: 'https://10.0.0.1/a' }).end(),
			{ kind: 'webAddressPrivate', host: '10.0.0.1' },
		],
		[
			'a redirect to nowhere',
			(response) => response.writeHead(302).end(),
			{ kind: 'webRefused', host: 'pictures.example', status: 302 },
		],
	];
	for (const [title, answer, failure] of refused) {
		it(`refuses ${title}`, async () => {
			serve = (address, response) => answer(response, address);
			const idleTimeout = failure.kind === 'webSilent' ? failure.seconds : never;
			assert.deepEqual(await rejectionOf(get('https://pictures.example/a', { idleTimeout })), failure);
		});
	}

	it('asks for no address with a user in it', async () => {
		const failure = await rejectionOf(get('https://me:secret@pictures.example/a'));
		assert.deepEqual(failure, { kind: 'webAddressInvalid', address: 'https://pictures.example' });
	});

	it('gives up a server that never comes to an end', async () => {
		serve = (_, response) => {
			const drip = setInterval(() => response.write('a'), 20);
			response.on('close', () => clearInterval(drip));
		};
		const failure = await rejectionOf(get('https://pictures.example/a', { wholeTimeout: 0.3 }));
		assert.deepEqual(failure, { kind: 'webSlow', host: 'pictures.example', seconds: 0.3 });
	});

	it('ends with Stop', async () => {
		const controller = new AbortController();
		serve = () => controller.abort();
		assert.deepEqual(await rejectionOf(get('https://pictures.example/a', { signal: controller.signal })), {
			kind: 'cancelled',
		});
	});

	it('connects to no name that leads into a private network', async () => {
		const before = web.requests.length;
		// As a name server that answers with another address each time would have it.
		const lookup: LookupFunction = (_, options, callback) => publicLookup('localhost', options, callback);
		const failure = await rejectionOf(get(`https://pictures.example:${web.port}/a`, { lookup }));
		assert.deepEqual(failure, { kind: 'webAddressPrivate', host: `pictures.example:${web.port}` });
		assert.equal(web.requests.length, before);
	});
});

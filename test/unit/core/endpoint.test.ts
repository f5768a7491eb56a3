import assert from 'node:assert/strict';
import { endpointWithVersion, isLoopback, parseEndpoint } from '../../../src/core/endpoint.ts';
import { FailureError } from '../../../src/core/failure.ts';

describe('parseEndpoint', () => {
	for (const [written, href] of [
		['https://open.bigmodel.cn/api/paas/v4', 'https://open.bigmodel.cn/api/paas/v4'],
		[' https://api.z.ai/api/paas/v4// ', 'https://api.z.ai/api/paas/v4'],
		['http://localhost:11434/v1/chat/completions/', 'http://localhost:11434/v1'],
		['https://models.example/v1/Chat/Completions', 'https://models.example/v1'],
		['https://models.example/v1/models', 'https://models.example/v1'],
		['https://models.example', 'https://models.example/'],
		['http://localhost:11434/v1', 'http://localhost:11434/v1'],
		['http://127.8.9.10:1/v1', 'http://127.8.9.10:1/v1'],
		['http://[::1]:1/v1', 'http://[::1]:1/v1'],
		['localhost:11434', 'http://localhost:11434/'],
		['localhost', 'http://localhost/'],
		['127.0.0.1:1234/v1/', 'http://127.0.0.1:1234/v1'],
		['[::1]:8080/v1', 'http://[::1]:8080/v1'],
		['HTTP://LOCALHOST:11434/V1', 'http://localhost:11434/v1'],
		['https://models.example/v1/chat', 'https://models.example/v1'],
		['https://models.example/v1/completions', 'https://models.example/v1'],
		['https://models.example/v1/responses', 'https://models.example/v1'],
		['http://localhost:11434/api/generate', 'http://localhost:11434/v1'],
		['http://localhost:11434/api/chat', 'http://localhost:11434/v1'],
		['https://models.example/v1/?', 'https://models.example/v1'],
		['https://models.example/v1/#', 'https://models.example/v1'],
		['https://models.example/v1.', 'https://models.example/v1'],
		['"https://models.example/v1",', 'https://models.example/v1'],
		['<https://models.example/v1>', 'https://models.example/v1'],
	] as const) {
		it(`takes ${written}`, () => assert.equal(parseEndpoint(written, []).href, href));
	}

	for (const written of [
		'',
		'open.bigmodel.cn/api/paas/v4',
		'open.bigmodel.cn:443/api/paas/v4',
		'8.8.8.8:1/v1',
		'http//localhost:11434',
		'http://localhost:99999/v1',
		'http://localhost:11434 /v1',
		'https://models.example/v1/chat/completions?api-version=1',
		'?',
		'http://open.bigmodel.cn/api/paas/v4',
		'http://localhost.example.com/v1',
		'http://127.0.0.1.example.com/v1',
		'https://key@models.example/v1',
		'https://models.example/v1?next=1',
		'file:///etc/passwd',
	]) {
		it(`refuses "${written}"`, () => {
			assert.throws(
				() => parseEndpoint(written, ['open.bigmodel.cn', 'localhost.example.com', '127.0.0.1.example.com']),
				(error) => error instanceof FailureError && error.failure.kind === 'endpointInvalid',
			);
		});
	}
});

describe('endpointWithVersion', () => {
	for (const [endpoint, expected] of [
		['http://localhost:1234', 'http://localhost:1234/v1'],
		['https://models.example/openai/', 'https://models.example/openai/v1'],
		['https://models.example/v10', 'https://models.example/v10/v1'],
		['http://localhost:1234/v1', undefined],
		['http://localhost:1234/v1/', undefined],
		['https://open.bigmodel.cn/api/paas/v4', undefined],
	] as const) {
		it(`${endpoint}: ${expected}`, () => assert.equal(endpointWithVersion(new URL(endpoint)), expected));
	}
});

describe('parseEndpoint and plain http', () => {
	for (const [written, host] of [
		['http://192.168.1.20:11434/v1', '192.168.1.20:11434'],
		['http://10.0.0.1/v1', '10.0.0.1'],
		['http://172.31.255.1:8000/v1', '172.31.255.1:8000'],
		['http://100.101.102.103:1/v1', '100.101.102.103:1'],
		['http://0.0.0.0:1/v1', '0.0.0.0:1'],
		['http://[fd12::1]:1/v1', '[fd12::1]:1'],
		['http://[fe80::1]:1/v1', '[fe80::1]:1'],
		['http://nas:11434/v1', 'nas:11434'],
		['http://box.local:11434/v1', 'box.local:11434'],
		['http://host.docker.internal:11434/v1', 'host.docker.internal:11434'],
		['http://box.home.arpa./v1', 'box.home.arpa.'],
	] as const) {
		it(`asks before ${written}`, () => {
			for (const allowed of [[], ['elsewhere'], [`${host}0`]]) {
				assert.throws(
					() => parseEndpoint(written, allowed),
					(error) =>
						error instanceof FailureError && error.failure.kind === 'httpNotAllowed' && error.failure.host === host,
				);
			}
			assert.equal(parseEndpoint(written, [host]).href, written);
			assert.equal(parseEndpoint(written, [new URL(written).hostname]).href, written);
		});
	}

	it('asks before an address without a scheme, too', () => {
		for (const written of ['192.168.1.20:11434', '192.168.1.20:11434/v1', 'nas:11434']) {
			assert.throws(
				() => parseEndpoint(written, []),
				(error) => error instanceof FailureError && error.failure.kind === 'httpNotAllowed',
			);
		}
		assert.equal(parseEndpoint('nas:11434', ['nas:11434']).href, 'http://nas:11434/');
	});

	for (const host of [
		'8.8.8.8',
		'172.32.0.1',
		'100.128.0.1',
		'[2001:4860::1]',
		'models.example',
		'192.168.1.20.example',
		'011.1.1.1',
	]) {
		it(`refuses http://${host}, whatever was agreed to`, () => {
			assert.throws(
				() => parseEndpoint(`http://${host}/v1`, [host]),
				(error) => error instanceof FailureError && error.failure.kind === 'endpointInvalid',
			);
		});
	}
});

describe('isLoopback', () => {
	for (const [url, expected] of [
		['http://localhost:1', true],
		['http://localhost.:1', true],
		['http://127.0.0.1', true],
		['http://[::1]', true],
		['http://0.0.0.0', false],
		['http://10.0.0.1', false],
		['http://1270.0.0.1.example', false],
	] as const) {
		it(`${url}: ${expected}`, () => assert.equal(isLoopback(new URL(url)), expected));
	}
});

import assert from 'node:assert/strict';
import { isLoopback, parseEndpoint } from '../../../src/core/endpoint.ts';
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
	] as const) {
		it(`takes ${written}`, () => assert.equal(parseEndpoint(written).href, href));
	}

	for (const written of [
		'',
		'open.bigmodel.cn/api/paas/v4',
		'http://open.bigmodel.cn/api/paas/v4',
		'http://localhost.example.com/v1',
		'http://127.0.0.1.example.com/v1',
		'https://key@models.example/v1',
		'https://models.example/v1?next=1',
		'file:///etc/passwd',
	]) {
		it(`refuses "${written}"`, () => {
			assert.throws(
				() => parseEndpoint(written),
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

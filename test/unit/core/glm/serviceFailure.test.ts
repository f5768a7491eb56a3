import assert from 'node:assert/strict';
import { serviceFailure } from '../../../../src/core/glm/serviceFailure.ts';

const host = 'models.example';
const cases: readonly [title: string, status: number, body: string, expected: object][] = [
	['a wrong key', 401, '{"error":{"code":"1000","message":"身份验证失败。"}}', { kind: 'keyRefused', host }],
	[
		'a wrong key in a flat 200',
		200,
		'{"code":1000,"msg":"身份验证失败。","success":false}',
		{ kind: 'keyRefused', host },
	],
	['a 401 without a body', 401, '', { kind: 'keyRefused', host }],
	[
		'no money, which is a 429 as well',
		429,
		'{"error":{"code":"1113","message":"余额不足"}}',
		{ kind: 'service', host, status: 429, code: '1113', message: '余额不足' },
	],
	[
		'a number for a code, flat',
		400,
		'{"code":1210,"message":"bad"}',
		{ kind: 'service', host, status: 400, code: '1210', message: 'bad' },
	],
	[
		"a gateway's page",
		502,
		'<html>Bad Gateway</html>',
		{ kind: 'service', host, status: 502, code: '502', message: '' },
	],
	['JSON that is no object', 500, '"oops"', { kind: 'service', host, status: 500, code: '500', message: '' }],
];

describe('serviceFailure', () => {
	for (const [title, status, body, expected] of cases) {
		it(title, () => assert.deepEqual(serviceFailure({ host, status, body }), expected));
	}
});

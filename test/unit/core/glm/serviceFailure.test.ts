import assert from 'node:assert/strict';
import { FailureError, type ServiceRefusal } from '../../../../src/core/failure.ts';
import { serviceFailure, withRequest } from '../../../../src/core/glm/serviceFailure.ts';
import errors from '../../../fixtures/glm/errors.json' with { type: 'json' };

const host = 'models.example';
const refused = (body: object, status = 400): ServiceRefusal =>
	serviceFailure({ host, status, body: JSON.stringify(body) });

const kinds: readonly [kind: ServiceRefusal['kind'], codes: readonly number[]][] = [
	['serviceBroken', [500, 1200, 1230, 1234]],
	['keyRefused', [1000, 1001, 1002, 1003, 1004]],
	['keyOfOtherKind', [1315]],
	['accountLocked', [1005, 1100, 1110, 1111, 1112, 1121]],
	['noBalance', [1113]],
	['requestRefused', [1210, 1212, 1213, 1214, 1215]],
	['modelUnknown', [1211]],
	['notPermitted', [1220]],
	['functionMissing', [1221, 1222]],
	['duplicateRequest', [1231]],
	['tooLong', [1261]],
	['blocked', [1300, 1301]],
	['busy', [1120, 1302, 1303, 1305, 1312]],
	['quota', [1304, 1308, 1310, 1316, 1317, 1318, 1319, 1320, 1321]],
	['planExpired', [1309, 1314]],
	['modelNotInPlan', [1311]],
	['fairUse', [1313]],
	['service', [1999]],
];

const bodies: readonly [title: string, status: number, body: string, expected: object][] = [
	[
		'a wrong key in a flat 200',
		200,
		'{"code":1000,"msg":"身份验证失败。","success":false}',
		{ kind: 'keyRefused', code: '1000', message: '身份验证失败。' },
	],
	['a number for a code, flat', 400, '{"code":1210,"message":"bad"}', { kind: 'requestRefused', message: 'bad' }],
	['no body, 401', 401, '', { kind: 'keyRefused', code: '401', message: '' }],
	['no body, 403', 403, '', { kind: 'notPermitted' }],
	['no body, 404', 404, '', { kind: 'functionMissing' }],
	['no body, 413', 413, '', { kind: 'requestTooLarge' }],
	['no permission for the API', 434, '', { kind: 'notPermitted' }],
	['a file of more than 100 MB', 435, '', { kind: 'requestTooLarge' }],
	['a 429 that says no more', 429, '', { kind: 'service', code: '429' }],
	["a gateway's page", 502, '<html>Bad Gateway</html>', { kind: 'serviceBroken', code: '502' }],
	['JSON that is no object', 500, '"oops"', { kind: 'serviceBroken', code: '500' }],
	["another service's word for a wrong key", 401, '{"error":{"code":"invalid_api_key"}}', { kind: 'keyRefused' }],
	["another service's word for a fault", 500, '{"error":{"code":"server_error"}}', { kind: 'serviceBroken' }],
];

describe('serviceFailure', () => {
	for (const [kind, codes] of kinds) {
		for (const code of codes) {
			it(`${code}: ${kind}`, () =>
				assert.partialDeepStrictEqual(refused({ error: { code: String(code), message: 'words' } }), {
					kind,
					host,
					status: 400,
					code: String(code),
					message: 'words',
				}));
		}
	}

	for (const [title, status, body, expected] of bodies) {
		it(title, () =>
			assert.partialDeepStrictEqual(serviceFailure({ host, status, body }), { host, status, ...expected }),
		);
	}

	it('reads when a quota is there again, a wall clock in UTC+8 unless it has a zone', () => {
		const resetsAt = Date.parse('2026-11-23T19:15:00Z');
		assert.partialDeepStrictEqual(refused(errors['1308'].body), { kind: 'quota', resetsAt });
		for (const zone of ['Z', '.5Z', '+00:00']) {
			const elsewhere = refused({ error: { message: `The daily limit resets at 2026-11-23T19:15:00${zone}` } }, 429);
			assert.partialDeepStrictEqual(elsewhere, { kind: 'quota', resetsAt });
		}
		const wordless = refused({ error: { code: '1308', message: 'soon' } });
		assert.ok(wordless.kind === 'quota');
		assert.equal(wordless.resetsAt, undefined);
	});

	it('reads the largest max_tokens, and takes no other range for it', () => {
		const { code, message } = errors['1210-max-tokens'].body.error;
		const maxTokensOf = (words: string): number | undefined => {
			const failure = refused({ error: { code, message: words } });
			assert.ok(failure.kind === 'requestRefused');
			return failure.maxTokens;
		};
		assert.equal(maxTokensOf(message.replace('${cap}', '32768')), 32_768);
		assert.equal(maxTokensOf('top_k must be within [1,100]'), undefined);
	});

	it('reads where the content was found, in both spellings', () => {
		const filters = [{ role: 'user', level: 1 }];
		assert.partialDeepStrictEqual(refused(errors['1301'].body), { kind: 'blocked', filters });
		assert.partialDeepStrictEqual(refused({ content_filter: filters, error: { code: '1301' } }), { filters });
	});

	it('keeps the id of the request: of the service, else of the one that was sent', () => {
		const request = { endpoint: new URL('https://models.example/v4'), requestId: 'ours' };
		const idOf = (body: object): string | undefined => {
			const error = withRequest(new FailureError(refused(body)), request);
			assert.ok(error instanceof FailureError && 'requestId' in error.failure);
			return error.failure.requestId;
		};
		assert.equal(idOf(errors['1302'].body), '20260212064144579f5b8f457f4e06');
		assert.equal(idOf(errors['1305'].body), 'ours');
	});

	const endpoints: readonly [endpoint: string, mayBePlanKey: boolean][] = [
		['https://open.bigmodel.cn/api/paas/v4', true],
		['https://api.z.ai/api/paas/v4', true],
		['https://api.z.ai/api/coding/paas/v4', false],
		['https://models.example/api/paas/v4', false],
	];
	for (const [endpoint, mayBePlanKey] of endpoints) {
		it(`no balance at ${endpoint}: ${mayBePlanKey ? 'perhaps a key of the plan' : 'no plan there'}`, () => {
			const error = withRequest(new FailureError(refused(errors['1113'].body, 429)), {
				endpoint: new URL(endpoint),
				requestId: 'ours',
			});
			assert.ok(error instanceof FailureError);
			assert.partialDeepStrictEqual(error.failure, { kind: 'noBalance', mayBePlanKey });
		});
	}
});

import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { FailureError } from '../../../src/core/failure.ts';
import { serviceFailure } from '../../../src/core/glm/serviceFailure.ts';
import type { GlmConnection } from '../../../src/engines/glm/glmClient.ts';
import { withOtherEndpoint } from '../../../src/engines/glm/otherEndpoint.ts';
import type { TransportRequest } from '../../../src/engines/glm/transport.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';

const list = '{"object":"list","data":[]}';
const missing = new FailureError(serviceFailure({ host: 'models.example', status: 404, body: '404 page not found' }));

describe('withOtherEndpoint', () => {
	let asked: TransportRequest[];
	beforeEach(() => (asked = []));

	/** A connection to a server with these bodies by path; a path without any is never answered. */
	function connectionTo(bodies: Readonly<Record<string, string>>, path = ''): GlmConnection {
		return {
			endpoint: new URL(`https://models.example${path}`),
			key: 'the-key',
			idleTimeout: 600,
			transport: async (request) => {
				asked.push(request);
				const body = bodies[new URL(request.url).pathname];
				if (body === undefined) {
					return new Promise((_, reject) => {
						request.signal.addEventListener('abort', () => reject(new Error('aborted')));
					});
				}
				async function* chunks(): AsyncGenerator<Uint8Array> {
					yield new TextEncoder().encode(body);
				}
				const status = body === '' ? 404 : 200;
				return { status, retryAfter: undefined, location: undefined, body: chunks() };
			},
		};
	}
	const insteadAfter = async (error: unknown, connection: GlmConnection, seconds?: number): Promise<unknown> => {
		const { signal } = new AbortController();
		const found = await withOtherEndpoint(error, connection, { signal, ...(seconds !== undefined && { seconds }) });
		return found instanceof FailureError && 'instead' in found.failure ? found.failure.instead : found;
	};

	for (const [what, here, there, instead] of [
		['nothing here', '', list, 'https://models.example/v1'],
		['an error here', '{"error":"Unexpected endpoint or method."}', list, 'https://models.example/v1'],
		['a page here', '<html></html>', list, 'https://models.example/v1'],
		['no model yet', '', '{"object":"list","data":null}', 'https://models.example/v1'],
		['a list at both', list, list, undefined],
		['nothing at either', '', '', undefined],
		['no list there', '', '{"status":"ok"}', undefined],
		['a list of something else there', '', '[]', undefined],
		['a list that stands alone there', '', '[{"id":"a","object":"model"}]', 'https://models.example/v1'],
	] as const) {
		it(`${what}: ${instead}`, async () => {
			const connection = connectionTo({ '/models': here, '/v1/models': there });
			assert.equal(await insteadAfter(missing, connection), instead);
			assert.ok(asked.every(({ headers }) => headers['authorization'] === 'Bearer the-key'));
		});
	}

	it('looks at nothing behind a path with a version, and behind other failures', async () => {
		const busy = new FailureError(serviceFailure({ host: 'models.example', status: 429, body: 'rate limit' }));
		assert.equal(await insteadAfter(missing, connectionTo({}, '/v1')), undefined);
		assert.equal(await insteadAfter(busy, connectionTo({})), busy);
		assert.deepEqual(asked, []);
	});

	it('ends in time where one is never answered', async () => {
		assert.equal(await insteadAfter(missing, connectionTo({ '/models': '' }), 0.05), undefined);
		assert.equal(await insteadAfter(missing, connectionTo({ '/v1/models': list }), 0.05), 'https://models.example/v1');
	});

	it('ends with Stop', async () => {
		const controller = new AbortController();
		const looked = rejectionOf(withOtherEndpoint(missing, connectionTo({}), { signal: controller.signal }));
		await setImmediate();
		controller.abort();
		assert.equal((await looked).kind, 'cancelled');
	});
});

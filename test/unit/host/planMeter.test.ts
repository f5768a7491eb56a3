import assert from 'node:assert/strict';
import type { PlanQuota } from '../../../src/core/sessionUsage.ts';
import type { GlmConnection } from '../../../src/engines/glm/glmClient.ts';
import { PlanMeter } from '../../../src/host/describer/planMeter.ts';

const minute = 60_000;

describe('PlanMeter', () => {
	let now: number;
	let seen: (PlanQuota | undefined)[];
	let asked: { readonly host: string; readonly answer: PromiseWithResolvers<void> }[];
	let waiting: (() => void)[];
	let meter: PlanMeter;
	let onQuota: () => void;

	const connectionTo = (endpoint: string): GlmConnection => ({
		endpoint: new URL(endpoint),
		key: 'id.secret',
		idleTimeout: 300,
		transport: async ({ url }) => {
			const answer = Promise.withResolvers<void>();
			const percentage = asked.push({ host: new URL(url).host, answer });
			waiting.shift()?.();
			await answer.promise;
			const body = JSON.stringify({ data: { limits: [{ type: 'TOKENS_LIMIT', percentage }] } });
			return { status: 200, retryAfter: undefined, location: undefined, body: bytesOf(body) };
		},
	});
	async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
		yield new TextEncoder().encode(text);
	}
	const plan = connectionTo('https://api.z.ai/api/coding/paas/v4');
	const mainland = connectionTo('https://open.bigmodel.cn/api/coding/paas/v4');

	/** Settles when the service is asked next. */
	const nextQuestion = (): Promise<void> => new Promise((resolve) => void waiting.push(resolve));
	/** Lets the service answer what it was asked last, and settles when that is known. */
	const answer = (): Promise<void> =>
		new Promise((resolve) => {
			onQuota = resolve;
			asked.at(-1)?.answer.resolve();
		});
	const complete = (connection: GlmConnection | undefined): void => {
		using running = meter.begin(connection);
		running.complete();
	};

	beforeEach(() => {
		now = 1000;
		seen = [];
		asked = [];
		waiting = [];
		onQuota = () => undefined;
		meter = new PlanMeter(
			(quota) => {
				seen.push(quota);
				onQuota();
			},
			() => now,
		);
	});

	it('asks behind an answer, and once a minute at most', async () => {
		let question = nextQuestion();
		complete(plan);
		await question;
		await answer();
		now += minute - 1;
		complete(plan);
		now += 1;
		question = nextQuestion();
		complete(plan);
		await question;
		await answer();
		assert.deepEqual(
			seen.map((quota) => quota?.percent),
			[1, 2],
		);
	});

	it('asks once the last of several answers has ended', async () => {
		const other = meter.begin(plan);
		complete(plan);
		// What would have been asked comes before the question of another window.
		let question = nextQuestion();
		const elsewhere = new PlanMeter(() => undefined);
		const running = elsewhere.begin(mainland);
		running.complete();
		running[Symbol.dispose]();
		await question;
		question = nextQuestion();
		// It failed, but another one was complete.
		other[Symbol.dispose]();
		await question;
		assert.deepEqual(
			asked.map(({ host }) => host),
			['open.bigmodel.cn', 'api.z.ai'],
		);
	});

	for (const [title, end] of [
		['an answer that failed or was stopped', () => meter.begin(plan)[Symbol.dispose]()],
		['an answer that is paid for', () => complete(connectionTo('https://api.z.ai/api/paas/v4'))],
		['an answer of another service', () => complete(connectionTo('https://relay.example/api/coding/paas/v4'))],
		['an answer of this machine', () => complete(undefined)],
	] as const) {
		it(`does not ask behind ${title}`, async () => {
			end();
			// What would have been asked comes before the question behind this one.
			now += minute;
			const question = nextQuestion();
			complete(mainland);
			await question;
			await answer();
			assert.deepEqual(
				asked.map(({ host }) => host),
				['open.bigmodel.cn'],
			);
		});
	}

	it('forgets what it knows, and what it has asked, once another account may pay', async () => {
		let question = nextQuestion();
		complete(plan);
		await question;
		meter.forget();
		asked[0]?.answer.resolve();
		question = nextQuestion();
		complete(plan);
		await question;
		await answer();
		assert.deepEqual(
			seen.map((quota) => quota?.percent),
			[undefined, 2],
		);
	});
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { checkedSteps } from '../../src/host/configure/checkConnection.ts';
import type { SessionUsage } from '../../src/core/sessionUsage.ts';
import type { QuotaReply } from '../support/glmServer.ts';
import { projectDir } from '../support/places.mjs';
import { selfSigned, startProxy } from '../support/webServer.ts';
import { useConversation } from './useConversation.ts';
import { useProxy } from './useProxy.ts';

const key = 'key.of-a-plan';
const picture = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));
const quotaPath = '/api/monitor/usage/quota/limit';

describe('At the endpoint of a Coding Plan', () => {
	const resetsAt = Date.now() + 60 * 60 * 1000;
	let reply: QuotaReply;
	const bed = useConversation({
		glm: async () => ({ keys: [key], tls: await selfSigned(), quota: () => reply }),
		settings: { endpoint: 'https://open.bigmodel.cn/api/coding/paas/v4', model: 'glm-5.3-flash' },
	});
	let proxy: Awaited<ReturnType<typeof startProxy>>;
	before(async () => {
		// The service's own name, led to the stand-in.
		proxy = await startProxy(bed.glm.port);
	});
	useProxy(() => proxy.address);
	before(() => bed.keys.set('open.bigmodel.cn', key));
	beforeEach(() => bed.glm.reset());
	after(() => proxy.stop());

	/** Settles with the usage once something is known of the plan. */
	const nextPlan = (): Promise<SessionUsage> =>
		new Promise((resolve) => {
			const { usage } = bed;
			const subscription = usage.onChange((now) => {
				if (now.plan === undefined) return;
				subscription.dispose();
				resolve(now);
			});
		});

	/** Settles when the service has been asked about the plan. */
	async function quotaAsked(): Promise<void> {
		while ((await bed.glm.nextRequest()).path !== quotaPath);
	}

	it('the quota is asked for behind an answer, with the key by itself, and stands in place of a cost', async () => {
		const limits = [
			{ type: 'TOKENS_LIMIT', unit: 3, number: 5, percentage: 42, nextResetTime: resetsAt },
			{ type: 'TOKENS_LIMIT', unit: 6, number: 1, percentage: 7, nextResetTime: resetsAt + 1 },
			{ type: 'TIME_LIMIT', unit: 5, number: 1, percentage: 99, nextResetTime: resetsAt + 2 },
		];
		reply = { body: JSON.stringify({ code: 200, success: true, data: { limits, level: 'pro' } }) };
		const known = nextPlan();
		const { status, usage } = await bed.ask('describe', picture);
		assert.equal(status, 'done');
		assert.deepEqual(await known, {
			tokens: usage?.totalTokens,
			costs: {},
			hasUnknownPrice: true,
			plan: { percent: 42, resetsAt },
		});
		assert.deepEqual(
			bed.glm.requests.map(({ method, path, headers }) => [method, path, headers.authorization]),
			[
				['POST', '/api/coding/paas/v4/chat/completions', `Bearer ${key}`],
				['GET', quotaPath, key],
			],
		);
		// It is known for a minute.
		await bed.ask('describe', picture);
		assert.equal(bed.glm.requests.filter(({ path }) => path === quotaPath).length, 1);
	});

	it('the quota and its reset are the last step of Check Connection', async () => {
		const limits = [{ type: 'TOKENS_LIMIT', percentage: 42, nextResetTime: resetsAt }];
		reply = { body: JSON.stringify({ data: { limits } }) };
		const last = async (): Promise<string | undefined> =>
			(await checkedSteps(bed.parts, new AbortController().signal))
				.map(({ name, words }) => `${name}: ${words}`)
				.at(-1);
		assert.match((await last()) ?? '', /^Plan: 42 % used, resets .*\d/);
		reply = { status: 404, body: '' };
		assert.equal(await last(), 'Plan: the service does not say how much is used');
	});

	it('the quota is asked for only once the answer has come', async () => {
		reply = { body: '' };
		const held = bed.glm.script({ kind: 'hold' });
		const answered = bed.ask('describe', picture);
		await held.held;
		assert.deepEqual(
			bed.glm.requests.map(({ method }) => method),
			['POST'],
		);
		held.release();
		await answered;
		await quotaAsked();
	});

	it('a redirect sends nothing elsewhere', async () => {
		reply = { status: 302, headers: { Location: 'https://elsewhere.example/' }, body: '' };
		await bed.ask('describe', picture);
		await quotaAsked();
		await bed.ask('describe', picture);
		assert.deepEqual(
			bed.glm.requests.filter(({ method }) => method === 'GET').map(({ path }) => path),
			[quotaPath],
		);
		assert.equal(bed.usage.now.plan, undefined);
	});

	for (const [what, task, files] of [
		['pictures', 'describe', Array<vscode.Uri>(6).fill(picture)],
		['a video', 'describeVideo', [vscode.Uri.file(join(projectDir, 'test/fixtures/videos/short.mp4'))]],
	] as const) {
		it(`a model that is refused there is not offered for ${what}`, async () => {
			await bed.set('model', 'glm-4.1v-thinking-flashx');
			const { failure } = await bed.ask(task, ...files);
			// Where each token is billed it is glm-4.6v-flashx.
			assert.deepEqual(failure?.action, { id: 'useModel', label: 'Use glm-5.3-flash', model: 'glm-5.3-flash' });
		});
	}

	it('the quota is not asked for at the endpoint where each token is billed', async () => {
		await bed.set('endpoint', 'https://open.bigmodel.cn/api/paas/v4');
		await bed.ask('describe', picture);
		await bed.ask('describe', picture);
		assert.ok(bed.glm.requests.every(({ method }) => method === 'POST'));
		assert.ok((bed.usage.now.costs['¥'] ?? 0) > 0);
	});
});

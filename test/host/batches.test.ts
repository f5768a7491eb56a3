import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { BatchOutcome } from '../../src/core/glm/batch.ts';
import type { BatchProgress } from '../../src/core/glm/batchRun.ts';
import type { BatchRequests } from '../../src/host/describer/batches.ts';
import type { ImageRequest } from '../../src/host/describer/imageRequest.ts';
import { BatchStatusBar } from '../../src/host/review/batchStatusBar.ts';
import { createBatchStore } from '../../src/host/review/batchStore.ts';
import { shortBody } from '../support/glmBatches.ts';
import { projectDir } from '../support/places.mjs';
import { rejectionOf } from '../support/rejectionOf.ts';
import { selfSigned, startProxy } from '../support/webServer.ts';
import { useConversation } from './useConversation.ts';
import { useProxy } from './useProxy.ts';

const key = 'key.of-an-account';
const never = new AbortController().signal;
const picture = (name: string): vscode.Uri => vscode.Uri.file(join(projectDir, 'media/samples', name));

describe('Batches at the mainland service', () => {
	const bed = useConversation({
		glm: async () => ({ keys: [key], tls: await selfSigned() }),
		settings: { endpoint: 'https://open.bigmodel.cn/api/paas/v4', model: 'glm-5v-turbo', maxTokens: 500 },
	});
	let proxy: Awaited<ReturnType<typeof startProxy>>;
	let folder: string;
	let outcomes: Map<string, BatchOutcome>;
	let progress: BatchProgress[];
	before(async () => {
		// The service's own name, led to the stand-in.
		proxy = await startProxy(bed.glm.port);
	});
	useProxy(() => proxy.address);
	before(() => bed.keys.set('open.bigmodel.cn', key));
	beforeEach(async () => {
		bed.glm.reset();
		outcomes = new Map();
		progress = [];
		folder = await mkdtemp(join(tmpdir(), 'glimpse-batch-'));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));
	after(() => proxy.stop());

	const requests: ReadonlyMap<string, ImageRequest> = new Map(
		['dialog-light.png', 'chart-sales.png', 'nothing.png'].map((name) => [
			name,
			{ task: 'altText', text: `Alt text of ${name.length}.`, media: [picture(name)], history: [] },
		]),
	);
	const asked: BatchRequests = {
		requestFor: (id) => requests.get(id) ?? assert.fail(),
		take: (id, outcome) => void outcomes.set(id, outcome),
		onProgress: (how) => void progress.push(how),
	};

	it('are offered at half the price, to models that take them', async () => {
		const batches = await bed.parts.batches();
		const offered = await batches.answerer();
		assert.equal(offered?.model, 'glm-5v-turbo');
		assert.deepEqual(offered.price, { currency: '¥', input: 2.5, output: 11 });
		await bed.set('model', 'glm-4.6v');
		assert.equal(await batches.answerer(), undefined);
		await bed.set('model', 'glm-5v-turbo');
		await bed.set('engine', 'local');
		assert.equal(await batches.answerer(), undefined);
	});

	it('ask what a usual question asks, and go on after a restart with the same model', async () => {
		const store = createBatchStore(folder);
		const offered = await (await bed.parts.batches()).answerer();
		assert.ok(offered);
		const run = await (await bed.parts.batches()).newRun([...requests.keys()], offered);
		const window = new AbortController();
		const runner = await (
			await bed.parts.batches()
		).runnerFor(run, {
			requests: { ...asked, onProgress: ({ phase }) => void (phase === 'waiting' && window.abort()) },
			store,
		});
		assert.equal((await rejectionOf(runner.follow(window.signal))).kind, 'cancelled');
		assert.deepEqual(await readdir(join(folder, 'batch', 'files')), []);

		await bed.set('model', 'glm-4.6v');
		const kept = await store.load();
		assert.ok(kept);
		const again = await (await bed.parts.batches()).runnerFor(kept, { requests: asked, store });
		await again.follow(never);
		await bed.set('model', 'glm-5v-turbo');
		assert.equal(await store.load(), undefined);
		await assert.rejects(readdir(join(folder, 'batch')), { code: 'ENOENT' });
		assert.deepEqual(again.progress, { phase: 'done', total: 3, prepared: 3, sent: 3, done: 3 });

		const [file, ...others] = bed.glm.batches.files;
		assert.deepEqual([file?.lines.length, others.length, file?.model], [2, 0, 'glm-5v-turbo']);
		const missing = outcomes.get('nothing.png');
		assert.equal(missing?.kind === 'failed' && missing.failure.kind, 'fileMissing');
		for (const [id, request] of [...requests].slice(0, 2)) {
			for await (const event of bed.parts.describer.answer(request, never)) assert.ok(event);
			const usual = bed.glm.requests.at(-1);
			const { request_id: requestId, stream, ...body } = shortBody(usual?.body) as Record<string, unknown>;
			assert.ok(requestId !== undefined && stream !== undefined);
			const line = file?.lines.find(({ pixelHashes }) => pixelHashes[0] === usual?.images[0]?.pixelHash);
			assert.deepEqual(line?.body, body);
			const outcome = outcomes.get(id);
			assert.equal(outcome?.kind === 'answered' && outcome.text, line?.answer);
		}
	});

	it('count what they used at half the price', async () => {
		const offered = await (await bed.parts.batches()).answerer();
		assert.ok(offered);
		const run = await (await bed.parts.batches()).newRun(['dialog-light.png'], offered);
		const runner = await (
			await bed.parts.batches()
		).runnerFor(run, { requests: asked, store: createBatchStore(folder) });
		await runner.follow(never);
		const outcome = outcomes.get('dialog-light.png');
		assert.ok(outcome?.kind === 'answered' && outcome.usage);
		const { promptTokens, completionTokens, totalTokens } = outcome.usage;
		const { tokens, costs } = bed.usage.now;
		assert.equal(tokens, totalTokens);
		assert.equal(costs['¥']?.toFixed(9), ((promptTokens * 2.5 + completionTokens * 11) / 1e6).toFixed(9));
	});

	it('keep to the pictures that may be sent', async () => {
		await bed.set('exclude', ['dialog-*']);
		const offered = await (await bed.parts.batches()).answerer();
		assert.ok(offered);
		const run = await (await bed.parts.batches()).newRun(['dialog-light.png'], offered);
		const runner = await (
			await bed.parts.batches()
		).runnerFor(run, { requests: asked, store: createBatchStore(folder) });
		await runner.follow(never);
		const outcome = outcomes.get('dialog-light.png');
		assert.equal(outcome?.kind === 'failed' && outcome.failure.kind, 'excluded');
		assert.deepEqual(bed.glm.batches.files, []);
	});

	it('stand in the status bar while they run', () => {
		const shown: (string | undefined)[] = [];
		const bar = new BatchStatusBar('glimpse.reviewAltText');
		for (const how of [
			{ phase: 'preparing', total: 450, prepared: 12, sent: 0, done: 0 },
			{ phase: 'waiting', total: 450, prepared: 450, sent: 450, done: 120 },
			{ phase: 'cancelling', total: 450, prepared: 450, sent: 450, done: 120 },
			{ phase: 'done', total: 450, prepared: 450, sent: 450, done: 450 },
		] as const) {
			bar.show(how);
			shown.push(bar.text);
		}
		bar.dispose();
		assert.deepEqual(shown, [
			'$(cloud-upload) Glimpse batch: preparing 12 of 450…',
			'$(cloud-upload) Glimpse batch: 120 of 450',
			'$(cloud-upload) Glimpse batch: stopping…',
			undefined,
		]);
	});
});

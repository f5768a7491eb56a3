// Ten answers at 1,000 tokens a second, one after the other, into the panel of a real window.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectDir } from '../support/places.mjs';
import { longAnswer } from './longAnswer.ts';
import { median } from './measure.ts';
import { bundledProbe, runProbe } from './probe.ts';
import type { StreamReport } from './streamProbe.ts';
import { milliseconds, type Table, times } from './table.ts';

const tokensOfAnswer = 2000;
const tokensOfSecond = 1000;
/** Milliseconds between two writes; timers are not finer than that. */
const interval = 10;

declare global {
	interface Window {
		/** Takes the milliseconds from each frame of the panel to the next one. */
		glimpseFrames(recorded: readonly number[]): void;
	}
}

export async function measureStream(): Promise<Table> {
	const dir = await mkdtemp(join(tmpdir(), 'glimpse-bench-'));
	const server = await startStream();
	const frames: number[] = [];
	try {
		const { port } = server.address() as AddressInfo;
		const { heaps } = await runProbe<StreamReport>(
			{
				workspace: join(projectDir, 'media/samples'),
				extension: projectDir,
				tests: await bundledProbe('streamProbe'),
				settings: { 'glimpse.endpoint': `http://127.0.0.1:${port}/api/paas/v4` },
				env: { GLIMPSE_BENCH_PICTURE: join(projectDir, 'media/samples/dialog-light.png') },
			},
			{
				dir,
				meanwhile: async ({ page, panel }) => {
					await page.exposeFunction('glimpseFrames', (recorded: readonly number[]) => void frames.push(...recorded));
					const turn = await panel.locator('article.turn').first().elementHandle();
					await (await turn?.ownerFrame())?.evaluate(recordFrames);
				},
			},
		);
		const [first = NaN, ...others] = heaps;
		const growth = Math.max(...others) - first;
		const usual = median(frames);
		const longest = Math.max(...frames);
		return {
			title: `${others.length} answers of ${tokensOfAnswer} tokens, ${tokensOfSecond} tokens a second`,
			rows: [
				{
					what: "growth of the host's heap",
					value: `${growth.toFixed(1)} MB`,
					goal: '≤ 20 MB',
					raw: heaps.map((heap) => heap.toFixed(1)).join(', '),
				},
				{
					what: 'longest frame of the panel ÷ usual frame',
					value: times(longest / usual),
					raw: `${milliseconds(longest)}, ${milliseconds(usual)}; ${frames.length} frames`,
				},
				{
					what: 'frames that took longer than 100 ms',
					value: `${((frames.filter((time) => time > 100).length / frames.length) * 100).toFixed(2)} %`,
				},
			],
		};
	} finally {
		server.close();
		server.closeAllConnections();
		await rm(dir, { recursive: true, force: true });
	}
}

/** A service that writes the same long answer to everybody, at the pace that is measured. */
async function startStream(): Promise<Server> {
	const { tokens } = longAnswer(tokensOfAnswer);
	const event = (choice: object): string => `data: ${JSON.stringify({ id: '1', choices: [choice] })}\n\n`;
	const server = createServer((request, response) => {
		request.resume();
		void (async () => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			const perWrite = (tokensOfSecond * interval) / 1000;
			const start = performance.now();
			for (let sent = 0; sent < tokens.length; sent += perWrite) {
				response.write(
					tokens
						.slice(sent, sent + perWrite)
						.map((content) => event({ delta: { content } }))
						.join(''),
				);
				const due = start + ((sent + perWrite) / tokensOfSecond) * 1000;
				await delay(Math.max(due - performance.now(), 0));
			}
			response.end(`${event({ delta: { content: '' }, finish_reason: 'stop' })}data: [DONE]\n\n`);
		})();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

/** Runs in the panel's page, which goes with the host: what is measured is told each second. */
function recordFrames(): void {
	let recorded: number[] = [];
	let last = performance.now();
	const next = (): void => {
		const now = performance.now();
		recorded.push(now - last);
		last = now;
		if (recorded.length >= 60) {
			window.glimpseFrames(recorded);
			recorded = [];
		}
		requestAnimationFrame(next);
	};
	requestAnimationFrame(next);
}

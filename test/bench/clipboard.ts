// From the shortcut to the request's first byte at the service, for a screenshot on the clipboard, against the same way
// without anything of ours, with its parts.
import { zlib } from '../../src/converter/zlib.ts';
import { join } from 'node:path';
import sharp from 'sharp';
import { prepare } from '../../src/core/image/prepare.ts';
import { serviceLimits } from '../../src/core/image/pictureLimits.ts';
import { requestBody } from '../../src/core/glm/request.ts';
import { serviceAt } from '../../src/core/glm/services.ts';
import { createUndiciTransport } from '../../src/engines/glm/undiciTransport.ts';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { turns, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import type { VscodeWindow } from '../support/window.ts';
import { frameOfBare, openBesideBare } from './bare.ts';
import { median } from './measure.ts';
import { milliseconds, type Table, times } from './table.ts';

const rounds = 10;

declare global {
	interface Window {
		/** When the page saw the keys, and when it had the picture; in milliseconds since 1970. */
		glimpseClipboard: { pressed: number; read: number };
	}
}

interface Round {
	readonly total: number;
	readonly read: number;
}

export async function measureClipboard(): Promise<Table> {
	const screenshot = await enlarged();
	const glm = await startGlmServer();
	let vscode: VscodeWindow | undefined;
	try {
		vscode = await openBesideBare(glm.endpoint);
		await vscode.copyImage(screenshot);
		await vscode.runCommand('Glimpse: Explain Screenshot from Clipboard');
		await waitForTurn(vscode, 'done');
		const frame = await vscode.panelFrame();
		await frame.evaluate(watchClipboard);
		const bareFrame = await frameOfBare(vscode);
		const measured: Round[] = [];
		const bare: number[] = [];
		for (let round = 0; round <= rounds; round++) {
			await bareFrame.locator('body').click({ position: { x: 5, y: 5 } });
			await bareFrame.waitForFunction(() => document.hasFocus());
			await vscode.page.keyboard.press('Control+Alt+Shift+KeyB');
			await bareFrame.waitForFunction((count) => window.glimpseBare.answered === count, round + 1);
			const bareStart = (await bareFrame.evaluate(() => window.glimpseBare)).pressed;
			if (round > 0) bare.push((glm.requests.at(-1)?.arrived ?? NaN) - bareStart);
			await vscode.panel.locator('body').click({ position: { x: 5, y: 5 } });
			await vscode.page.keyboard.press('Control+Alt+Shift+KeyV');
			await waitForTurn(vscode, 'done', turns(vscode).nth(round + 1));
			const { pressed, read } = await frame.evaluate(() => window.glimpseClipboard);
			const arrived = glm.requests.at(-1)?.arrived ?? NaN;
			if (round > 0) measured.push({ total: arrived - pressed, read: read - pressed });
		}
		const total = median(measured.map((result) => result.total));
		const read = median(measured.map((result) => result.read));
		const { prepared, encoded, connected } = await partsOf(screenshot, glm);
		const bareTotal = median(bare);
		const rest = total - Math.max(bareTotal, read + encoded + connected) - prepared;
		const row = (what: string, time: number) => ({ what, value: times(time / bareTotal), raw: milliseconds(time) });
		return {
			title: `From the keys to the first byte of the request: a 2560×1440 screenshot of ${(screenshot.length / 1e6).toFixed(1)} MB, ${rounds} times`,
			rows: [
				{
					what: 'all of it ÷ the same way without anything of ours',
					value: times(total / bareTotal),
					goal: '≤ 1.3 ×',
					raw: `${milliseconds(total)}, ${milliseconds(bareTotal)}`,
				},
				row('read: the page has the bytes', read),
				row('prepare: check and strip', prepared),
				row('encode: base64 and JSON', encoded),
				row('connect: an answer to the smallest request', connected),
				row("the editor's way from the page to the host", bareTotal - read - encoded - connected),
				row('the rest', rest),
			],
		};
	} finally {
		await vscode?.close();
		await glm.stop();
	}
}

/** The parts that can be measured by themselves, in milliseconds. */
async function partsOf(
	bytes: Uint8Array,
	glm: GlmServer,
): Promise<{ readonly prepared: number; readonly encoded: number; readonly connected: number }> {
	const settings = { proxy: '', noProxy: [], proxyAuthorization: undefined, strictSsl: true, useProxy: false };
	const transport = createUndiciTransport(settings);
	const converter = { convert: () => Promise.reject(new Error('A screenshot that fits is not converted.')) };
	const results: { prepared: number; encoded: number; connected: number }[] = [];
	const since = (start: number): number => performance.now() - start;
	try {
		for (let round = 0; round <= rounds; round++) {
			const signal = new AbortController().signal;
			let start = performance.now();
			const media = await prepare({ bytes, name: 'screenshot' }, { converter, zlib, limits: serviceLimits(1), signal });
			const prepared = since(start);
			start = performance.now();
			const service = serviceAt(new URL(glm.endpoint));
			const options = { model: 'glm-4.6v-flash', requestId: '123456', stream: true, imageEncoding: 'auto' } as const;
			const messages = [{ role: 'user', text: 'What is it?', media }] as const;
			JSON.stringify(
				requestBody(messages, options, { service, base64: (each) => Buffer.from(each).toString('base64') }),
			);
			const encoded = since(start);
			start = performance.now();
			const response = await transport.send({ method: 'GET', url: `${glm.endpoint}/models`, headers: {}, signal });
			for await (const chunk of response.body) void chunk;
			if (round > 0) results.push({ prepared, encoded, connected: since(start) });
		}
	} finally {
		await transport.close();
	}
	const of = (name: keyof (typeof results)[number]): number => median(results.map((result) => result[name]));
	return { prepared: of('prepared'), encoded: of('encoded'), connected: of('connected') };
}

/** A sample in the size of a common screen. */
async function enlarged(): Promise<Buffer> {
	const sample = sharp(join(projectDir, 'media/samples/editor-dark.png'));
	return sample.resize(2560, 1440, { fit: 'fill' }).png().toBuffer();
}

/** Runs in the panel's page. */
function watchClipboard(): void {
	window.glimpseClipboard = { pressed: 0, read: 0 };
	window.addEventListener('keydown', () => (window.glimpseClipboard = { pressed: Date.now(), read: 0 }), {
		capture: true,
	});
	const { clipboard } = navigator;
	const read = clipboard.read.bind(clipboard);
	clipboard.read = async () => {
		const items = await read();
		window.glimpseClipboard.read = Date.now();
		return items;
	};
}

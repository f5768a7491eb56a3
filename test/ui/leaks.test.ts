import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waysToLoad } from '../support/pageWaysToLoad.ts';
import { useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

describe('A panel with foreign HTML in it', () => {
	const asked: string[] = [];
	let elsewhere: Server;

	before(async () => {
		elsewhere = createServer((request, response) => {
			asked.push(request.url ?? '');
			response.end();
		}).listen(0, '127.0.0.1');
		await once(elsewhere, 'listening');
	});
	after(() => {
		elsewhere?.close();
	});
	const bed = useSharedWindow();
	// The page with the foreign HTML goes.
	afterEach(() => bed.window.reload());

	it('would load nothing in the window, nor be led elsewhere', async () => {
		const { window } = bed;
		const frame = await window.panelFrame();
		const { port } = elsewhere.address() as AddressInfo;
		const addressOf = (way: string): string => `http://127.0.0.1:${port}/${encodeURIComponent(way)}`;
		const { 'meta refresh': lead, ...others } = waysToLoad;
		await frame.evaluate(
			(written) => {
				const refused: string[] = [];
				document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
				Object.assign(globalThis, { refused });
				document.body.insertAdjacentHTML('beforeend', written);
			},
			Object.entries(others)
				.map(([way, write]) => write(addressOf(way)))
				.join(''),
		);
		const isRefused = (directive: string): Promise<boolean> =>
			frame.evaluate((by) => (globalThis as unknown as { refused: readonly string[] }).refused.includes(by), directive);
		// The policy was asked at all; a frame's refusal comes later than the others.
		for (const directive of ['img-src', 'media-src', 'style-src-elem', 'frame-src', 'object-src', 'script-src-attr']) {
			await until(`a refusal by ${directive}`, () => isRefused(directive));
		}
		const left = window.page.waitForEvent('framenavigated');
		await frame.evaluate(
			(written) => {
				document.body.insertAdjacentHTML('beforeend', written);
			},
			lead?.(addressOf('meta refresh')) ?? '',
		);
		// The frame may be lost; the address is not asked, since the editor's own policy allows its pages only.
		await left;
		assert.deepEqual(asked, []);
	});
});

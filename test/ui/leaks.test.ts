import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waysToLoad } from '../support/pageWaysToLoad.ts';
import { useSharedWindow } from '../support/sharedWindows.ts';

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
		const refused = await frame.evaluate(
			async (written) => {
				const violations: string[] = [];
				document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
				document.body.insertAdjacentHTML('beforeend', written);
				await new Promise((resolve) => requestIdleCallback(resolve));
				await fetch(location.href).catch(() => undefined);
				return violations;
			},
			Object.entries(others)
				.map(([way, write]) => write(addressOf(way)))
				.join(''),
		);
		// The policy was asked at all.
		for (const directive of ['img-src', 'media-src', 'style-src-elem', 'frame-src', 'object-src', 'script-src-attr']) {
			assert.ok(refused.includes(directive), `${directive} of ${refused.join(', ')}`);
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

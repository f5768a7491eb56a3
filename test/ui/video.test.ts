import assert from 'node:assert/strict';
import type { GlmServer } from '../support/glmServer.ts';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { copyInto, useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('Describe Video', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{
			settings: { 'glimpse.model': 'glm-4v-plus' },
			command: 'Glimpse: Describe Video',
			fill: (folder) => copyInto(folder, { 'short.mp4': 'test/fixtures/videos/short.mp4' }),
		},
	);

	it('stands first in the menu of a video, in place of Describe Image', async () => {
		await window.rightClick('short.mp4');
		const labels = await window.menuLabels();
		assert.ok(labels.includes('Describe Video'));
		assert.ok(!labels.includes('Describe Image'));
		await window.closeMenu();
	});

	it('has a button above an open video, which is then shown beside the answer', async () => {
		const turn = await nextTurn(window);
		await window.openFile('short.mp4');
		await window.page.locator('.editor-actions').getByRole('button', { name: 'Describe Video' }).click();
		await waitForTurn(window, 'done', turn);
		assert.equal(glm.requests.at(-1)?.videos.length, 1);
		await turn.locator('video').waitFor();
		const frame = await window.panelFrame();
		await frame.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 1);
	});
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { useSharedWindow } from '../support/sharedWindows.ts';

describe('Describe Video', () => {
	const bed = useSharedWindow({
		files: { 'short.mp4': readFileSync(join(projectDir, 'test/fixtures/videos/short.mp4')) },
		settings: { 'glimpse.model': 'glm-4v-plus' },
	});

	it('stands first in the menu of a video, in place of Describe Image', async () => {
		const { window } = bed;
		await window.rightClick('short.mp4');
		const labels = await window.menuLabels();
		assert.ok(labels.includes('Describe Video'));
		assert.ok(!labels.includes('Describe Image'));
	});

	it('has a button above an open video, which is then shown beside the answer', async () => {
		const { glm, host, window } = bed;
		const turn = await nextTurn(window);
		await host.call('openFile', 'short.mp4');
		await window.page.locator('.editor-actions').getByRole('button', { name: 'Describe Video' }).click();
		await waitForTurn(window, 'done', turn);
		assert.equal(glm.requests.at(-1)?.videos.length, 1);
		await turn.locator('video').waitFor();
		const frame = await window.panelFrame();
		await frame.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 1);
	});
});

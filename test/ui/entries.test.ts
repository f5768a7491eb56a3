import assert from 'node:assert/strict';
import type { GlmServer } from '../support/glmServer.ts';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('Describe Image away from the Explorer', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ settings: { 'files.simpleDialog.enable': true } },
	);

	const widthOfLast = (): number | undefined => glm.requests.at(-1)?.images[0]?.width;

	it('asks for a file when the palette names none and no picture is open', async () => {
		const next = await nextTurn(window);
		await window.runCommand('Glimpse: Describe Image');
		await window.choosePick('chart-sales.png');
		await waitForTurn(window, 'done', next);
		assert.equal(widthOfLast(), 960);
	});

	it('takes the open picture by the eye above it', async () => {
		const next = await nextTurn(window);
		await window.openFile('dialog-light.png');
		await window.page.locator('.editor-actions').getByRole('button', { name: 'Describe Image' }).click();
		await waitForTurn(window, 'done', next);
		assert.equal(widthOfLast(), 520);
	});

	it('takes the open picture from the palette', async () => {
		const next = await nextTurn(window);
		await window.openFile('settings-light.png');
		await window.runCommand('Glimpse: Describe Image');
		await waitForTurn(window, 'done', next);
		assert.equal(widthOfLast(), 1280);
	});
});

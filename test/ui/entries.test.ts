import assert from 'node:assert/strict';
import type { GlmServer } from '../support/glmServer.ts';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('Commands away from the Explorer', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ settings: { 'files.simpleDialog.enable': true } },
	);

	const widths = (): (number | undefined)[] => glm.requests.at(-1)?.images.map(({ width }) => width) ?? [];

	it('asks for a file when the palette names none and no picture is open', async () => {
		const next = await nextTurn(window);
		await window.runCommand('Glimpse: Describe Image');
		await window.choosePick('chart-sales.png');
		await waitForTurn(window, 'done', next);
		assert.deepEqual(widths(), [960]);
	});

	it('asks again for what is compared, since the dialog gives one file at a time', async () => {
		const next = await nextTurn(window);
		await window.runCommand('Glimpse: Compare Images');
		await window.inputBox.getByText('Choose pictures').waitFor();
		await window.choosePick('chart-sales.png');
		await window.inputBox.getByText('Choose a picture to compare with chart-sales.png').waitFor();
		await window.choosePick('dialog-light.png');
		await waitForTurn(window, 'done', next);
		assert.deepEqual(widths(), [960, 520]);
	});

	it('takes the open picture by the eye above it', async () => {
		const next = await nextTurn(window);
		await window.openFile('dialog-light.png');
		await window.page.locator('.editor-actions').getByRole('button', { name: 'Describe Image' }).click();
		await waitForTurn(window, 'done', next);
		assert.deepEqual(widths(), [520]);
	});

	it('takes the open picture from the palette', async () => {
		const next = await nextTurn(window);
		await window.openFile('settings-light.png');
		await window.runCommand('Glimpse: Describe Image');
		await waitForTurn(window, 'done', next);
		assert.deepEqual(widths(), [1280]);
	});

	it('compares the open picture with another, and nothing when none is chosen', async () => {
		const next = await nextTurn(window);
		const asked = glm.requests.length;
		for (const end of ['Escape', 'chart-sales.png']) {
			await window.runCommand('Glimpse: Compare Images');
			await window.inputBox.getByText('Choose a picture to compare with settings-light.png').waitFor();
			if (end !== 'Escape') await window.choosePick(end);
			else await window.page.keyboard.press('Escape');
		}
		await waitForTurn(window, 'done', next);
		assert.deepEqual(widths(), [1280, 960]);
		assert.equal(glm.requests.length, asked + 1);
	});
});

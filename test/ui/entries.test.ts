import assert from 'node:assert/strict';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';

describe('Commands away from the Explorer', () => {
	const bed = useSharedWindow({
		files: {
			'chart-sales.png': sample('chart-sales.png'),
			'dialog-light.png': sample('dialog-light.png'),
			'settings-light.png': sample('settings-light.png'),
		},
	});

	const widths = (): (number | undefined)[] => bed.glm.requests.at(-1)?.images.map(({ width }) => width) ?? [];

	it('asks for a file when the palette names none and no picture is open', async () => {
		const { window } = bed;
		const next = await nextTurn(window);
		await window.runCommand('Glimpse: Describe Image');
		await window.choosePick('chart-sales.png');
		await waitForTurn(window, 'done', next);
		assert.deepEqual(widths(), [960]);
	});

	it('asks again for what is compared, since the dialog gives one file at a time', async () => {
		const { window } = bed;
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
		const { window, host } = bed;
		const next = await nextTurn(window);
		await host.call('openFile', 'dialog-light.png');
		await window.page.locator('.editor-actions').getByRole('button', { name: 'Describe Image' }).click();
		await waitForTurn(window, 'done', next);
		assert.deepEqual(widths(), [520]);
	});

	it('takes the open picture from the palette', async () => {
		const { window, host } = bed;
		const next = await nextTurn(window);
		await host.call('openFile', 'settings-light.png');
		await window.runCommand('Glimpse: Describe Image');
		await waitForTurn(window, 'done', next);
		assert.deepEqual(widths(), [1280]);
	});

	it('compares the open picture with another, and nothing when none is chosen', async () => {
		const { window, host, glm } = bed;
		const next = await nextTurn(window);
		await host.call('openFile', 'settings-light.png');
		for (const end of ['Escape', 'chart-sales.png']) {
			await window.runCommand('Glimpse: Compare Images');
			await window.inputBox.getByText('Choose a picture to compare with settings-light.png').waitFor();
			if (end !== 'Escape') await window.choosePick(end);
			else await window.page.keyboard.press('Escape');
		}
		await waitForTurn(window, 'done', next);
		assert.deepEqual(widths(), [1280, 960]);
		assert.equal(glm.requests.length, 1);
	});
});

import assert from 'node:assert/strict';
import { waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';

describe('The panel by keyboard alone', () => {
	const bed = useSharedWindow({ files: { 'chart-sales.png': sample('chart-sales.png') } });

	/** Presses Tab, or Tab with Shift, until this has the focus in the panel, by its label or words. */
	async function tabTo(name: string, key: 'Tab' | 'Shift+Tab'): Promise<void> {
		const { window } = bed;
		for (let count = 0; count < 40; count++) {
			await window.page.keyboard.press(key);
			const frame = await window.panelFrame();
			const focused = await frame.evaluate(
				() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent?.trim(),
			);
			if (focused === name) return;
		}
		assert.fail(`${key} never reached "${name}"`);
	}

	it('is opened, gets a picture and asks about it', async () => {
		const { glm, host, window } = bed;
		await host.call('run', 'workbench.action.closeAuxiliaryBar');
		await window.page.locator('.part.auxiliarybar').waitFor({ state: 'hidden' });
		await window.page.keyboard.press('F1');
		await window.page.keyboard.type('Glimpse: Focus on Glimpse View');
		const entry = window.inputBox.locator('.monaco-list-row.focused');
		await entry.getByText('Glimpse: Focus on Glimpse View').waitFor();
		await window.page.keyboard.press('Enter');
		await window.panel.locator('.empty').waitFor();
		// One may write at once.
		await window.panel.locator('#question:focus').waitFor();
		await tabTo('Attach…', 'Tab');
		await window.page.keyboard.press('Enter');
		await window.inputBox.getByText('chart-sales.png').first().waitFor();
		await window.page.keyboard.type('chart-sales.png');
		await window.page.keyboard.press('Enter');
		await window.panel.locator('.attachments li').waitFor();
		await tabTo('Your question', 'Shift+Tab');
		await window.page.keyboard.type('What is it?');
		await window.page.keyboard.press('Enter');
		await waitForTurn(window, 'done');
		assert.match(glm.requests.at(-1)?.text ?? '', /What is it\?/);
	});
});

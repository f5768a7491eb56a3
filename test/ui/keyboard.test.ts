import assert from 'node:assert/strict';
import { waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';

describe('The panel by keyboard alone', () => {
	const bed = useSharedWindow({ files: { 'chart-sales.png': sample('chart-sales.png') } });

	/** Presses Tab, or Tab with Shift, until this has the focus in the panel, by its label or words. */
	async function tabTo(name: string, key: 'Tab' | 'Shift+Tab'): Promise<void> {
		const { window } = bed;
		const passed: unknown[] = [];
		for (let count = 0; count < 40; count++) {
			await window.page.keyboard.press(key);
			const frame = await window.panelFrame();
			const focused = await frame.evaluate(() => {
				const element = document.activeElement;
				if (!element || element === document.body) return '';
				return element.ariaLabel ?? element.querySelector('img')?.alt ?? element.textContent?.trim();
			});
			passed.push(focused);
			if (focused === name || (name.endsWith(': ') && focused?.startsWith(name))) return;
		}
		assert.fail(`${key} never reached "${name}", only ${JSON.stringify(passed)}`);
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

		// A part of the picture: by the picture itself, then the frame over it.
		await tabTo('chart-sales.png: ', 'Shift+Tab');
		await window.page.keyboard.press('Enter');
		await tabTo('Ask About a Part', 'Shift+Tab');
		await window.page.keyboard.press('Enter');
		await window.panel.locator('.region:focus').waitFor();
		for (const key of ['ArrowLeft', 'ArrowUp', 'Shift+ArrowRight']) await window.page.keyboard.press(key);
		await window.page.keyboard.press('Enter');
		await window.panel.locator('#question:focus').waitFor();
		await window.page.keyboard.type('And this?');
		await window.page.keyboard.press('Enter');
		await waitForTurn(window, 'done', window.panel.locator('article.turn').nth(1));
		const part = glm.requests.at(-1)?.images.at(-1);
		assert.deepEqual([part?.width, part?.height], [499, 300]);
	});
});

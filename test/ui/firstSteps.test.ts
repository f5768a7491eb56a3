import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { useWindow } from '../support/useWindow.ts';
import { until } from '../support/waiting.ts';
import { outputDir, type VscodeWindow } from '../support/window.ts';

describe('The first steps', () => {
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ window } = opened);
		},
		{ settings: { 'files.simpleDialog.enable': true } },
	);

	const walkthrough = (): Locator => window.page.locator('.gettingStartedContainer');
	/** A button of the empty panel. */
	const entry = (name: string): Locator => window.panel.locator('.empty').getByRole('button', { name, exact: true });

	it('the empty panel has a picture chosen to be described', async () => {
		await window.runCommand('Glimpse: Focus on Glimpse View');
		await entry('Describe Image').click();
		await window.inputBox.getByText('chart-sales.png').first().waitFor();
		await window.page.keyboard.press('Escape');
	});

	it('it leads to alt text', async () => {
		await entry('Show How to Write Alt Text').click();
		await walkthrough().getByRole('button', { name: 'Generate Missing Alt Text in File' }).waitFor();
		await window.screenshot(join(outputDir, 'walkthrough-alt-text.png'));
	});

	it('a button of the walkthrough puts the paste with alt text first', async () => {
		await walkthrough().getByText('Paste pictures with alt text').click();
		await walkthrough().getByRole('button', { name: 'Prefer Paste with Alt Text' }).click();
		await until('the setting', async () => {
			const settings = await readFile(join(window.server.dataDir, 'data/User/settings.json'), 'utf8');
			return /"editor\.pasteAs\.preferences":\s*\[\s*"image\.altText"/.test(settings);
		});
		await window.screenshot(join(outputDir, 'walkthrough-paste.png'));
	});

	it('the empty panel explains the screenshot on the clipboard', async () => {
		await window.copyImage(await readFile(join(projectDir, 'media/samples/dialog-light.png')));
		await entry('Explain Screenshot from Clipboard').click();
		const turn = await waitForTurn(window, 'done');
		await turn.getByRole('heading', { name: 'Explain Screenshot', exact: true }).waitFor();
	});

	it('a button of the walkthrough describes the sample picture', async () => {
		const next = await nextTurn(window);
		await walkthrough().getByText('Describe a picture', { exact: true }).click();
		await window.screenshot(join(outputDir, 'walkthrough-describe.png'));
		await walkthrough().getByRole('button', { name: 'Describe Sample Image' }).click();
		const turn = await waitForTurn(window, 'done', next);
		await turn.locator('figcaption', { hasText: 'chart-sales.png' }).waitFor();
	});
});

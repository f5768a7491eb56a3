import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';
import { outputDir } from '../support/window.ts';

describe('The first steps', () => {
	const bed = useSharedWindow({ files: { 'chart-sales.png': sample('chart-sales.png') } });

	/** Opens the walkthrough, and a step in it. */
	async function openStep(title: string): Promise<Locator> {
		const { host, window } = bed;
		await host.call('run', 'workbench.action.openWalkthrough', 'glimpse-vision.glimpse#start', false);
		const walkthrough = window.page.locator('.gettingStartedContainer');
		await walkthrough.getByText(title, { exact: true }).click();
		return walkthrough;
	}

	/** A button of the empty panel. */
	const entry = (name: string): Locator => bed.window.panel.locator('.empty').getByRole('button', { name });

	it('the empty panel has a picture chosen to be described', async () => {
		const { window } = bed;
		const next = await nextTurn(window);
		await entry('Describe Image').click();
		await window.choosePick('chart-sales.png');
		await waitForTurn(window, 'done', next);
	});

	it('it leads to alt text', async () => {
		const { page } = bed.window;
		await entry('Show How to Write Alt Text').click();
		await page
			.locator('.gettingStartedContainer')
			.getByRole('button', { name: 'Generate Missing Alt Text in File' })
			.waitFor();
		await bed.window.screenshot(join(outputDir, 'walkthrough-alt-text.png'));
	});

	it('a button of the walkthrough puts the paste with alt text first', async () => {
		const { host, window } = bed;
		// It is put back behind the test.
		await bed.set({ 'editor.pasteAs.preferences': null });
		const walkthrough = await openStep('Paste pictures with alt text');
		await walkthrough.getByRole('button', { name: 'Prefer Paste with Alt Text' }).click();
		await until('the setting', async () => {
			const preferences = await host.call('setting', 'editor.pasteAs.preferences');
			return Array.isArray(preferences) && preferences[0] === 'image.altText';
		});
		await window.screenshot(join(outputDir, 'walkthrough-paste.png'));
	});

	it('the empty panel explains the screenshot on the clipboard', async () => {
		const { window } = bed;
		await window.copyImage(sample('dialog-light.png'));
		await entry('Explain Screenshot from Clipboard').click();
		const turn = await waitForTurn(window, 'done');
		await turn.getByRole('heading', { name: 'Explain Screenshot', exact: true }).waitFor();
	});

	it('the step about who answers is ticked when a model is chosen, and not when its box opens', async () => {
		const { window } = bed;
		await bed.set({ 'glimpse.model': null });
		// The editor ticks a step once in the life of a window, and another test may have chosen a model in this one.
		await bed.reload();
		const walkthrough = await openStep('Set an API key');
		const tick = walkthrough
			.locator('.getting-started-step', { hasText: 'Set an API key' })
			.getByRole('checkbox')
			.first();
		await walkthrough.getByRole('button', { name: 'Set API Key' }).click();
		await window.inputBox.locator('input[type=password]').waitFor();
		await window.page.keyboard.press('Escape');
		assert.equal(await tick.getAttribute('aria-checked'), 'false');
		await walkthrough.getByRole('button', { name: 'Select Model' }).click();
		await window.choosePick('glm-4.6v');
		await until('the tick', async () => (await tick.getAttribute('aria-checked')) === 'true');
	});

	it('a button of the walkthrough describes the sample picture', async () => {
		const { window } = bed;
		const next = await nextTurn(window);
		const walkthrough = await openStep('Describe a picture');
		await window.screenshot(join(outputDir, 'walkthrough-describe.png'));
		await walkthrough.getByRole('button', { name: 'Describe Sample Image' }).click();
		const turn = await waitForTurn(window, 'done', next);
		await turn.locator('.card .file', { hasText: 'chart-sales.png' }).waitFor();
	});
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GlmServer } from '../support/glmServer.ts';
import { turns, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { useSamplesWindow } from '../support/samplesWindow.ts';
import { isVisible } from '../support/waiting.ts';
import type { VscodeWindow } from '../support/window.ts';

const shortcut = 'Control+Alt+Shift+KeyV';

describe('Explain Screenshot from Clipboard', () => {
	let glm: GlmServer;
	let window: VscodeWindow;
	let png: Buffer;

	useSamplesWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ command: 'Glimpse: Explain Screenshot from Clipboard' },
	);
	before(async () => {
		png = await readFile(join(projectDir, 'media/samples/settings-light.png'));
	});

	async function assertExplained(index: number): Promise<void> {
		const turn = await waitForTurn(window, 'done', turns(window).nth(index));
		assert.equal(await turn.locator('h2').innerText(), 'Explain Screenshot');
		assert.equal(glm.requests.at(-1)?.images[0]?.width, 1280);
		assert.match(glm.requests.at(-1)?.text ?? '', /Explain this screenshot of a user interface/);
	}

	it('opens the panel and sends the picture, by the shortcut alone', async () => {
		await window.copyImage(png);
		await window.file('README.md').click();
		await window.page.keyboard.press(shortcut);
		await assertExplained(0);
	});

	it('does so with the focus in the panel, once', async () => {
		await window.panel.locator('#question').click();
		await window.page.keyboard.press(shortcut);
		await assertExplained(1);
		await window.page.keyboard.press(shortcut);
		await assertExplained(2);
		assert.equal(glm.requests.length, 3);
	});

	it('does so from the palette, and from above the panel', async () => {
		await window.runCommand('Glimpse: Explain Screenshot from Clipboard');
		await assertExplained(3);
		await window.page
			.locator('.auxiliarybar')
			.getByRole('button', { name: 'Explain Screenshot from Clipboard' })
			.click();
		await assertExplained(4);
	});

	it('says when there is no picture', async () => {
		await window.page.evaluate(() => navigator.clipboard.writeText('only words'));
		await window.runCommand('Glimpse: Explain Screenshot from Clipboard');
		await window.panel.getByRole('alert').getByText('There is no picture on the clipboard.').waitFor();
		assert.equal(glm.requests.length, 5);
	});

	it('is pasted where the clipboard may not be read', async () => {
		await window.copyImage(png);
		await window.page.context().clearPermissions();
		await window.runCommand('Glimpse: Explain Screenshot from Clipboard');
		await window.panel
			.getByRole('alert')
			.getByText('Press Ctrl+V to paste the screenshot.')
			.waitFor({ timeout: 15_000 });
		await window.page.keyboard.press('ControlOrMeta+V');
		await assertExplained(5);
		assert.equal(await isVisible(window.panel.getByRole('alert').getByText('Press Ctrl+V'), 100), false);
	});

	it('writes no file into the workspace', async () => {
		const names = await window.page.locator('.explorer-folders-view .label-name').allInnerTexts();
		assert.ok(
			names.every((name) => !name.includes('screenshot')),
			names.join(),
		);
	});
});

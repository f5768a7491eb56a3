import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GlmServer } from '../support/glmServer.ts';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { useWindow } from '../support/useWindow.ts';
import { isVisible } from '../support/waiting.ts';
import type { VscodeWindow } from '../support/window.ts';

const command = 'Glimpse: Explain Screenshot from Clipboard';
const permissions = ['clipboard-read', 'clipboard-write'];
const shortcut = 'Control+Alt+Shift+KeyV';

describe('Explain Screenshot from Clipboard', () => {
	let glm: GlmServer;
	let window: VscodeWindow;
	let png: Buffer;
	let workspace: string;
	let files: readonly string[];

	useWindow(
		(opened) => {
			({ glm, window, workspace } = opened);
		},
		{ command },
	);
	before(async () => {
		png = await readFile(join(projectDir, 'media/samples/settings-light.png'));
		files = await readdir(workspace, { recursive: true });
	});

	/** Does what has the screenshot explained, and checks that it is. */
	async function assertExplained(how: () => Promise<void>): Promise<void> {
		const next = await nextTurn(window);
		await how();
		const turn = await waitForTurn(window, 'done', next);
		assert.equal(await turn.locator('h2').innerText(), 'Explain Screenshot');
		assert.equal(glm.requests.at(-1)?.images[0]?.width, 1280);
		assert.match(glm.requests.at(-1)?.text ?? '', /Explain this screenshot of a user interface/);
	}

	it('opens the panel and sends the picture, by the shortcut alone', async () => {
		await window.copyImage(png);
		await window.file('README.md').click();
		await assertExplained(() => window.page.keyboard.press(shortcut));
	});

	it('does so with the focus in the panel, once', async () => {
		const before = glm.requests.length;
		await window.copyImage(png);
		await window.runCommand('Glimpse: Focus on Glimpse View');
		await window.panel.locator('body').click({ position: { x: 3, y: 3 } });
		for (let count = 0; count < 2; count++) await assertExplained(() => window.page.keyboard.press(shortcut));
		assert.equal(glm.requests.length, before + 2);
	});

	it('does so from the palette, and from above the panel', async () => {
		await window.copyImage(png);
		await assertExplained(() => window.runCommand(command));
		await assertExplained(() =>
			window.page.locator('.auxiliarybar').getByRole('button', { name: 'Explain Screenshot from Clipboard' }).click(),
		);
	});

	it('says when there is no picture', async () => {
		await window.copyText('only words');
		const before = glm.requests.length;
		await window.runCommand(command);
		await window.panel.getByRole('alert').getByText('There is no picture on the clipboard.').waitFor();
		assert.equal(glm.requests.length, before);
	});

	/** Has it refused, as a browser does that the user hasn't allowed it. */
	async function refuseClipboard(): Promise<void> {
		await window.copyImage(png);
		await window.page.context().clearPermissions();
		await window.runCommand(command);
		await window.panel.getByRole('alert').getByText('Press Ctrl+V to paste the screenshot.').waitFor();
	}

	it('is pasted where the clipboard may not be read', async () => {
		await refuseClipboard();
		await assertExplained(() => window.page.keyboard.press('ControlOrMeta+V'));
		assert.equal(await isVisible(window.panel.getByRole('alert').getByText('Press Ctrl+V'), 100), false);
		await window.page.context().grantPermissions(permissions);
	});

	it('attaches what is pasted again once it could be read after all', async () => {
		await refuseClipboard();
		await window.page.context().grantPermissions(permissions);
		await assertExplained(() => window.runCommand(command));
		const before = glm.requests.length;
		await window.panel.locator('#question').click();
		await window.page.keyboard.press('ControlOrMeta+V');
		await window.panel.locator('.attachments li').waitFor();
		assert.equal(glm.requests.length, before);
	});

	it('writes no file into the workspace', async () => {
		assert.deepEqual(await readdir(workspace, { recursive: true }), files);
	});
});

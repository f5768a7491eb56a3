import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';
import { isVisible } from '../support/waiting.ts';

const command = 'Glimpse: Explain Screenshot from Clipboard';
const permissions = ['clipboard-read', 'clipboard-write'];
const shortcut = 'Control+Alt+Shift+KeyV';

describe('Explain Screenshot from Clipboard', () => {
	const bed = useSharedWindow({ files: { 'notes.txt': 'Nothing.\n' } });
	const png = sample('settings-light.png');

	beforeEach(() => bed.window.copyImage(png));
	afterEach(() => bed.window.page.context().grantPermissions(permissions));

	/** Does what has the screenshot explained, and checks that it is. */
	async function assertExplained(how: () => Promise<void>): Promise<void> {
		const next = await nextTurn(bed.window);
		await how();
		const turn = await waitForTurn(bed.window, 'done', next);
		assert.equal(await turn.locator('h2').innerText(), 'Explain Screenshot');
		assert.equal(bed.glm.requests.at(-1)?.images[0]?.width, 1280);
		assert.match(bed.glm.requests.at(-1)?.text ?? '', /Explain this screenshot of a user interface/);
	}

	it('opens the panel and sends the picture, by the shortcut alone', async () => {
		const { host, window } = bed;
		await host.call('run', 'workbench.action.closeAuxiliaryBar');
		await window.page.locator('.part.auxiliarybar').waitFor({ state: 'hidden' });
		await window.file('notes.txt').click();
		await assertExplained(() => window.page.keyboard.press(shortcut));
	});

	it('does so with the focus in the panel, once', async () => {
		const { glm, host, window } = bed;
		await host.call('run', 'glimpse.panel.focus');
		await window.panel.locator('body').click({ position: { x: 3, y: 3 } });
		for (let count = 0; count < 2; count++) await assertExplained(() => window.page.keyboard.press(shortcut));
		assert.equal(glm.requests.length, 2);
	});

	it('does so from the palette', async () => {
		await assertExplained(() => bed.window.runCommand(command));
	});

	it('does so from above the panel', async () => {
		const bar = bed.window.page.locator('.auxiliarybar');
		await assertExplained(() => bar.getByRole('button', { name: 'Explain Screenshot from Clipboard' }).click());
	});

	it('says when there is no picture', async () => {
		const { glm, host, window } = bed;
		await window.copyText('only words');
		await host.call('start', 'glimpse.explainClipboard');
		await window.panel.getByRole('alert').getByText('There is no picture on the clipboard.').waitFor();
		assert.equal(glm.requests.length, 0);
	});

	/** Has it refused, as a browser does that the user hasn't allowed it. */
	async function refuseClipboard(): Promise<void> {
		const { host, window } = bed;
		await window.page.context().clearPermissions();
		await host.call('start', 'glimpse.explainClipboard');
		await window.panel.getByRole('alert').getByText('Press Ctrl+V to paste the screenshot.').waitFor();
	}

	it('is pasted where the clipboard may not be read', async () => {
		const { window } = bed;
		await refuseClipboard();
		await assertExplained(() => window.page.keyboard.press('ControlOrMeta+V'));
		assert.equal(await isVisible(window.panel.getByRole('alert').getByText('Press Ctrl+V'), 100), false);
	});

	it('attaches what is pasted again once it could be read after all', async () => {
		const { glm, host, window } = bed;
		await refuseClipboard();
		await window.page.context().grantPermissions(permissions);
		await assertExplained(() => host.call('start', 'glimpse.explainClipboard'));
		await window.panel.locator('#question').click();
		await window.page.keyboard.press('ControlOrMeta+V');
		await window.panel.locator('.attachments li').waitFor();
		assert.equal(glm.requests.length, 1);
	});

	it('writes no file into the workspace', async () => {
		await assertExplained(() => bed.host.call('start', 'glimpse.explainClipboard'));
		assert.deepEqual(await readdir(bed.workspace, { recursive: true }), ['notes.txt']);
	});
});

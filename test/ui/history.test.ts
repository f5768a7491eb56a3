import assert from 'node:assert/strict';
import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GlmServer } from '../support/glmServer.ts';
import { answerText, ask, describeImage, describeInPanel, turns, waitForTurn } from '../support/panelDriver.ts';
import { changeSettings, copySamples, useWindow } from '../support/useWindow.ts';
import { until } from '../support/waiting.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('Past conversations', () => {
	let glm: GlmServer;
	let window: VscodeWindow;
	let workspace: string;

	useWindow(
		(opened) => {
			({ glm, window, workspace } = opened);
		},
		{ fill: (folder) => copySamples(folder, 'dialog-light.png', 'chart-sales.png') },
	);

	const rows = () => window.inputBox.locator('.quick-input-list .monaco-list-row');

	/** Opens the list and waits until it has so many. */
	async function openList(count: number): Promise<void> {
		await until(`${count} past conversations`, async () => {
			await window.runCommand('Glimpse: Past Conversations');
			await window.inputBox.locator('.quick-input-title').getByText('Past Conversations').waitFor();
			if ((await rows().count()) === count) return true;
			await window.page.keyboard.press('Escape');
			return false;
		});
	}

	it('begin with New Conversation, survive a reload, and are found by their words', async () => {
		glm.script({ kind: 'text', text: 'A dialog about a **backup**.' });
		await describeImage(window, 'dialog-light.png');
		await waitForTurn(window, 'done');
		await window.runCommand('Glimpse: New Conversation');
		await until('no turns', async () => (await turns(window).count()) === 0);
		glm.script({ kind: 'text', text: 'A chart of bicycle sales.' });
		await describeImage(window, 'chart-sales.png');
		await waitForTurn(window, 'done');
		await window.runCommand('Glimpse: New Conversation');
		await until('no turns', async () => (await turns(window).count()) === 0);
		await openList(2);
		await window.page.keyboard.press('Escape');
		await window.reload();
		await window.waitForExtension('Glimpse: Past Conversations');
		await openList(2);
		assert.match(await rows().first().innerText(), /chart-sales\.png/);
		await window.inputBox.locator('input[type=text]').first().fill('backup');
		await until('the one', async () => (await rows().count()) === 1);
		await window.page.keyboard.press('Enter');
		assert.equal(await answerText(await waitForTurn(window, 'done')), 'A dialog about a backup.');
	});

	it('show their pictures, and go on while these are there', async () => {
		const image = turns(window).first().locator('img');
		await until('the picture', async () => image.evaluate((node) => (node as HTMLImageElement).naturalWidth > 0));
		await ask(window, 'Which button?');
		await waitForTurn(window, 'done', turns(window).nth(1));
		assert.equal(glm.requests.at(-1)?.images.length, 1);
		assert.equal(glm.requests.at(-1)?.images[0]?.width, 520);
		assert.match(glm.requests.at(-1)?.text ?? '', /A dialog about a \*\*backup\*\*/);
	});

	it('say so when their pictures are gone', async () => {
		await window.runCommand('Glimpse: New Conversation');
		await rm(join(workspace, 'chart-sales.png'));
		await openList(2);
		await window.choosePick('chart-sales.png');
		await waitForTurn(window, 'done', turns(window).first());
		await ask(window, 'And now?');
		const turn = await waitForTurn(window, 'failed', turns(window).nth(1));
		await turn.getByText('chart-sales.png is no longer there.').waitFor();
	});

	it('are deleted one by one, and all at once', async () => {
		await window.runCommand('Glimpse: New Conversation');
		await openList(2);
		await rows().first().hover();
		await rows().first().getByRole('button', { name: 'Delete' }).click();
		await until('one less', async () => (await rows().count()) === 1);
		await window.page.keyboard.press('Escape');
		await window.runCommand('Glimpse: Clear History');
		await window.dialog().getByRole('button', { name: 'Clear History' }).click();
		await openList(0);
		await window.page.keyboard.press('Escape');
	});

	it('are not kept where the history is turned off', async () => {
		const settings = { 'glimpse.history.enabled': false, 'glimpse.model': 'glm-4.6v' };
		await changeSettings(window, settings, `glm-4.6v · 127.0.0.1:${glm.port}`);
		const storage = join(window.server.dataDir, 'data/User/globalStorage/glimpse-vision.glimpse');
		const kept = async (): Promise<readonly string[]> => Array.fromAsync(glob('**/*.*', { cwd: storage }));
		await describeInPanel(window, 'dialog-light.png', 'done');
		await until('the open conversation', async () => (await kept()).some((file) => file.endsWith('conversation.json')));
		await window.runCommand('Glimpse: New Conversation');
		await until('nothing', async () => (await kept()).length === 0);
		await window.runCommand('Glimpse: Past Conversations');
		await window.inputBox.getByPlaceholder('There are no past conversations yet.').waitFor();
		assert.deepEqual(await kept(), []);
	});
});

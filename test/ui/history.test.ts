import assert from 'node:assert/strict';
import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { answerText, ask, describeFromHost, turns, waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

describe('Past conversations', () => {
	const bed = useSharedWindow({
		files: { 'dialog-light.png': sample('dialog-light.png'), 'chart-sales.png': sample('chart-sales.png') },
		settings: { 'glimpse.history.enabled': true },
	});

	const rows = () => bed.window.inputBox.locator('.quick-input-list .monaco-list-row');

	/** Loads what a row shows before its words, as the row does. */
	async function thumbnailOf(row: Locator): Promise<{ readonly width: number; readonly isSmall: boolean }> {
		return row.locator('.quick-input-list-icon').evaluate(async (icon) => {
			const [, address = ''] = /^url\("(data:image\/.*)"\)$/.exec(getComputedStyle(icon).backgroundImage) ?? [];
			const image = new Image();
			image.src = address;
			await image.decode();
			return { width: image.naturalWidth, isSmall: address.length < 100_000 };
		});
	}

	/** Opens the list and waits until it has so many. */
	async function openList(count: number): Promise<void> {
		const { host, window } = bed;
		await until(`${count} past conversations`, async () => {
			await host.call('start', 'glimpse.openHistory');
			await window.inputBox.locator('.quick-input-title').getByText('Past Conversations').waitFor();
			if ((await rows().count()) === count) return true;
			await window.page.keyboard.press('Escape');
			return false;
		});
	}

	/** Has two conversations become past ones: about a dialog, then about a chart. */
	async function leaveTwo(): Promise<void> {
		const { glm, host, window } = bed;
		for (const [name, text] of [
			['dialog-light.png', 'A dialog about a **backup**.'],
			['chart-sales.png', 'A chart of bicycle sales.'],
		] as const) {
			glm.script({ kind: 'text', text });
			await describeFromHost(bed, [name], 'done');
			await host.call('run', 'glimpse.newConversation');
			await turns(window).first().waitFor({ state: 'detached' });
		}
		await openList(2);
		await window.page.keyboard.press('Escape');
	}

	// What other windows have left, too: they share it.
	beforeEach(() => rm(bed.storage, { recursive: true, force: true }));

	it('begin with New Conversation, survive a reload, and are found by their words', async () => {
		const { window } = bed;
		await leaveTwo();
		await bed.reload();
		await window.runCommand('Glimpse: Past Conversations');
		await until('both', async () => (await rows().count()) === 2);
		const [chart = '', dialog = ''] = await rows().allInnerTexts();
		assert.match(chart, /chart-sales\.png\s*today, \d+:\d+.*\s+A chart of bicycle sales\./);
		// Without the marks of Markdown.
		assert.match(dialog, /dialog-light\.png\s*today, \d+:\d+.*\s+A dialog about a backup\./);
		for (const row of await rows().all()) assert.deepEqual(await thumbnailOf(row), { width: 240, isSmall: true });
		await window.screenshot('test-output/history-rows.png');
		await window.inputBox.locator('input[type=text]').first().fill('backup');
		await until('the one', async () => (await rows().count()) === 1);
		await window.page.keyboard.press('Enter');
		assert.equal(await answerText(await waitForTurn(window, 'done')), 'A dialog about a backup.');
	});

	it('show their pictures, and go on while these are there', async () => {
		const { glm, window } = bed;
		await leaveTwo();
		await openList(2);
		await window.choosePick('dialog-light.png');
		const image = turns(window).first().locator('img');
		await until('the picture', async () => image.evaluate((node) => (node as HTMLImageElement).naturalWidth > 0));
		await ask(window, 'Which button?');
		await waitForTurn(window, 'done', turns(window).nth(1));
		assert.equal(glm.requests.at(-1)?.images.length, 1);
		assert.equal(glm.requests.at(-1)?.images[0]?.width, 520);
		assert.match(glm.requests.at(-1)?.text ?? '', /A dialog about a \*\*backup\*\*/);
	});

	it('say so when their pictures are gone', async () => {
		const { window, workspace } = bed;
		await leaveTwo();
		await rm(join(workspace, 'chart-sales.png'));
		await openList(2);
		await window.choosePick('chart-sales.png');
		await waitForTurn(window, 'done', turns(window).first());
		await ask(window, 'And now?');
		const turn = await waitForTurn(window, 'failed', turns(window).nth(1));
		await turn.getByText('chart-sales.png is no longer there.').waitFor();
	});

	it('are deleted one by one', async () => {
		await leaveTwo();
		await openList(2);
		await rows().first().hover();
		await rows().first().getByRole('button', { name: 'Delete' }).click();
		await until('one less', async () => (await rows().count()) === 1);
		assert.match(await rows().first().innerText(), /dialog-light\.png/);
	});

	it('are deleted all at once', async () => {
		const { window } = bed;
		await leaveTwo();
		await window.runCommand('Glimpse: Clear History');
		await window.dialog().getByRole('button', { name: 'Clear History' }).click();
		await openList(0);
	});

	it('are not kept where the history is turned off', async () => {
		const { host, window } = bed;
		await bed.set({ 'glimpse.history.enabled': false });
		const kept = async (): Promise<readonly string[]> => Array.fromAsync(glob('**/*.*', { cwd: bed.storage }));
		await describeFromHost(bed, ['dialog-light.png'], 'done');
		await until('the open conversation', async () => (await kept()).some((file) => file.endsWith('conversation.json')));
		await host.call('run', 'glimpse.newConversation');
		await until('nothing', async () => (await kept()).length === 0);
		await host.call('start', 'glimpse.openHistory');
		await window.inputBox.getByPlaceholder('There are no past conversations yet.').waitFor();
		assert.deepEqual(await kept(), []);
	});
});

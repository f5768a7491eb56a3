import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { GlmServer } from '../support/glmServer.ts';
import { answerText, describeInPanel, press, reloadWithPanel, turns, waitForTurn } from '../support/panelDriver.ts';
import { changeSettings, copySamples, useWindow } from '../support/useWindow.ts';
import { isVisible, until } from '../support/waiting.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('Select Model', () => {
	let glm: GlmServer;
	let window: VscodeWindow;
	let workspace: string;

	useWindow(
		(opened) => {
			({ glm, window, workspace } = opened);
		},
		{ command: 'Glimpse: Select Model', fill: (folder) => copySamples(folder, 'dialog-light.png') },
	);

	const firstRow = (): Locator => window.inputBox.locator('.quick-input-list .monaco-list-row').first();

	/** Waits until the user's settings name a model, and the extension knows. */
	async function waitForSetting(model: string): Promise<void> {
		await until(`the setting ${model}`, async () => {
			const text = await readFile(join(window.server.dataDir, 'data/User/settings.json'), 'utf8');
			// Not parsed: the file may be half written.
			return text.includes(`"glimpse.model": "${model}"`);
		});
		await waitForModel(model);
	}

	/** Waits until the extension knows which model is to answer. */
	async function waitForModel(model: string): Promise<void> {
		await until(`the model ${model}`, async () => {
			await window.runCommand('Glimpse: Select Model');
			const isFirst = await isVisible(firstRow().getByText(model, { exact: true }), 2000);
			await window.page.keyboard.press('Escape');
			return isFirst;
		});
	}

	it('lists the models, the current one first, with what they take and cost', async () => {
		await window.runCommand('Glimpse: Select Model');
		const rows = window.inputBox.locator('.quick-input-list .monaco-list-row');
		await firstRow().getByText('current · free of charge').waitFor();
		const first = await firstRow().innerText();
		assert.match(first, /glm-4\.6v-flash/);
		assert.match(first, /50 pictures · 128K tokens of context/);
		assert.match(await rows.nth(1).innerText(), /^glm-4\.6v\s*¥1 in, ¥3 out/);
	});

	it('changes the setting to what is chosen', async () => {
		await window.inputBox.locator('input[type=text]').first().fill('glm-4v-flash');
		await window.choosePick('glm-4v-flash');
		await waitForSetting('glm-4v-flash');
	});

	it('refuses what that model cannot take, and offers the nearest that can', async () => {
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		assert.equal(
			await turn.locator('.failure').innerText(),
			'glm-4v-flash accepts pictures by web address only, not from this machine. Select another model.',
		);
		assert.equal(glm.requests.length, 0);
		await press(turn, 'Use glm-4.6v-flash');
		await waitForTurn(window, 'done');
		assert.equal(await turns(window).count(), 1);
		assert.ok((await answerText(turns(window).last())).includes(glm.word ?? '?'));
		assert.equal((glm.requests.at(-1)?.body as { readonly model?: string } | undefined)?.model, 'glm-4.6v-flash');
		await waitForSetting('glm-4.6v-flash');
	});

	it('takes any other id', async () => {
		await window.runCommand('Glimpse: Select Model');
		// The list draws only the rows that fit; the last one stays whatever is typed.
		await window.inputBox.locator('input[type=text]').first().fill('unheard-of');
		await window.choosePick('Other…');
		await window.inputBox.getByText('ID of any model at the endpoint').waitFor();
		await window.inputBox.locator('input[type=text]').first().fill('two words');
		await window.inputBox.getByText("A model ID can't contain spaces.").waitFor();
		await window.typeInInputBox('  unheard-of ');
		await waitForSetting('unheard-of');
	});

	it('that the workspace names gives way to the one that the button names, there too', async () => {
		await changeSettings(window, { 'glimpse.model': 'glm-4.6v-flash' }, `glm-4.6v-flash · 127.0.0.1:${glm.port}`);
		await mkdir(join(workspace, '.vscode'));
		await writeFile(join(workspace, '.vscode/settings.json'), '{ "glimpse.model": "glm-4v-flash" }');
		// The window may miss the file while it is open.
		await reloadWithPanel(window);
		await turns(window).first().waitFor();
		await waitForModel('glm-4v-flash');
		const before = glm.requests.length;
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		await press(turn, 'Use glm-4.6v-flash');
		await waitForTurn(window, 'done', turn);
		assert.equal(glm.requests.length, before + 1);
	});
});

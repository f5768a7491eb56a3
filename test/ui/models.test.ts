import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { answerText, describeImage, press, turns, waitForTurn } from '../support/panelDriver.ts';
import { useSamplesWindow } from '../support/samplesWindow.ts';
import { projectDir } from '../support/places.mjs';
import { isVisible, until } from '../support/waiting.ts';
import { openWindow, type VscodeWindow } from '../support/window.ts';

describe('Select Model', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useSamplesWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ command: 'Glimpse: Select Model' },
	);

	const firstRow = (): Locator => window.inputBox.locator('.quick-input-list .monaco-list-row').first();

	/** Waits until the user's settings name a model, and the extension knows. */
	async function waitForSetting(model: string): Promise<void> {
		await until(`the setting ${model}`, async () => {
			const text = await readFile(join(window.server.dataDir, 'data/User/settings.json'), 'utf8');
			// Not parsed: the file may be half written.
			return text.includes(`"glimpse.model": "${model}"`);
		});
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
		await describeImage(window, 'dialog-light.png');
		const turn = await waitForTurn(window, 'failed');
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
});

describe('A model that the workspace names', () => {
	it('gives way to the one that the button names, there too', async () => {
		const glm = await startGlmServer();
		const workspace = await mkdtemp(join(tmpdir(), 'glimpse-workspace-'));
		await mkdir(join(workspace, '.vscode'));
		await writeFile(join(workspace, '.vscode/settings.json'), '{ "glimpse.model": "glm-4v-flash" }');
		await copyFile(join(projectDir, 'media/samples/dialog-light.png'), join(workspace, 'dialog.png'));
		const window = await openWindow({
			extension: projectDir,
			workspace,
			settings: { 'glimpse.endpoint': glm.endpoint },
		});
		try {
			await window.waitForExtension();
			await describeImage(window, 'dialog.png');
			await press(await waitForTurn(window, 'failed'), 'Use glm-4.6v-flash');
			await waitForTurn(window, 'done');
			assert.equal(glm.requests.length, 1);
		} finally {
			await window.close();
			await glm.stop();
			await rm(workspace, { recursive: true, force: true });
		}
	});
});

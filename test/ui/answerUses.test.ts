import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseMore, press, waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

const answer = [
	'It fails in `src/app.ts:3`, called by src/gone.ts:9.',
	'```css\nbody { margin: 0 }\n```',
	'Look at ../../../etc/hosts.conf:1, too.',
].join('\n\n');

describe('What can be done with an answer', () => {
	const bed = useSharedWindow({
		files: {
			'src/app.ts': 'one;\ntwo;\nthree;\n',
			'notes.md': 'Before.\n',
			'dialog.png': sample('dialog-light.png'),
		},
	});
	beforeEach(async () => {
		bed.glm.script({ kind: 'text', text: answer });
		await bed.host.call('describe', 'dialog.png');
		await waitForTurn(bed.window, 'done');
	});

	const turn = () => bed.window.panel.locator('article.turn').last();
	const editorText = async (): Promise<string> =>
		(await bed.window.page.locator('.editor-instance .view-lines').first().innerText()).replaceAll('\u00a0', ' ');

	it('a code block is copied', async () => {
		await press(turn(), 'Copy Code');
		await until('the copy', async () => (await bed.window.readClipboard()) === 'body { margin: 0 }');
	});

	it('a code block is opened as what it is', async () => {
		await turn().locator('.code').getByRole('button', { name: 'Open in Editor' }).click();
		await bed.window.line('body { margin: 0 }').waitFor();
		await bed.window.page.locator('.statusbar-item').getByText('CSS', { exact: true }).waitFor();
	});

	it('a place in a file of the workspace is a button that opens it; others are text', async () => {
		const { page } = bed.window;
		const places = turn().locator('.answer p button');
		await until('the place', async () => (await places.allInnerTexts()).join() === 'src/app.ts:3');
		await places.click();
		await page.locator('.tab.active').getByText('app.ts').waitFor();
		await page.locator('.statusbar-item').getByText('Ln 3, Col 1').waitFor();
	});

	it('it is copied', async () => {
		await press(turn(), 'Copy');
		await until('the copy', async () => (await bed.window.readClipboard()) === answer);
	});

	it('it is opened in an editor', async () => {
		await chooseMore(turn(), 'Open in Editor');
		await bed.window.line('It fails in').waitFor();
		await bed.window.page.locator('.statusbar-item').getByText('Markdown', { exact: true }).waitFor();
	});

	it('it is inserted at the cursor, and undone in one step', async () => {
		await bed.host.call('openText', 'notes.md', 'Before.\n');
		await press(turn(), 'Insert at Cursor');
		await bed.window.line('It fails in').waitFor();
		await bed.window.page.locator('.editor-instance').first().click();
		await bed.window.page.keyboard.press('ControlOrMeta+Z');
		await until('the file as before', async () => !(await editorText()).includes('It fails in'));
	});

	it('it is saved with a link to its picture', async () => {
		const { window, workspace } = bed;
		await window.runCommand('Glimpse: Save Answer as Markdown…');
		await window.inputBox.getByRole('button', { name: 'OK' }).click();
		await until('the file', async () => {
			const text = await readFile(join(workspace, 'dialog.md'), 'utf8').catch(() => '');
			return text === `![dialog.png](<dialog.png>)\n\n${answer}\n`;
		});
	});

	it('it goes on in the chat, where it waits in the box with its picture', async () => {
		const { page } = bed.window;
		await bed.set({ 'chat.disableAIFeatures': false });
		await chooseMore(turn(), 'Continue in Chat');
		const chat = page.locator('.interactive-session');
		// The chat attaches no picture of another machine, as all are in this window.
		for (const words of ['`dialog.png`', 'and answered:', 'It fails in']) {
			await chat.locator('.view-line').getByText(words).waitFor();
		}
		assert.equal(await chat.locator('.interactive-request').count(), 0);
		assert.equal(bed.glm.requests.length, 1);
	});
});

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GlmServer } from '../support/glmServer.ts';
import { describeImage, press, waitForTurn } from '../support/panelDriver.ts';
import { copyInto, useWindow } from '../support/useWindow.ts';
import { until } from '../support/waiting.ts';
import type { VscodeWindow } from '../support/window.ts';

const answer = [
	'It fails in `src/app.ts:3`, called by src/gone.ts:9.',
	'```css\nbody { margin: 0 }\n```',
	'Look at ../../../etc/hosts.conf:1, too.',
].join('\n\n');

describe('What can be done with an answer', () => {
	let glm: GlmServer;
	let window: VscodeWindow;
	let workspace: string;

	useWindow(
		(opened) => {
			({ glm, window, workspace } = opened);
		},
		{
			settings: { 'files.simpleDialog.enable': true },
			fill: async (folder) => {
				await mkdir(join(folder, 'src'));
				await writeFile(join(folder, 'src/app.ts'), 'one;\ntwo;\nthree;\n');
				await writeFile(join(folder, 'notes.md'), 'Before.\n');
				await copyInto(folder, { 'dialog.png': 'media/samples/dialog-light.png' });
			},
		},
	);
	before(async () => {
		glm.script({ kind: 'text', text: answer });
		await describeImage(window, 'dialog.png');
		await waitForTurn(window, 'done');
	});

	const turn = () => window.panel.locator('article.turn').last();
	const editorText = async (): Promise<string> =>
		(await window.page.locator('.editor-instance .view-lines').first().innerText()).replaceAll('\u00a0', ' ');

	it('a code block is copied, and opened as what it is', async () => {
		await press(turn(), 'Copy Code');
		await until('the copy', async () => (await window.readClipboard()) === 'body { margin: 0 }');
		await turn().locator('.code').getByRole('button', { name: 'Open in Editor' }).click();
		await until('the code', async () => (await editorText()).includes('body { margin: 0 }'));
		await window.page.locator('.statusbar-item').getByText('CSS', { exact: true }).waitFor();
	});

	it('a place in a file of the workspace is a button that opens it; others are text', async () => {
		const places = turn().locator('.answer p button');
		await until('the place', async () => (await places.allInnerTexts()).join() === 'src/app.ts:3');
		await places.click();
		await window.page.locator('.tab.active').getByText('app.ts').waitFor();
		await window.page.locator('.statusbar-item').getByText('Ln 3, Col 1').waitFor();
	});

	it('it is copied', async () => {
		await turn().locator('.actions').getByRole('button', { name: 'Copy', exact: true }).click();
		await until('the copy', async () => (await window.readClipboard()) === answer);
	});

	it('it is opened in an editor', async () => {
		await turn().locator('.actions').getByRole('button', { name: 'Open in Editor' }).click();
		await until('the answer', async () => (await editorText()).includes('It fails in'));
		await window.page.locator('.statusbar-item').getByText('Markdown', { exact: true }).waitFor();
	});

	it('it is inserted at the cursor, and undone in one step', async () => {
		await window.openText('notes.md');
		await window.page.locator('.view-line').getByText('Before.').click();
		await window.page.keyboard.press('Control+End');
		await window.page.locator('.statusbar-item').getByText('Ln 2, Col 1').waitFor();
		await press(turn(), 'Insert at Cursor');
		await until('the answer', async () => (await editorText()).includes('It fails in'));
		await window.page.locator('.editor-instance').first().click();
		await window.page.keyboard.press('Control+Z');
		await until('the file as before', async () => !(await editorText()).includes('It fails in'));
	});

	it('it is saved with a link to its picture', async () => {
		await window.runCommand('Glimpse: Save Answer as Markdown…');
		await window.inputBox.getByRole('button', { name: 'OK' }).click();
		await until('the file', async () => {
			const text = await readFile(join(workspace, 'dialog.md'), 'utf8').catch(() => '');
			return text === `![dialog.png](<dialog.png>)\n\n${answer}\n`;
		});
	});
});

import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { describeImage, press, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { until } from '../support/waiting.ts';
import { openWindow, type VscodeWindow } from '../support/window.ts';

const answer = [
	'It fails in `src/app.ts:3`, called by src/gone.ts:9.',
	'```css\nbody { margin: 0 }\n```',
	'Look at ../../../etc/hosts.conf:1, too.',
].join('\n\n');

describe('What can be done with an answer', () => {
	let glm: GlmServer;
	let window: VscodeWindow;
	let workspace: string;

	before(async () => {
		glm = await startGlmServer();
		workspace = await mkdtemp(join(tmpdir(), 'glimpse-answers-'));
		await mkdir(join(workspace, 'src'));
		await writeFile(join(workspace, 'src/app.ts'), 'one;\ntwo;\nthree;\n');
		await writeFile(join(workspace, 'notes.md'), 'Before.\n');
		await copyFile(join(projectDir, 'media/samples/dialog-light.png'), join(workspace, 'dialog.png'));
		window = await openWindow({
			extension: projectDir,
			workspace,
			settings: { 'glimpse.endpoint': glm.endpoint, 'files.simpleDialog.enable': true },
		});
		await window.waitForExtension();
		glm.script({ kind: 'text', text: answer });
		await describeImage(window, 'dialog.png');
		await waitForTurn(window, 'done');
	});
	afterEach(async function () {
		await window?.keepEvidence(this.currentTest);
	});
	after(async () => {
		await window?.close();
		await glm?.stop();
		await rm(workspace, { recursive: true, force: true });
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
		await window.openFile('notes.md');
		await window.page.keyboard.press('Control+End');
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

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { waitForTurn } from '../support/panelDriver.ts';
import { openActionMenu, savedText, useAltTextWindow, writtenText } from '../support/altTextDriver.ts';
import type { OpenedWindow } from '../support/useWindow.ts';
import { altAnswer, questionText } from '../support/altTextRequests.ts';

const unwritten = '# Backup\n\nThe dialog says what went wrong.\n\n![](a.png)\n';

describe('Alt text in an editor', () => {
	let opened: OpenedWindow;

	useAltTextWindow(
		{
			'page.md': unwritten,
			'edited.md': 'Before.\n\n![](a.png)\n',
			'closed.md': '![](a.png)\n',
			'mine.md': '![](a.png)\n',
			'stopped.md': '![](a.png)\n',
			'gone.md': 'No image.\n\n![](img/gone.png)\n',
			'complex.md': 'Before.\n\n![](a.png) [all figures](figures.md)\n\nBehind.\n',
			'page.tsx': 'export const A = () => <img src="a.png" />;\n',
			'retried.md': '![](a.png)\n',
		},
		(given) => {
			opened = given;
		},
	);

	const line = (text: string): Locator => opened.window.page.locator('.view-line').getByText(text);

	/** Opens the menu of Ctrl+. at an image and waits for what is offered. */
	async function openActions(file: string, image: string): Promise<void> {
		const { page } = opened.window;
		await opened.window.openText(file);
		await line(image).first().click();
		// The light bulb may be for another extension's actions; the dots under the image are ours.
		await page.locator('.squiggly-hint').first().waitFor();
		await openActionMenu(opened.window);
	}

	it('is written with the first Ctrl+. and Enter in a fresh window, as soon as the image is marked', async () => {
		const { glm, window, workspace } = opened;
		glm.script({ kind: 'text', text: altAnswer('Dialog with the message that the backup could not be finished.') });
		await openActions('page.md', '![](a.png)');
		const offered = await window.page.locator('.action-widget .action').allInnerTexts();
		assert.equal(offered[0]?.trim(), 'Generate alt text');
		await window.page.keyboard.press('Enter');
		await line('![Dialog with the message').waitFor();
		await window.notice('Why: It shows the dialog that the text is about.');
		assert.equal(await readFile(join(workspace, 'page.md'), 'utf8'), unwritten);
		const asked = questionText(glm.requests.at(-1));
		assert.ok(
			asked.includes('- Nearest heading: "Backup"\n- Sentence before: "The dialog says what went wrong."'),
			asked,
		);
	});

	it('is taken back whole with Ctrl+Z', async () => {
		const { window, workspace } = opened;
		await line('![Dialog with the message').waitFor();
		await line('The dialog says').click();
		await window.page.keyboard.press('ControlOrMeta+Z');
		await line('![](a.png)').waitFor();
		assert.equal(await savedText(window, join(workspace, 'page.md')), unwritten);
	});

	it('is written at the image when the document was edited in mid-request', async () => {
		const { glm, window, workspace } = opened;
		const { page } = window;
		const asked = glm.script({ kind: 'text', text: altAnswer('A dialog.'), isHeld: true });
		await openActions('edited.md', '![](a.png)');
		await page.keyboard.press('Enter');
		await asked.held;
		await page.keyboard.press('ControlOrMeta+Home');
		await page.keyboard.type('![](other.png) ');
		asked.release();
		await line('![A dialog.](a.png)').waitFor();
		assert.equal(
			await writtenText(window, join(workspace, 'edited.md')),
			'![](other.png) Before.\n\n![A dialog.](a.png)\n',
		);
	});

	it('is given away and not written when the image itself was edited in mid-request', async () => {
		const { glm, window, workspace } = opened;
		const { page } = window;
		const asked = glm.script({ kind: 'text', text: altAnswer('Somebody else says.'), isHeld: true });
		await openActions('mine.md', '![](a.png)');
		await page.keyboard.press('Enter');
		await asked.held;
		await page.keyboard.press('ControlOrMeta+Home');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.type('My own words');
		asked.release();
		const given = await window.notice('The image was changed before the alt text arrived');
		await given.getByRole('button', { name: 'Copy Alt Text' }).click();
		await page.waitForFunction(async () => (await navigator.clipboard.readText()) === 'Somebody else says.');
		assert.equal(await writtenText(window, join(workspace, 'mine.md')), '![My own words](a.png)\n');
	});

	it('is given away and not written when the document was closed in mid-request', async () => {
		const { glm, window, workspace } = opened;
		const { page } = window;
		const asked = glm.script({ kind: 'text', text: altAnswer('Too late.'), isHeld: true });
		await openActions('closed.md', '![](a.png)');
		await page.keyboard.press('Enter');
		await asked.held;
		await window.runCommand('View: Close All Editors');
		await page.locator('.tab').first().waitFor({ state: 'detached' });
		asked.release();
		await window.notice('The document was closed before the alt text arrived, so nothing was written: “Too late.”');
		assert.equal(await readFile(join(workspace, 'closed.md'), 'utf8'), '![](a.png)\n');
	});

	it('stops where Stop is pressed, and writes nothing', async () => {
		const { glm, window, workspace } = opened;
		const asked = glm.script({ kind: 'text', text: altAnswer('Never.'), isHeld: true });
		await openActions('stopped.md', '![](a.png)');
		await window.page.keyboard.press('Enter');
		await asked.held;
		await window.runCommand('Glimpse: Stop');
		await (
			await asked.request
		).closed;
		assert.equal(await savedText(window, join(workspace, 'stopped.md')), '![](a.png)\n');
	});

	it('is improved as the user wishes, undone, and marked as decoration', async () => {
		const { glm, window, workspace } = opened;
		const { page } = window;
		glm.script({ kind: 'text', text: altAnswer('First.') });
		await openActions('page.tsx', 'img');
		await page.keyboard.press('Enter');
		await line('alt="First."').waitFor();
		glm.script({ kind: 'text', text: altAnswer('Second, with "quotes".') });
		const first = await window.notice('First.');
		await first.getByRole('button', { name: 'Improve…' }).click();
		await window.typeInInputBox('Name the button');
		await line('alt="Second, with &quot;quotes&quot;."').waitFor();
		assert.match(questionText(glm.requests.at(-1)), /- Alt text now: "First\."[^]*comes first: Name the button$/);
		const second = await window.notice('Second');
		await second.getByRole('button', { name: 'Undo' }).click();
		await line('alt="First."').waitFor();
		await line('alt="First."').click();
		await openActionMenu(window);
		await page.locator('.action-widget').getByText('Improve alt text').waitFor();
		await page.locator('.action-widget').getByText('Mark as decorative').click();
		await line('alt=""').waitFor();
		assert.equal(
			await writtenText(window, join(workspace, 'page.tsx')),
			'export const A = () => <img src="a.png" alt="" />;\n',
		);
	});

	it('is asked for again at the image as it is by then', async () => {
		const { glm, window, workspace } = opened;
		glm.script({ kind: 'text', text: altAnswer('First.') });
		await openActions('retried.md', '![](a.png)');
		await window.page.keyboard.press('Enter');
		const first = await window.notice('Alt text: “First.”');
		glm.script({ kind: 'text', text: '' });
		await first.getByRole('button', { name: 'Improve…' }).click();
		await window.typeInInputBox('Longer');
		const failure = await window.notice('The answer contained no alt text');
		// Another image, as long, in its old place.
		await line('![First.](a.png)').click();
		await window.page.keyboard.press('ControlOrMeta+Home');
		await window.page.keyboard.type('![Others](b.png)');
		await window.page.keyboard.press('Enter');
		glm.script({ kind: 'text', text: altAnswer('Second.') });
		await failure.getByRole('button', { name: 'Ask Again' }).click();
		await line('![Second.](a.png)').waitFor();
		assert.equal(await writtenText(window, join(workspace, 'retried.md')), '![Others](b.png)\n![Second.](a.png)\n');
	});

	it('comes with a longer description of a complex image, which one undo takes back', async () => {
		const { glm, window, workspace } = opened;
		const { page } = window;
		const written = 'Before.\n\n![Sales by month.](a.png) [all figures](figures.md)\n\n';
		glm.script({
			kind: 'text',
			text: altAnswer('Sales by month.', 'complex', { description: 'Sales rise from 2 to *9* by May.' }),
		});
		await openActions('complex.md', '![](a.png)');
		await page.keyboard.press('Enter');
		await line('![Sales by month.](a.png)').waitFor();
		const told = await window.notice('Sales by month.');
		await window.screenshot('test-output/altText-complex.png');
		await told.getByRole('button', { name: 'Insert Description' }).click();
		await line('Sales rise from').waitFor();
		assert.equal(
			await writtenText(window, join(workspace, 'complex.md')),
			`${written}Sales rise from 2 to \\*9\\* by May.\n\nBehind.\n`,
		);
		await line('Before.').click();
		await page.keyboard.press('ControlOrMeta+Z');
		await line('Sales rise from').waitFor({ state: 'detached' });
		assert.equal(await writtenText(window, join(workspace, 'complex.md')), `${written}Behind.\n`);
	});

	it('says at the cursor that there is no image, and why a picture is not found', async () => {
		const { glm, window } = opened;
		const before = glm.requests.length;
		await window.openText('gone.md');
		await line('No image').click();
		await window.runCommand('Glimpse: Generate Alt Text');
		await window.notice('There is no image at the cursor.');
		await line('gone.png').click();
		await window.runCommand('Glimpse: Generate Alt Text');
		await window.notice('From this document, img/gone.png leads to no picture.');
		assert.equal(glm.requests.length, before);
	});

	it('is in the clipboard and the panel when it is asked for in the Explorer', async () => {
		const { glm, window } = opened;
		glm.script({ kind: 'text', text: altAnswer('A dialog about *backups*.') });
		await window.chooseFor('a.png', 'Generate Alt Text');
		const turn = await waitForTurn(window, 'done');
		assert.equal(
			await turn.locator('.answer').innerText(),
			'A dialog about *backups*.\n\nIt shows the dialog that the text is about.',
		);
		await window.page.locator('.tab.active').first().click();
		await window.page.waitForFunction(
			async () => (await navigator.clipboard.readText()) === 'A dialog about *backups*.',
		);
	});
});

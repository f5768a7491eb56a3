import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { altAnswer, questionText } from '../support/altTextRequests.ts';
import { drawnIn, openActionMenu, waitForHints } from '../support/altTextDriver.ts';
import { waitForTurn } from '../support/panelDriver.ts';
import { sample, useOwnWindow, useSharedWindow, type WindowBed } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

const markdown = '# Backup\n\nThe dialog says what went wrong.\n\n![](a.png)\n';

/** Opens a file with the cursor at its image, and the menu of Ctrl+. there. */
async function openActions({ window, host }: WindowBed, file: string, image: string): Promise<void> {
	await host.call('openText', file, image);
	// The light bulb may be for another extension's actions; the dots under the image are ours.
	await waitForHints(window);
	await openActionMenu(window);
}

/** Has the alt text of the image at the cursor asked for. */
async function generate({ host }: WindowBed, file: string, image: string): Promise<void> {
	await host.call('openText', file, image);
	await host.call('start', 'glimpse.generateAltText');
}

describe('Alt text in a fresh window', () => {
	const bed = useOwnWindow({ sleeps: true }, { files: { 'a.png': sample('dialog-light.png'), 'page.md': markdown } });

	it('is written with the first Ctrl+. and Enter, as soon as the image is marked', async () => {
		const { glm, host, window, workspace } = bed;
		glm.script({ kind: 'text', text: altAnswer('Dialog with the message that the backup could not be finished.') });
		assert.equal(await host.call('isAwake'), false);
		await openActions(bed, 'page.md', '![](a');
		const offered = await window.page.locator('.action-widget .action').allInnerTexts();
		assert.equal(offered[0]?.trim(), 'Generate alt text');
		await window.page.keyboard.press('Enter');
		await window.line('![Dialog with the message').waitFor();
		await window.lens('Improve…').waitFor();
		assert.equal(await readFile(join(workspace, 'page.md'), 'utf8'), markdown);
		const asked = questionText(glm.requests.at(-1));
		assert.ok(
			asked.includes('- Nearest heading: "Backup"\n- Sentence before: "The dialog says what went wrong."'),
			asked,
		);
	});
});

describe('Alt text in an editor', () => {
	const bed = useSharedWindow({
		files: {
			'a.png': sample('dialog-light.png'),
			'undone.md': markdown,
			'edited.md': 'Before.\n\n![](a.png)\n',
			'closed.md': '![](a.png)\n',
			'mine.md': '![](a.png)\n',
			'stopped.md': '![](a.png)\n',
			'shown.md': 'Before.\n\n![](a.png)\n\nBehind.\n',
			'gone.md': 'No image.\n\n![](img/gone.png)\n',
			'complex.md': 'Before.\n\n![](a.png) [all figures](figures.md)\n\nBehind.\n',
			'computed.tsx': 'export const A = () => [<img src={user.avatar} />, <img src="a.png" alt={words} />];\n',
			'page.tsx': 'export const A = () => <img src="a.png" />;\n',
			'retried.md': '![](a.png)\n',
		},
	});

	it('is taken back whole with Ctrl+Z', async () => {
		const { glm, host, window } = bed;
		glm.script({ kind: 'text', text: altAnswer('Dialog with a message.') });
		await generate(bed, 'undone.md', '![](a');
		await window.line('![Dialog with a message.](a.png)').waitFor();
		await window.page.keyboard.press('ControlOrMeta+Z');
		await window.line('![](a.png)').waitFor();
		assert.equal(await host.call('savedText', 'undone.md'), markdown);
	});

	it('is written at the image when the document was edited in mid-request', async () => {
		const { glm, host, window } = bed;
		const asked = glm.script({ kind: 'text', text: altAnswer('A dialog.'), isHeld: true });
		await generate(bed, 'edited.md', '![](a');
		await asked.held;
		await window.page.keyboard.press('ControlOrMeta+Home');
		await window.page.keyboard.type('![](other.png) ');
		asked.release();
		await window.line('![A dialog.](a.png)').waitFor();
		assert.equal(await host.call('savedText', 'edited.md'), '![](other.png) Before.\n\n![A dialog.](a.png)\n');
	});

	it('is given away and not written when the image itself was edited in mid-request', async () => {
		const { glm, host, window } = bed;
		const asked = glm.script({ kind: 'text', text: altAnswer('Somebody else says.'), isHeld: true });
		await generate(bed, 'mine.md', '![');
		await asked.held;
		await window.page.keyboard.type('My own words');
		asked.release();
		const given = await window.notice('The image was changed before the alt text arrived');
		await given.getByRole('button', { name: 'Copy Alt Text' }).click();
		await window.page.waitForFunction(async () => (await navigator.clipboard.readText()) === 'Somebody else says.');
		assert.equal(await host.call('savedText', 'mine.md'), '![My own words](a.png)\n');
	});

	it('is given away and not written when the document was closed in mid-request', async () => {
		const { glm, host, window, workspace } = bed;
		const asked = glm.script({ kind: 'text', text: altAnswer('Too late.'), isHeld: true });
		await generate(bed, 'closed.md', '![](a');
		await asked.held;
		await host.call('run', 'workbench.action.closeAllEditors');
		await window.page.locator('.tab').first().waitFor({ state: 'detached' });
		asked.release();
		await window.notice('The document was closed before the alt text arrived, so nothing was written: “Too late.”');
		assert.equal(await readFile(join(workspace, 'closed.md'), 'utf8'), '![](a.png)\n');
	});

	it('is shown behind the image in every editor of the document, and is no part of it', async () => {
		const { glm, host, window } = bed;
		const { page } = window;
		const asked = glm.script({ kind: 'text', text: altAnswer('A dialog with a message.'), isHeld: true });
		await generate(bed, 'shown.md', '![](a');
		await asked.held;
		await host.call('run', 'workbench.action.splitEditor');
		await until(
			'both editors to show it',
			async () => (await drawnIn(page)).join() === 'Writing alt text…,Writing alt text…',
		);
		await window.lens('Stop').first().waitFor();
		await page.locator('.statusbar-item').getByText('Writing alt text…').waitFor();
		await window.screenshot('test-output/altText-writing.png');
		asked.release();
		await until(
			'both editors to say it',
			async () => (await drawnIn(page)).join() === '✓ 24 characters,✓ 24 characters',
		);
		await window.lens('Undo').first().waitFor();
		await page.locator('.statusbar-item').getByText('Alt text written').waitFor();
		await window.screenshot('test-output/altText-written.png');
		// It goes with the next edit.
		await window.line('Behind.').first().click();
		await page.keyboard.press('ControlOrMeta+End');
		await page.keyboard.type('More.');
		await until('the editors to show nothing', async () => (await drawnIn(page)).join() === ',');
		await window.lens('Undo').first().waitFor({ state: 'detached' });
		await page.locator('.statusbar-item').getByText('Alt text written').waitFor({ state: 'detached' });
		assert.equal(
			await host.call('savedText', 'shown.md'),
			'Before.\n\n![A dialog with a message.](a.png)\n\nBehind.\nMore.',
		);
	});

	it('stops from the status bar by keys', async () => {
		const { glm, host, window } = bed;
		const asked = glm.script({ kind: 'text', text: altAnswer('Never.'), isHeld: true });
		await generate(bed, 'stopped.md', '![](a');
		await asked.held;
		await window.page.locator('.statusbar-item a', { hasText: 'Writing alt text…' }).focus();
		await window.page.keyboard.press('Enter');
		await (
			await asked.request
		).closed;
		assert.equal(await host.call('savedText', 'stopped.md'), '![](a.png)\n');
	});

	it('stops where Stop is pressed, and writes nothing', async () => {
		const { glm, host, window } = bed;
		const asked = glm.script({ kind: 'text', text: altAnswer('Never.'), isHeld: true });
		await generate(bed, 'stopped.md', '![](a');
		await asked.held;
		await window.runCommand('Glimpse: Stop');
		await (
			await asked.request
		).closed;
		assert.equal(await host.call('savedText', 'stopped.md'), '![](a.png)\n');
	});

	it('is improved as the user wishes, undone, and marked as decoration', async () => {
		const { glm, host, window } = bed;
		const { page } = window;
		glm.script({ kind: 'text', text: altAnswer('First.') });
		await generate(bed, 'page.tsx', '<img');
		await window.line('alt="First."').waitFor();
		glm.script({ kind: 'text', text: altAnswer('Second, with "quotes".') });
		await window.lens('Improve…').click();
		await window.typeInInputBox('Name the button');
		await window.line('alt="Second, with &quot;quotes&quot;."').waitFor();
		assert.match(questionText(glm.requests.at(-1)), /- Alt text now: "First\."[^]*comes first: Name the button$/);
		await window.pressLens('Undo');
		await window.line('alt="First."').waitFor();
		await window.line('alt="First."').click();
		await openActionMenu(window);
		await page.locator('.action-widget').getByText('Improve alt text').waitFor();
		await page.locator('.action-widget').getByText('Mark as decorative').click();
		await window.line('alt=""').waitFor();
		assert.equal(await host.call('savedText', 'page.tsx'), 'export const A = () => <img src="a.png" alt="" />;\n');
	});

	it('is asked for again at the image as it is by then', async () => {
		const { glm, host, window } = bed;
		glm.script({ kind: 'text', text: altAnswer('First.') });
		await generate(bed, 'retried.md', '![](a');
		glm.script({ kind: 'text', text: '' });
		await window.lens('Improve…').click();
		await window.typeInInputBox('Longer');
		const failure = await window.notice('The answer contained no alt text');
		// Another image, as long, in its old place.
		await window.line('![First.](a.png)').click();
		await window.page.keyboard.press('ControlOrMeta+Home');
		await window.page.keyboard.type('![Others](b.png)');
		await window.page.keyboard.press('Enter');
		glm.script({ kind: 'text', text: altAnswer('Second.') });
		await failure.getByRole('button', { name: 'Ask Again' }).click();
		await window.line('![Second.](a.png)').waitFor();
		assert.equal(await host.call('savedText', 'retried.md'), '![Others](b.png)\n![Second.](a.png)\n');
	});

	it('comes with a longer description of a complex image, which one undo takes back', async () => {
		const { glm, host, window } = bed;
		const written = 'Before.\n\n![Sales by month.](a.png) [all figures](figures.md)\n\n';
		glm.script({
			kind: 'text',
			text: altAnswer('Sales by month.', 'complex', { description: 'Sales rise from 2 to *9* by May.' }),
		});
		await generate(bed, 'complex.md', '![](a');
		await window.line('![Sales by month.](a.png)').waitFor();
		await window.lens('Insert Description').waitFor();
		await window.screenshot('test-output/altText-complex.png');
		await window.pressLens('Insert Description');
		await window.line('Sales rise from').waitFor();
		assert.equal(
			await host.call('savedText', 'complex.md'),
			`${written}Sales rise from 2 to \\*9\\* by May.\n\nBehind.\n`,
		);
		await window.line('Before.').click();
		await window.page.keyboard.press('ControlOrMeta+Z');
		await window.line('Sales rise from').waitFor({ state: 'detached' });
		assert.equal(await host.call('savedText', 'complex.md'), `${written}Behind.\n`);
	});

	it('says at the cursor that there is no image', async () => {
		const { glm, window } = bed;
		await generate(bed, 'gone.md', 'No image');
		await window.notice('There is no image at the cursor.');
		assert.equal(glm.requests.length, 0);
	});

	it('says at the cursor that a picture, or its text, is known only when the page is shown', async () => {
		const { glm, window } = bed;
		await generate(bed, 'computed.tsx', '<img src={');
		await window.notice('This picture is known only when the page is shown, so none can be sent.');
		await generate(bed, 'computed.tsx', '<img src="a');
		await window.notice('The alt text of this image is known only when the page is shown.');
		assert.equal(glm.requests.length, 0);
	});

	it('says at the cursor why a picture is not found', async () => {
		const { glm, window } = bed;
		await generate(bed, 'gone.md', 'gone.png');
		await window.notice('From this document, img/gone.png leads to no picture.');
		assert.equal(glm.requests.length, 0);
	});

	it('is in the clipboard and the panel when it is asked for in the Explorer', async () => {
		const { glm, host, window } = bed;
		await host.call('openText', 'gone.md');
		glm.script({ kind: 'text', text: altAnswer('A dialog about *backups*.') });
		await window.chooseFor('a.png', 'Generate Alt Text');
		const turn = await waitForTurn(window, 'done');
		assert.equal(
			await turn.locator('.answer').innerText(),
			'A dialog about *backups*.\n\nIt shows the dialog that the text is about.',
		);
		// A page without the focus may not read the clipboard.
		await window.page.locator('.tab.active').first().click();
		await window.page.waitForFunction(
			async () => (await navigator.clipboard.readText()) === 'A dialog about *backups*.',
		);
	});
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { altAnswer, savedText, useAltTextWindow, type AltTextWindow } from '../support/altTextDriver.ts';

describe('Alt text in an editor', () => {
	const before = '# Backup\n\nThe dialog says what went wrong.\n\n![](a.png)\n';
	let opened: AltTextWindow;

	useAltTextWindow({ 'page.md': before }, (given) => {
		opened = given;
	});

	it('is written with Ctrl+. and Enter, the first time in a fresh window', async () => {
		const { glm, window } = opened;
		const { page } = window;
		glm.script({ kind: 'text', text: altAnswer('Dialog with the message that the backup could not be finished.') });
		await window.openFile('page.md');
		await page.locator('.view-line').getByText('![](a.png)').click();
		// No program needs to be faster than the host takes to load an extension, and no person is.
		await page.locator('.lightBulbWidget').first().waitFor();
		await page.keyboard.press('ControlOrMeta+.');
		await page.locator('.action-widget').getByText('Generate alt text').waitFor();
		await window.screenshot('test-output/altText-menu.png');
		await page.keyboard.press('Enter');
		await page.locator('.view-line').getByText('![Dialog with the message').waitFor();
		const notice = await window.notifications();
		await notice.getByText('Why: It shows the dialog that the text is about.').waitFor();
		await window.screenshot('test-output/altText-written.png');
		assert.equal(await readFile(join(opened.workspace, 'page.md'), 'utf8'), before);
	});

	it('is taken back whole with Ctrl+Z', async () => {
		const { window } = opened;
		await window.page.locator('.view-line').getByText('![Dialog with the message').waitFor();
		await window.page.locator('.view-line').getByText('The dialog says').click();
		await window.page.keyboard.press('ControlOrMeta+Z');
		await window.page.locator('.view-line').getByText('![](a.png)').waitFor();
		assert.equal(await savedText(window, join(opened.workspace, 'page.md')), before);
	});
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { useAltTextWindow, writtenText } from '../support/altTextDriver.ts';
import { copyInto, type OpenedWindow } from '../support/useWindow.ts';

describe('Alt text from this machine only', () => {
	let opened: OpenedWindow;

	useAltTextWindow(
		{
			'accepted.md': '![](short-text.png)\n',
			'command.md': '![](<[Repair](command:workbench.extensions.installExtension?%22x.y%22)>)\n',
		},
		(given) => {
			opened = given;
		},
		{ 'glimpse.engine': 'local' },
	);
	before(() => copyInto(opened.workspace, { 'short-text.png': 'test/fixtures/altText/short-text.png' }));

	const line = (text: string): Locator => opened.window.page.locator('.view-line').getByText(text);

	async function generate(file: string, image: string): Promise<void> {
		await opened.window.openText(file);
		await line(image).first().click();
		await opened.window.runCommand('Glimpse: Generate Alt Text');
	}

	it('is proposed, and written when the user agrees', async () => {
		const { window, workspace } = opened;
		await generate('accepted.md', '![](short-text.png)');
		const asked = await window.notice('“Opening hours Monday to Friday” Write that as its alt text?');
		await window.screenshot('test-output/altText-local.png');
		await line('![](short-text.png)').waitFor();
		await asked.getByRole('button', { name: 'Write It' }).click();
		await line('![Opening hours Monday to Friday](short-text.png)').waitFor();
		assert.equal(
			await writtenText(window, join(workspace, 'accepted.md')),
			'![Opening hours Monday to Friday](short-text.png)\n',
		);
	});

	it('has no link in its messages that a document says', async () => {
		await generate('command.md', 'installExtension');
		const notice = await opened.window.notice(
			'From this document, [Repair] (command:workbench.extensions.installExtension?%22x.y%22) leads to no picture.',
		);
		assert.equal(await notice.locator('.notification-list-item-message a').count(), 0);
	});
});

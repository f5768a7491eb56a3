import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import sharp from 'sharp';
import { savedText, useAltTextWindow, writtenText } from '../support/altTextDriver.ts';
import { changeSettings, type OpenedWindow } from '../support/useWindow.ts';
import { projectDir } from '../support/places.mjs';
import { isHidden, until } from '../support/waiting.ts';

const proposal =
	'No model looked at this picture. This machine read the text in it: “Opening hours Monday to Friday” Write that as its alt text?';

describe('Alt text from this machine only', () => {
	let opened: OpenedWindow;

	useAltTextWindow(
		{
			'accepted.md': '![](short-text.png)\n',
			'declined.md': '![](short-text.png)\n',
			'photo.md': '![](photo-landscape.jpg)\n',
			'command.md': '![](<[Repair](command:workbench.extensions.installExtension?%22x.y%22)>)\n',
			'recognized.md': '![](command-text.png)\n',
			'whole.md': '![](short-text.png)\n\n![](photo-landscape.jpg)\n',
		},
		(given) => {
			opened = given;
		},
		{ 'glimpse.engine': 'local' },
	);

	before(async () => {
		const words =
			'<text x="30" y="60" font-size="28">Press [here](command:workbench.action.tasks.build) to go on</text>';
		await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="100">${words}</svg>`))
			.flatten({ background: '#fff' })
			.png()
			.toFile(join(opened.workspace, 'command-text.png'));
		for (const path of ['test/fixtures/altText/short-text.png', 'media/samples/photo-landscape.jpg']) {
			await cp(join(projectDir, path), join(opened.workspace, path.replace(/^.*\//, '')));
		}
	});

	const line = (text: string): Locator => opened.window.page.locator('.view-line').getByText(text);

	async function generate(file: string, image: string): Promise<void> {
		await opened.window.openText(file);
		await line(image).first().click();
		await opened.window.runCommand('Glimpse: Generate Alt Text');
	}

	it('is proposed, and written when the user agrees', async () => {
		const { window, workspace } = opened;
		await generate('accepted.md', '![](short-text.png)');
		const asked = await window.notice(proposal);
		await window.screenshot('test-output/altText-local.png');
		assert.equal(await readFile(join(workspace, 'accepted.md'), 'utf8'), '![](short-text.png)\n');
		await line('![](short-text.png)').waitFor();
		await asked.getByRole('button', { name: 'Write It' }).click();
		await line('![Opening hours Monday to Friday](short-text.png)').waitFor();
		assert.equal(
			await writtenText(window, join(workspace, 'accepted.md')),
			'![Opening hours Monday to Friday](short-text.png)\n',
		);
	});

	it('is not written when the user declines', async () => {
		const { window, workspace } = opened;
		await generate('declined.md', '![](short-text.png)');
		const asked = await window.notice(proposal);
		await asked.hover();
		await asked.locator('.codicon-notifications-clear').click();
		await until('the proposal to go', () => isHidden(asked, 1000));
		// A question about another picture is answered behind what would have been written.
		await generate('photo.md', '![](photo-landscape.jpg)');
		await window.notice('This machine alone can suggest alt text only for a picture of a short text.');
		await window.openText('declined.md');
		await line('![](short-text.png)').waitFor();
		assert.equal(await savedText(window, join(workspace, 'declined.md')), '![](short-text.png)\n');
	});

	it('is not invented for a photo', async () => {
		const { window, workspace } = opened;
		await generate('photo.md', '![](photo-landscape.jpg)');
		await window.notice(
			'This machine alone can suggest alt text only for a picture of a short text. Set an API key to ask a model.',
		);
		assert.equal(await savedText(window, join(workspace, 'photo.md')), '![](photo-landscape.jpg)\n');
	});

	for (const [title, file, image, said] of [
		[
			'that a document says',
			'command.md',
			'installExtension',
			'From this document, [Repair] (command:workbench.extensions.installExtension?%22x.y%22) leads to no picture.',
		],
		['that a picture says', 'recognized.md', 'command-text.png', '(command:workbench.action.tasks.build) to go on'],
	] as const) {
		it(`has no link in its messages ${title}`, async () => {
			await generate(file, image);
			const notice = await opened.window.notice(said);
			await opened.window.screenshot(`test-output/message-${file}.png`);
			assert.equal(await notice.locator('.notification-list-item-message a').count(), 0);
			await notice.hover();
			await notice.locator('.codicon-notifications-clear').click();
		});
	}

	it('says which setting is wrong where nobody would answer', async () => {
		const { window } = opened;
		const { endpoint } = opened.glm;
		await changeSettings(
			window,
			{ 'glimpse.engine': 'glm', 'glimpse.endpoint': 'http://models.invalid/v4' },
			'nobody; a setting is wrong',
		);
		await window.openText('whole.md');
		await window.runCommand('Glimpse: Generate Missing Alt Text in File');
		await window.notice('The setting glimpse.endpoint must be an https address');
		await changeSettings(window, { 'glimpse.engine': 'local', 'glimpse.endpoint': endpoint }, 'This machine');
	});

	it('is never proposed for a whole file', async () => {
		const { glm, window, workspace } = opened;
		await window.openText('whole.md');
		await window.runCommand('Glimpse: Generate Missing Alt Text in File');
		await window.notice(
			'This machine alone can suggest alt text only for a picture of a short text. Set an API key to ask a model.',
		);
		assert.equal(await window.dialog().count(), 0);
		assert.equal(await (await window.notifications()).filter({ hasText: 'No model looked' }).count(), 0);
		assert.equal(
			await savedText(window, join(workspace, 'whole.md')),
			'![](short-text.png)\n\n![](photo-landscape.jpg)\n',
		);
		assert.equal(glm.requests.length, 0);
	});
});

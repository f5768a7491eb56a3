import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawnIn } from '../support/altTextDriver.ts';
import { projectDir } from '../support/places.mjs';
import { useSharedWindow } from '../support/sharedWindows.ts';

describe('Alt text from this machine only', () => {
	const bed = useSharedWindow({
		files: {
			'short-text.png': readFileSync(join(projectDir, 'test/fixtures/altText/short-text.png')),
			'accepted.md': '![](short-text.png)\n',
			'command.md': '![](<[Repair](command:workbench.extensions.installExtension?%22x.y%22)>)\n',
		},
		settings: { 'glimpse.engine': 'local' },
	});

	it('is proposed, and written when the user agrees', async () => {
		const { host, window } = bed;
		await host.call('openText', 'accepted.md', '![](short');
		await host.call('start', 'glimpse.generateAltText');
		await window.lens('Write It').waitFor();
		assert.deepEqual(await drawnIn(window.page), ['→ Opening hours Monday to Friday']);
		await window.screenshot('test-output/altText-local.png');
		await window.line('![](short-text.png)').waitFor();
		await window.pressLens('Write It');
		await window.line('![Opening hours Monday to Friday](short-text.png)').waitFor();
		assert.equal(await host.call('savedText', 'accepted.md'), '![Opening hours Monday to Friday](short-text.png)\n');
	});

	it('has no link in its messages that a document says', async () => {
		const { host, window } = bed;
		await host.call('openText', 'command.md', 'installExtension');
		await host.call('start', 'glimpse.generateAltText');
		const notice = await window.notice(
			'From this document, [Repair] (command:workbench.extensions.installExtension?%22x.y%22) leads to no picture.',
		);
		assert.equal(await notice.locator('.notification-list-item-message a').count(), 0);
	});
});

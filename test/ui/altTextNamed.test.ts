import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { waitForHints } from '../support/altTextDriver.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

describe('A pasted picture that is named after its alt text', () => {
	const before = 'The chart: \n\n![](a.png)\n';
	const bed = useSharedWindow({
		files: { 'a.png': sample('dialog-light.png'), 'page.md': before },
		settings: { 'editor.pasteAs.preferences': ['image.altText'], 'glimpse.pastedNames': 'fromAltText' },
	});

	/** Waits until the folder holds these pictures beside the page's own. */
	const untilPictures = async (...names: readonly string[]): Promise<void> =>
		until(`the pictures ${names.join(', ')}`, async () => {
			const all = await readdir(bed.workspace);
			return (
				all
					.filter((name) => name.endsWith('.png') && name !== 'a.png')
					.toSorted()
					.join() === names.join()
			);
		});

	/** Pastes a picture behind the words; returns what lets the service answer. */
	async function paste(): Promise<() => void> {
		const { glm, host, window } = bed;
		await window.copyImage(sample('chart-sales.png'));
		const asked = glm.script({ kind: 'text', text: altAnswer('Sales rise.'), isHeld: true });
		await host.call('openText', 'page.md', 'The chart: ');
		await waitForHints(window);
		await window.page.keyboard.press('ControlOrMeta+V');
		await asked.held;
		await untilPictures('image.png');
		return () => asked.release();
	}

	it('has name and alt text taken back by one undo, and the paste by another', async () => {
		const { host, window } = bed;
		const { keyboard } = window.page;
		const answer = await paste();
		answer();
		await window.line('![Sales rise.](sales-rise.png)').waitFor();
		await untilPictures('sales-rise.png');
		await window.page.locator('.statusbar').getByText('Alt text written, file renamed').waitFor();

		await keyboard.press('ControlOrMeta+Z');
		await window.line('![](image.png)').waitFor();
		await untilPictures('image.png');

		// The editor takes no further undo before it is done with the file.
		await window.file('image.png').waitFor();
		await keyboard.press('ControlOrMeta+Z');
		await untilPictures();
		assert.equal(await host.call('savedText', 'page.md'), before);
	});

	it('is renamed though something else was typed meanwhile, and undone at the image too', async () => {
		const { window } = bed;
		const answer = await paste();
		await window.page.keyboard.type(' It rises.');
		answer();
		await window.page.locator('.statusbar').getByText('Alt text written, file renamed').waitFor();
		await window.line('![Sales rise.](sales-rise.png) It rises.').waitFor();
		await window.pressLens('Undo');
		await window.line('![](image.png) It rises.').waitFor();
		await untilPictures('image.png');
	});
});

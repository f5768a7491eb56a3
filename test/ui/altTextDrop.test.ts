import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { useAltTextWindow, waitForHints, writtenText } from '../support/altTextDriver.ts';
import type { OpenedWindow } from '../support/useWindow.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { projectDir } from '../support/places.mjs';

const picture = join(projectDir, 'media/samples/chart-sales.png');

/** Drops a file from outside the window where a locator is, with Shift held, as the editor asks for. */
async function drop(on: Locator): Promise<void> {
	const base64 = (await readFile(picture)).toString('base64');
	await on.evaluate((element, png) => {
		const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File([bytes], 'sales 2026.png', { type: 'image/png' }));
		const { right, top, height } = element.getBoundingClientRect();
		const place = { clientX: right - 2, clientY: top + height / 2 };
		for (const type of ['dragover', 'drop']) {
			const how = { ...place, dataTransfer, shiftKey: true, bubbles: true, cancelable: true };
			element.dispatchEvent(new DragEvent(type, how));
		}
	}, base64);
}

describe('A picture file dropped into an editor', () => {
	let opened: OpenedWindow;

	useAltTextWindow(
		{
			'page.md': 'The chart: \n\n![](a.png)\n',
			'page.html': '<p>The chart: </p>\n<img src="a.png">\n',
			'page.tsx': 'export const A = () => (\n\t<p>\n\t\tThe chart: \n\t\t<img src="a.png" />\n\t</p>\n);\n',
		},
		(given) => {
			opened = given;
		},
	);

	const line = (text: string): Locator => opened.window.page.locator('.view-line').getByText(text);

	for (const { file, plain, withAltText } of [
		{
			file: 'page.md',
			// The editor's own, with words to fill in; ours where that one isn't there yet.
			plain: /!\[(?:alt text)?\]\(<?sales(?: |%20)2026\.png>?\)/,
			withAltText: '![Sales "rise".](',
		},
		{
			file: 'page.html',
			plain: /<img src="sales%202026(?:-\d)?\.png" alt="">/,
			withAltText: '<img alt="Sales &quot;rise&quot;." src="sales%202026-1.png">',
		},
		{
			file: 'page.tsx',
			plain: /<img src="sales%202026(?:-\d)?\.png" alt="" \/>/,
			withAltText: '<img alt="Sales &quot;rise&quot;." src="sales%202026-2.png" />',
		},
	] as const) {
		it(`${file}: sends nothing by itself, and asks when alt text is chosen`, async () => {
			const { glm, window, workspace } = opened;
			const { page } = window;
			const before = glm.requests.length;
			await window.openText(file);
			await waitForHints(window);
			await drop(line('The chart:').first());
			const selector = page.locator('.post-edit-widget');
			await selector.waitFor();
			assert.match(await writtenText(window, join(workspace, file)), plain);
			assert.equal(glm.requests.length, before);

			const asked = glm.script({ kind: 'text', text: altAnswer('Sales "rise".'), isHeld: true });
			await page.keyboard.press('ControlOrMeta+.');
			await page.locator('.action-widget').getByText('Insert image with alt text').click();
			await asked.held;
			await window.screenshot(`test-output/altText-drop-${file}.png`);
			asked.release();
			await line(withAltText).waitFor();
			const text = await writtenText(window, join(workspace, file));
			assert.equal(text.split('sales').length, 2, text);
			assert.equal(glm.requests.length, before + 1);
			assert.equal(glm.requests.at(-1)?.images.length, 1);
		});
	}
});

import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { waitForHints } from '../support/altTextDriver.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';

/** Drops a file, or texts by their types, from outside the window where a locator is, with Shift held, as the editor asks for. */
async function drop(on: Locator, texts?: Readonly<Record<string, string>>): Promise<void> {
	const base64 = Buffer.from(sample('chart-sales.png')).toString('base64');
	const carried = texts ? { texts } : { texts: {}, png: base64 };
	await on.evaluate((element, given) => {
		const dataTransfer = new DataTransfer();
		for (const [type, text] of Object.entries(given.texts)) dataTransfer.setData(type, text);
		if (given.png !== undefined) {
			const bytes = Uint8Array.from(atob(given.png), (character) => character.charCodeAt(0));
			dataTransfer.items.add(new File([bytes], 'sales 2026.png', { type: 'image/png' }));
		}
		const { right, top, height } = element.getBoundingClientRect();
		const place = { clientX: right - 2, clientY: top + height / 2 };
		for (const type of ['dragover', 'drop']) {
			const how = { ...place, dataTransfer, shiftKey: true, bubbles: true, cancelable: true };
			element.dispatchEvent(new DragEvent(type, how));
		}
	}, carried);
}

describe('A picture file dropped into an editor', () => {
	const bed = useSharedWindow({
		files: {
			'a.png': sample('dialog-light.png'),
			'page.md': 'The chart: \n\n![](a.png)\n',
			'page.html': '<p>The chart: </p>\n<img src="a.png">\n',
			'page.tsx': 'export const A = () => (\n\t<p>\n\t\tThe chart: \n\t\t<img src="a.png" />\n\t</p>\n);\n',
		},
	});

	for (const { file, plain, withAltText } of [
		{
			file: 'page.md',
			// The editor's own, with words to fill in; ours where that one isn't there yet.
			plain: /!\[(?:alt text)?\]\(<?sales(?: |%20)2026\.png>?\)/,
			withAltText: '![Sales "rise".](',
		},
		{
			file: 'page.html',
			plain: /<img src="sales%202026\.png">/,
			withAltText: '<img src="sales%202026.png" alt="Sales &quot;rise&quot;." />',
		},
		{
			file: 'page.tsx',
			plain: /<img src="sales%202026\.png" \/>/,
			withAltText: '<img src="sales%202026.png" alt="Sales &quot;rise&quot;."/>',
		},
	] as const) {
		it(`${file}: sends nothing by itself, and asks when alt text is chosen`, async () => {
			const { glm, host, window } = bed;
			const { page } = window;
			await host.call('openText', file);
			await waitForHints(window);
			await drop(window.line('The chart:').first());
			await page.locator('.post-edit-widget').waitFor();
			assert.match(await host.call('savedText', file), plain);
			assert.equal(glm.requests.length, 0);

			const asked = glm.script({ kind: 'text', text: altAnswer('Sales "rise".'), isHeld: true });
			await page.keyboard.press('ControlOrMeta+.');
			await page.locator('.action-widget').getByText('Insert image with alt text').click();
			await asked.held;
			await window.screenshot(`test-output/altText-drop-${file}.png`);
			asked.release();
			await window.line(withAltText).waitFor();
			const text = await host.call('savedText', file);
			assert.equal(text.split('sales').length, 2, text);
			assert.equal(glm.requests.length, 1);
			assert.equal(glm.requests.at(-1)?.images.length, 1);
		});
	}

	const dragged = (address: string): Readonly<Record<string, string>> => ({
		'text/uri-list': address,
		'text/plain': address,
		'text/html': `<img src="${address}">`,
	});

	for (const [file, address, inserted] of [
		// The editor's own, with words to fill in; ours where that one isn't there yet.
		[
			'page.md',
			'https://pictures.example.com/rise.jpg',
			/!\[(?:alt text)?\]\(https:\/\/pictures\.example\.com\/rise\.jpg\)/,
		],
		['page.html', 'https://pictures.example.com/i?d=1', /<img src="https:\/\/pictures\.example\.com\/i\?d=1">/],
		['page.tsx', 'https://pictures.example.com/i?d=1', /<img src="https:\/\/pictures\.example\.com\/i\?d=1" \/>/],
	] as const) {
		it(`${file}: has the address of a picture that was dragged from a web page, and sends nothing`, async () => {
			const { glm, host, window } = bed;
			await host.call('openText', file);
			await waitForHints(window);
			await drop(window.line('The chart:').first(), dragged(address));
			await window.line(address).waitFor();
			assert.match(await host.call('savedText', file), inserted);
			assert.equal(glm.requests.length, 0);
		});
	}
});

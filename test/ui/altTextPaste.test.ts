import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { useAltTextWindow, waitForHints, writtenText } from '../support/altTextDriver.ts';
import type { OpenedWindow } from '../support/useWindow.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { pixelHash } from '../support/glmServer.ts';
import { projectDir } from '../support/places.mjs';
import { until } from '../support/waiting.ts';

const picture = join(projectDir, 'media/samples/chart-sales.png');
const component = 'export const A = () => (\n\t<p>\n\t\tThe chart: \n\t\t<img src="a.png" />\n\t</p>\n);\n';

/** Puts a picture on the clipboard, with a text and a table beside it where told, as a spreadsheet does. */
async function copy({ window }: OpenedWindow, text?: string): Promise<void> {
	const base64 = (await readFile(picture)).toString('base64');
	await window.page.evaluate(
		async ({ png, beside }) => {
			const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
			const blob = (content: BlobPart, type: string): Blob => new Blob([content], { type });
			const table = `<table><tr><td>${beside}</td></tr></table>`;
			await navigator.clipboard.write([
				new ClipboardItem({
					'image/png': blob(bytes, 'image/png'),
					...(beside !== undefined && {
						'text/plain': blob(beside, 'text/plain'),
						'text/html': blob(table, 'text/html'),
					}),
				}),
			]);
		},
		{ png: base64, beside: text },
	);
}

async function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}

for (const { name, settings } of [
	{ name: 'plain', settings: {} },
	{
		name: 'plain, without the editor’s own Markdown paste',
		settings: { 'markdown.editor.filePaste.enabled': 'never' },
	},
	{ name: 'preferred', settings: { 'editor.pasteAs.preferences': ['image.altText'] } },
]) {
	describe(`A picture pasted, ${name}`, () => {
		const isPreferred = name === 'preferred';
		let opened: OpenedWindow;

		useAltTextWindow(
			{
				'page.md': 'The chart: \n\n![](a.png)\n',
				'page.tsx': component,
				'cell.md': 'A cell: \n\n![](a.png)\n',
				'cell.tsx': component,
			},
			(given) => {
				opened = given;
			},
			settings,
		);

		const line = (text: string): Locator => opened.window.page.locator('.view-line').getByText(text);

		async function pasteInto(file: string, at: string): Promise<void> {
			const { page } = opened.window;
			await opened.window.openText(file);
			await line(at).first().click();
			await waitForHints(opened.window);
			await page.keyboard.press('End');
			await page.keyboard.press('ControlOrMeta+V');
		}

		it('into Markdown', async () => {
			const { glm, window, workspace } = opened;
			await copy(opened);
			if (isPreferred) {
				const asked = glm.script({ kind: 'text', text: altAnswer('Sales rise.'), isHeld: true });
				await pasteInto('page.md', 'The chart:');
				await asked.held;
				await line('![](image.png)').waitFor();
				asked.release();
				await line('![Sales rise.](image.png)').waitFor();
				assert.equal(
					await writtenText(window, join(workspace, 'page.md')),
					'The chart: ![Sales rise.](image.png)\n\n![](a.png)\n',
				);
			} else {
				await pasteInto('page.md', 'The chart:');
				await line('image.png').waitFor();
				assert.match(await writtenText(window, join(workspace, 'page.md')), /^The chart: !\[[^\]]*\]\(image\.png\)\n/);
				assert.equal(glm.requests.length, 0);
			}
			// The browser writes the picture anew, and its file comes behind the text: empty at first.
			const pixels = await pixelHash(await readFile(picture));
			await until('the file with the same pixels', async () => {
				const pasted = readFile(join(workspace, 'image.png')).then(pixelHash);
				return (await pasted.catch(() => undefined)) === pixels;
			});
		});

		it('into TSX', async () => {
			const { glm, window, workspace } = opened;
			const before = glm.requests.length;
			await copy(opened);
			if (isPreferred) glm.script({ kind: 'text', text: altAnswer('Sales "rise".') });
			await pasteInto('page.tsx', 'The chart:');
			const markup = isPreferred
				? '<img src="image-1.png" alt="Sales &quot;rise&quot;." />'
				: '<img src="image-1.png" alt="" />';
			await line(markup).waitFor();
			assert.equal(
				await writtenText(window, join(workspace, 'page.tsx')),
				component.replace('The chart: ', () => `The chart: ${markup}`),
			);
			await until('the file', () => exists(join(workspace, 'image-1.png')));
			assert.equal(glm.requests.length, before + (isPreferred ? 1 : 0));
		});

		for (const [file, at] of [
			['cell.md', 'A cell:'],
			['cell.tsx', 'The chart:'],
		] as const) {
			it(`with text beside it, into ${file}`, async () => {
				const { glm, window, workspace } = opened;
				const before = glm.requests.length;
				await copy(opened, '42 %');
				if (isPreferred) glm.script({ kind: 'text', text: altAnswer('A cell.') });
				await pasteInto(file, at);
				await line(isPreferred ? 'A cell.' : '42 %').waitFor();
				const text = await writtenText(window, join(workspace, file));
				assert.equal(text.includes('42 %'), !isPreferred, text);
				assert.equal(glm.requests.length, before + (isPreferred ? 1 : 0));
			});
		}
	});
}

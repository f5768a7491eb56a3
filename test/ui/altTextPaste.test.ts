import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitForHints } from '../support/altTextDriver.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { pixelHash } from '../support/glmServer.ts';
import { sample, useSharedWindow, type WindowBed } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

const picture = sample('chart-sales.png');
const component = 'export const A = () => (\n\t<p>\n\t\tThe chart: \n\t\t<img src="a.png" />\n\t</p>\n);\n';

/** Puts a picture on the clipboard, with a text and a table beside it where told, as a spreadsheet does. */
async function copy({ window }: WindowBed, text?: string): Promise<void> {
	const base64 = Buffer.from(picture).toString('base64');
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

for (const { name, settings, workspaceSettings = {} } of [
	{ name: 'plain', settings: {} },
	{
		name: 'plain, without the editor’s own Markdown paste',
		settings: {},
		// The name by which the editor reads it, and not the one that it declares: only a file can hold it.
		workspaceSettings: { 'markdown.editor.paste.enabled': 'never' },
	},
	{ name: 'preferred', settings: { 'editor.pasteAs.preferences': ['image.altText'] } },
]) {
	describe(`A picture pasted, ${name}`, () => {
		const isPreferred = name === 'preferred';
		const bed = useSharedWindow({
			files: {
				'a.png': sample('dialog-light.png'),
				'page.md': 'The chart: \n\n![](a.png)\n',
				'page.tsx': component,
				'cell.md': 'A cell: \n\n![](a.png)\n',
				'cell.tsx': component,
				'.vscode/settings.json': JSON.stringify(workspaceSettings),
			},
			settings,
		});

		beforeEach(async () => {
			for (const [setting, value] of Object.entries(workspaceSettings)) {
				await until('the setting', async () => (await bed.host.call('setting', setting)) === value);
			}
		});

		async function pasteInto(file: string, at: string): Promise<void> {
			await bed.host.call('openText', file, `${at} `);
			await waitForHints(bed.window);
			await bed.window.page.keyboard.press('ControlOrMeta+V');
		}

		it('into Markdown', async () => {
			const { glm, host, window, workspace } = bed;
			await copy(bed);
			if (isPreferred) {
				const asked = glm.script({ kind: 'text', text: altAnswer('Sales rise.'), isHeld: true });
				await pasteInto('page.md', 'The chart:');
				await asked.held;
				await window.line('![](image.png)').waitFor();
				asked.release();
				await window.line('![Sales rise.](image.png)').waitFor();
				assert.equal(await host.call('savedText', 'page.md'), 'The chart: ![Sales rise.](image.png)\n\n![](a.png)\n');
			} else {
				await pasteInto('page.md', 'The chart:');
				await window.line('image.png').waitFor();
				assert.match(await host.call('savedText', 'page.md'), /^The chart: !\[[^\]]*\]\(image\.png\)\n/);
				assert.equal(glm.requests.length, 0);
			}
			// The browser writes the picture anew, and its file comes behind the text: empty at first.
			const pixels = await pixelHash(Buffer.from(picture));
			await until('the file with the same pixels', async () => {
				const pasted = readFile(join(workspace, 'image.png')).then(pixelHash);
				return (await pasted.catch(() => undefined)) === pixels;
			});
		});

		it('into TSX', async () => {
			const { glm, host, window, workspace } = bed;
			await copy(bed);
			if (isPreferred) glm.script({ kind: 'text', text: altAnswer('Sales "rise".') });
			await pasteInto('page.tsx', 'The chart:');
			const markup = isPreferred ? '<img src="image.png" alt="Sales &quot;rise&quot;." />' : '<img src="image.png" />';
			await window.line(markup).waitFor();
			assert.equal(
				await host.call('savedText', 'page.tsx'),
				component.replace('The chart: ', () => `The chart: ${markup}`),
			);
			await until('the file', () => exists(join(workspace, 'image.png')));
			assert.equal(glm.requests.length, isPreferred ? 1 : 0);
		});

		for (const [file, at] of [
			['cell.md', 'A cell:'],
			['cell.tsx', 'The chart:'],
		] as const) {
			it(`with text beside it, which is meant then, into ${file}`, async () => {
				const { glm, host, window } = bed;
				await copy(bed, '42 %');
				await pasteInto(file, at);
				await window.line('42 %').waitFor();
				const text = await host.call('savedText', file);
				assert.ok(text.includes(`${at} 42 %`), text);
				assert.equal(glm.requests.length, 0);
			});
		}
	});
}

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openActionMenu, waitForHints } from '../support/altTextDriver.ts';
import { altAnswer, questionText } from '../support/altTextRequests.ts';
import { chartPng, codeCell, markdownCell, notebookFile } from '../support/notebookFile.ts';
import { chooseMore, waitForTurn } from '../support/panelDriver.ts';
import { useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

describe('A notebook', () => {
	const bed = useSharedWindow();

	beforeEach(async () => {
		const { host, workspace } = bed;
		const chart = (await chartPng()).toString('base64');
		const map = (await chartPng(5)).toString('base64');
		await writeFile(
			join(workspace, 'sales.ipynb'),
			notebookFile(
				markdownCell('# Sales\n\nThe shop in Kyoto opened in May.'),
				codeCell('api_key = "secret"\nplot(sales)', { 'image/png': chart, 'text/plain': ['<Figure>'] }),
				markdownCell('![](attachment:map.png)\n\nWords.', { attachments: { 'map.png': { 'image/png': map } } }),
			),
		);
		await host.call('openFile', 'sales.ipynb');
	});
	afterEach(async () => {
		await bed.host.call('run', 'workbench.action.revertAndCloseActiveEditor');
	});

	/** What the notebook shows of outputs and Markdown. */
	const shown = () =>
		bed.window.page
			.frameLocator('iframe.webview:not([src*="extensionId=glimpse"])')
			.frameLocator('iframe#active-frame');

	const text = async (cell: number): Promise<string | undefined> =>
		(await bed.host.call('cells', 'sales.ipynb'))[cell]?.text;

	/** Saves, and gives a cell as it is in the file. */
	async function savedCell(index: number): Promise<Readonly<Record<string, unknown>>> {
		const path = join(bed.workspace, 'sales.ipynb');
		const before = await readFile(path, 'utf8');
		await bed.host.call('run', 'workbench.action.files.save');
		await until('the notebook on disk', async () => (await readFile(path, 'utf8')) !== before);
		return JSON.parse(await readFile(path, 'utf8')).cells[index];
	}

	/** Chooses from the menu of a cell's toolbar. */
	async function chooseForCell(cell: Locator, label: string): Promise<void> {
		const { page } = bed.window;
		await cell.hover();
		await cell.click();
		const more = page
			.locator('.cell-title-toolbar')
			.getByRole('button', { name: 'More Actions...' })
			.locator('visible=true')
			.first();
		await more.click();
		await bed.window.menu().getByRole('menuitem', { name: label, exact: true }).click();
	}

	it('has an output described from its own menu, and keeps that as a Markdown cell', async () => {
		const { glm, window } = bed;
		glm.script({ kind: 'text', text: 'A bar chart with three bars.' });
		const output = shown().locator('.output_container img');
		await output.click({ button: 'right' });
		await window.menu().getByRole('menuitem', { name: 'Describe Output', exact: true }).click();
		const turn = await waitForTurn(window, 'done');
		await turn.getByText('figure of cell 2').waitFor();
		const asked = glm.requests.at(-1);
		assert.equal(asked?.images[0]?.width, 240);
		const question = questionText(asked);
		assert.ok(
			question.includes(
				'- Nearest heading: "Sales"\n- Sentence before: "The shop in Kyoto opened in May."\n- Sentence after: "Words."',
			),
			question,
		);
		assert.ok(!question.includes('secret'), question);
		await chooseMore(turn, 'Insert as Markdown Cell');
		await until('the cell', async () => (await text(2)) === 'A bar chart with three bars.');
		await shown().getByText('A bar chart with three bars.').waitFor();
		await window.screenshot('test-output/notebook-described.png');
		await bed.host.call('run', 'undo');
		await until('it to be taken back', async () => (await text(2))?.startsWith('![]') === true);
	});

	it('has an output described from the menu of the cell, and keeps that in the metadata of the cell', async () => {
		const { glm, window } = bed;
		glm.script({ kind: 'text', text: 'A chart with **three** bars.\n\n- one\n- two' });
		await chooseForCell(window.page.locator('.code-cell-row').first(), 'Describe Output');
		const turn = await waitForTurn(window, 'done');
		await chooseMore(turn, 'Write as Alt Text of Cell');
		await window.notice('Written into the metadata of the cell: “A chart with three bars.”');
		const saved = await savedCell(1);
		assert.deepEqual(saved['metadata'], { alt: 'A chart with three bars.' });
		await bed.host.call('run', 'undo');
		await until('it to be taken back', async () => {
			const [, cell] = await bed.host.call('cells', 'sales.ipynb');
			return !JSON.stringify(cell).includes('three bars');
		});
	});

	it('has the alt text of an attachment written by Ctrl+. where its cell is being edited', async () => {
		const { glm, host, window } = bed;
		glm.script({ kind: 'text', text: altAnswer('Map.') });
		await host.call('run', 'notebook.focusBottom');
		await host.call('run', 'notebook.cell.edit');
		await waitForHints(window);
		await window.page.keyboard.press('ControlOrMeta+Home');
		await openActionMenu(window);
		await window.page.keyboard.press('Enter');
		await window.line('![Map.](attachment:map.png)').waitFor();
		assert.equal(glm.requests.at(-1)?.images[0]?.width, 240);
		await window.page.keyboard.press('ControlOrMeta+Z');
		await window.line('![](attachment:map.png)').waitFor();
	});

	it('has the alt text of an attachment written from the menu of its cell as it is shown', async () => {
		const { glm, host, window } = bed;
		glm.script({ kind: 'text', text: altAnswer('Map.') });
		await host.call('run', 'notebook.focusBottom');
		await chooseForCell(window.page.locator('.markdown-cell-row').last(), 'Generate Alt Text');
		await until('the alt text', async () => (await text(2)) === '![Map.](attachment:map.png)\n\nWords.');
		await shown().getByAltText('Map.').waitFor();
		await window.notice('Alt text: “Map.”');
		await window.screenshot('test-output/notebook-cell-written.png');
		await host.call('run', 'undo');
		await until('it to be taken back', async () => (await text(2)) === '![](attachment:map.png)\n\nWords.');
	});
});

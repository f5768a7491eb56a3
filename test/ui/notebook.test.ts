import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitForHints } from '../support/altTextDriver.ts';
import { altAnswer, questionText } from '../support/altTextRequests.ts';
import { chartPng, codeCell, markdownCell, notebookFile } from '../support/notebookFile.ts';
import { chooseMore, waitForTurn } from '../support/panelDriver.ts';
import { useSharedWindow } from '../support/sharedWindows.ts';
import { isVisible, until } from '../support/waiting.ts';

describe('A notebook', () => {
	const bed = useSharedWindow();
	let number = 0;
	let file: string;

	beforeEach(async () => {
		const { host, workspace } = bed;
		// The editor may keep one that it has closed.
		file = `sales-${++number}.ipynb`;
		const chart = (await chartPng()).toString('base64');
		const map = (await chartPng(5)).toString('base64');
		await writeFile(
			join(workspace, file),
			notebookFile(
				markdownCell('# Sales\n\nThe shop in Kyoto opened in May.'),
				codeCell('api_key = "secret"\nplot(sales)', { 'image/png': chart, 'text/plain': ['<Figure>'] }),
				markdownCell('![](attachment:map.png)\n\nWords.', { attachments: { 'map.png': { 'image/png': map } } }),
			),
		);
		await host.call('openFile', file);
	});
	afterEach(async () => {
		await bed.host.call('run', 'workbench.action.revertAndCloseActiveEditor');
	});

	/** What the notebook shows of outputs and Markdown. */
	const shown = () =>
		bed.window.page
			.frameLocator('iframe.webview:not([src*="extensionId=glimpse"])')
			.frameLocator('iframe#active-frame');

	const text = async (cell: number): Promise<string | undefined> => (await bed.host.call('cells', file))[cell]?.text;

	/** Saves, and gives a cell as it is in the file. */
	async function savedCell(index: number): Promise<Readonly<Record<string, unknown>>> {
		const path = join(bed.workspace, file);
		const before = await readFile(path, 'utf8');
		await bed.host.call('run', 'workbench.action.files.save');
		await until('the notebook on disk', async () => (await readFile(path, 'utf8')) !== before);
		return JSON.parse(await readFile(path, 'utf8')).cells[index];
	}

	/** Takes the last step back by the key, in the notebook. */
	async function undo(): Promise<void> {
		await bed.host.call('run', 'notifications.hideList');
		await bed.host.call('run', 'notebook.focusTop');
		await bed.window.page.keyboard.press('ControlOrMeta+Z');
	}

	it('has an output described from its own menu, and keeps that as a Markdown cell', async () => {
		const { glm, window } = bed;
		glm.script({ kind: 'text', text: 'A bar chart with three bars.' });
		const output = shown().locator('.output_container img');
		await window.chooseOn(output, 'Describe Output');
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
		await undo();
		await until('it to be taken back', async () => (await text(2))?.startsWith('![]') === true);
	});

	it('has an output described from the menu of the cell, and keeps that in the metadata of the cell', async () => {
		const { glm, window } = bed;
		glm.script({ kind: 'text', text: 'A chart with **three** bars.\n\n- one\n- two' });
		await window.chooseOn(window.page.locator('.code-cell-row .cell-focus-indicator-left').first(), 'Describe Output');
		const turn = await waitForTurn(window, 'done');
		await chooseMore(turn, 'Write as Alt Text of Cell');
		await window.notice('Written into the metadata of the cell: “A chart with three bars.”');
		const saved = await savedCell(1);
		assert.deepEqual(saved['metadata'], { alt: 'A chart with three bars.' });
		await undo();
		await until('it to be taken back', async () => {
			const [, cell] = await bed.host.call('cells', file);
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
		await until('the menu of Ctrl+.', async () => {
			await window.page.keyboard.press('ControlOrMeta+.');
			return isVisible(window.page.locator('.action-widget'), 5000);
		});
		await window.page.keyboard.press('Enter');
		await window.line('![Map.](attachment:map.png)').waitFor();
		assert.equal(glm.requests.at(-1)?.images[0]?.width, 240);
		await window.page.keyboard.press('ControlOrMeta+Z');
		await window.line('![](attachment:map.png)').waitFor();
	});

	it('has the alt text of an attachment written from the menu of its cell as it is shown', async () => {
		const { glm, window } = bed;
		glm.script({ kind: 'text', text: altAnswer('Map.') });
		await window.chooseOn(shown().getByText('Words.'), 'Generate Alt Text');
		await until('the alt text', async () => (await text(2)) === '![Map.](attachment:map.png)\n\nWords.');
		await window.notice('Alt text: “Map.”');
		await window.screenshot('test-output/notebook-cell-written.png');
		await undo();
		await until('it to be taken back', async () => (await text(2)) === '![](attachment:map.png)\n\nWords.');
	});

	it('has all of its alt texts written from the palette, and taken back in one step', async () => {
		const { glm, host, window, workspace } = bed;
		for (const alt of ['Map.', 'Plan.']) glm.script({ kind: 'text', text: altAnswer(alt) });
		const [map, plan] = [await chartPng(1), await chartPng(2)].map((png) => png.toString('base64'));
		file = `sales-${++number}.ipynb`;
		const cells = [map, plan].map((png) =>
			markdownCell('![](attachment:map.png)', { attachments: { 'map.png': { 'image/png': png } } }),
		);
		await writeFile(join(workspace, file), notebookFile(...cells));
		await host.call('openFile', file);
		await window.runCommand('Glimpse: Generate Missing Alt Text in File');
		await window.dialog().getByRole('button', { name: 'Write Alt Text' }).click();
		const isWritten = (alt: string | undefined): boolean => /^!\[(?:Map|Plan)\.\]/.test(alt ?? '');
		await until('both alt texts', async () => isWritten(await text(0)) && isWritten(await text(1)));
		await window.page.locator('.statusbar-item').getByText('2 of 2 written').waitFor();
		await undo();
		await until(
			'both to be taken back',
			async () => (await text(0)) === '![](attachment:map.png)' && (await text(1)) === (await text(0)),
		);
	});
});

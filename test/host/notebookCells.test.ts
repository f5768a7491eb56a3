import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { placePictures } from '../../src/host/altText/pastePictures.ts';
import { altAnswer, questionText } from '../support/altTextRequests.ts';
import { chartPng, chartSvg, codeCell, markdownCell, type NotebookCell } from '../support/notebookFile.ts';
import { lensTitles, waitForLens } from './altTextLenses.ts';
import { useExtension } from './useExtension.ts';
import { useNotebooks } from './useNotebooks.ts';
import { usePerson } from './usePerson.ts';

describe('Alt text in the Markdown cells of a notebook', () => {
	const bed = useExtension();
	const person = usePerson();
	const notebooks = useNotebooks();
	let chart: string;

	before(async () => {
		chart = (await chartPng()).toString('base64');
		await writeFile(join(notebooks.folder, 'beside.png'), await chartPng());
	});

	const generate = (cell: vscode.NotebookCell): Thenable<unknown> =>
		vscode.commands.executeCommand('glimpse.generateAltText', cell);
	const generateMissing = (...args: readonly unknown[]): Thenable<unknown> =>
		vscode.commands.executeCommand('glimpse.generateMissingAltText', ...args);
	const texts = (notebook: vscode.NotebookDocument): readonly string[] =>
		notebook.getCells().map(({ document }) => document.getText());
	const withMap = (source: string, name = 'map.png', data: unknown = { 'image/png': chart }): NotebookCell =>
		markdownCell(source, { attachments: { [name]: data } });

	for (const [name, cell, text] of [
		['an attachment', () => withMap('![](attachment:map.png)'), '![A map.](attachment:map.png)'],
		[
			'an attachment in HTML',
			() => withMap('<img src="attachment:map.png">'),
			'<img src="attachment:map.png" alt="A map.">',
		],
		[
			'one with blanks in its name',
			() => withMap('![](attachment:a%20b.png)', 'a b.png'),
			'![A map.](attachment:a%20b.png)',
		],
		[
			'one whose name leads up',
			() => withMap('![](attachment:../../x.png)', '../../x.png'),
			'![A map.](attachment:../../x.png)',
		],
		[
			'one in pieces',
			() => withMap('![](attachment:map.png)', 'map.png', { 'image/png': [chart.slice(0, 40), chart.slice(40)] }),
			'![A map.](attachment:map.png)',
		],
		[
			'a drawing',
			() => withMap('![](attachment:a.svg)', 'a.svg', { 'image/svg+xml': chartSvg() }),
			'![A map.](attachment:a.svg)',
		],
		[
			'one that says another type',
			() => withMap('![](attachment:map.png)', 'map.png', { 'image/jpeg': chart }),
			'![A map.](attachment:map.png)',
		],
		['a file beside the notebook', () => markdownCell('![](beside.png)'), '![A map.](beside.png)'],
		[
			'a file by its address',
			() => markdownCell(`![](${vscode.Uri.file(join(notebooks.folder, 'beside.png')).toString()})`),
			undefined,
		],
		['an alt text that is there', () => withMap('![An old map](attachment:map.png)'), '![A map.](attachment:map.png)'],
	] as const) {
		it(`is written while the cell is shown and not edited: ${name}`, async () => {
			const notebook = await notebooks.open([markdownCell('# Maps'), cell()]);
			bed.glm.script({ kind: 'text', text: altAnswer('A map.') });
			const before = bed.glm.requests.length;
			await generate(notebook.cellAt(1));
			assert.equal(bed.glm.requests.length, before + 1, person.read.join());
			assert.equal(bed.glm.requests.at(-1)?.images.length, 1);
			if (text !== undefined) assert.equal(texts(notebook)[1], text);
			else assert.match(texts(notebook)[1] ?? '', /^!\[A map\.\]/);
			assert.deepEqual(person.read, ['Alt text: “A map.” Why: It shows the dialog that the text is about.']);
		});
	}

	for (const [name, cell] of [
		['an attachment that is none', () => markdownCell('![](attachment:gone.png)')],
		['an attachment of another cell', () => markdownCell('![](attachment:map.png)')],
		['a name of every object', () => withMap('![](attachment:__proto__)')],
		['a constructor', () => withMap('![](attachment:constructor)')],
		['a page', () => withMap('![](attachment:map.png)', 'map.png', { 'text/html': '<p>' })],
		['a number', () => withMap('![](attachment:map.png)', 'map.png', { 'image/png': 7 })],
		['no base64', () => withMap('![](attachment:map.png)', 'map.png', { 'image/png': '%%%' })],
		['words', () => withMap('![](attachment:map.png)', 'map.png', { 'image/png': 'VGhlc2UgYXJlIHdvcmRzLg==' })],
		['attachments that are a list', () => markdownCell('![](attachment:0)', { attachments: [{ 'image/png': 'x' }] })],
	] as const) {
		it(`is not asked for, and that is said, of ${name}`, async () => {
			const notebook = await notebooks.open([withMap('Words.'), cell()]);
			const [before, text] = [bed.glm.requests.length, texts(notebook)[1]];
			await generate(notebook.cellAt(1));
			assert.equal(person.read.length, 1);
			assert.equal(bed.glm.requests.length, before);
			assert.equal(texts(notebook)[1], text);
		});
	}

	it('is not asked for of an attachment in a notebook that never leaves the machine', async () => {
		await bed.set('exclude', ['*.ipynb']);
		const notebook = await notebooks.open([withMap('![](attachment:map.png)')]);
		const before = bed.glm.requests.length;
		await generate(notebook.cellAt(0));
		assert.match(person.read.join(), /notebook-.*glimpse\.exclude/);
		assert.equal(bed.glm.requests.length, before);
	});

	it('says so where a cell has no image', async () => {
		const notebook = await notebooks.open([markdownCell('Words.')]);
		await generate(notebook.cellAt(0));
		await vscode.commands.executeCommand('glimpse.markDecorative', notebook.cellAt(0));
		const none = 'There is no image in this cell whose alt text could be written.';
		assert.deepEqual(person.read, [none, none]);
	});

	it('is written for the one of several images that is chosen, or for all that lack it', async () => {
		const source = '![](attachment:map.png)\n\n![](beside.png)\n\n![Old](attachment:map.png "a")';
		const notebook = await notebooks.open([withMap(source)]);
		const before = bed.glm.requests.length;
		await generate(notebook.cellAt(0));
		assert.equal(bed.glm.requests.length, before);
		assert.deepEqual(
			person.lists.at(-1)?.map(({ label, description = '' }) => `${label} ${description}`.trim()),
			['All images without alt text (2)', 'attachment:map.png', 'beside.png', 'attachment:map.png Old'],
		);
		person.choose('beside.png');
		bed.glm.script({ kind: 'text', text: altAnswer('A chart.') });
		await generate(notebook.cellAt(0));
		assert.equal(texts(notebook)[0], source.replace('![](beside', '![A chart.](beside'));
	});

	it('is written for the image that was chosen, where the cell was changed while the list was open', async () => {
		const notebook = await notebooks.open([markdownCell('![](beside.png)\n\n![Old](beside.png)')]);
		const { document } = notebook.cellAt(0);
		const { showQuickPick } = vscode.window;
		const change = async (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> => {
			const edit = new vscode.WorkspaceEdit();
			edit.insert(document.uri, new vscode.Position(0, 0), '![New](beside.png)\n\n');
			assert.ok(await vscode.workspace.applyEdit(edit));
			return items.find(({ description }) => description === 'Old');
		};
		Object.assign(vscode.window, { showQuickPick: change });
		bed.glm.script({ kind: 'text', text: altAnswer('Two charts.') });
		try {
			await generate(notebook.cellAt(0));
		} finally {
			Object.assign(vscode.window, { showQuickPick });
		}
		assert.equal(texts(notebook)[0], '![New](beside.png)\n\n![](beside.png)\n\n![Two charts.](beside.png)');
	});

	it('is taken back in one step', async () => {
		const notebook = await notebooks.open([markdownCell('# Maps'), withMap('![](attachment:map.png)')]);
		bed.glm.script({ kind: 'text', text: altAnswer('A map.') });
		await generate(notebook.cellAt(1));
		assert.equal(texts(notebook)[1], '![A map.](attachment:map.png)');
		await vscode.commands.executeCommand('undo');
		assert.equal(texts(notebook)[1], '![](attachment:map.png)');
	});

	it('is improved in the words of the user', async () => {
		const notebook = await notebooks.open([withMap('![](attachment:map.png)')]);
		person.press('Improve…');
		person.enter('shorter');
		for (const alt of ['A map of the town.', 'A map.']) bed.glm.script({ kind: 'text', text: altAnswer(alt) });
		const written = new Promise<void>((resolve) => {
			const subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
				if (document.getText() !== '![A map.](attachment:map.png)') return;
				subscription.dispose();
				resolve();
			});
		});
		await generate(notebook.cellAt(0));
		await written;
		assert.match(questionText(bed.glm.requests.at(-1)), /The user wants it otherwise, and this comes first: shorter/);
	});

	it('is left out where an image is marked as decorative', async () => {
		const notebook = await notebooks.open([withMap('<img src="attachment:map.png">')]);
		await vscode.commands.executeCommand('glimpse.markDecorative', notebook.cellAt(0));
		assert.deepEqual(texts(notebook), ['<img src="attachment:map.png" alt="">']);
	});

	it('is given away where the notebook is closed before it comes', async () => {
		const notebook = await notebooks.open([withMap('![](attachment:map.png)')]);
		const asked = bed.glm.script({ kind: 'text', text: altAnswer('Too late.'), isHeld: true });
		const generated = generate(notebook.cellAt(0));
		await asked.held;
		const closed = new Promise<void>((resolve) => {
			const subscription = vscode.workspace.onDidCloseNotebookDocument((each) => {
				if (each !== notebook) return;
				subscription.dispose();
				resolve();
			});
		});
		await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
		await closed;
		asked.release();
		await generated;
		assert.match(person.read.join(), /The document was closed before the alt text arrived.*“Too late\.”/);
	});

	it('is written for the whole notebook after one question, and taken back in one step', async () => {
		const before = [
			'![](attachment:map.png)',
			'plot()',
			'![](attachment:map.png)\n\n![Known](beside.png)',
			'![](other.png)',
		];
		// None that was asked about before: that answer would be used again.
		const [first, second] = [await chartPng(1), await chartPng(2)].map((png) => png.toString('base64'));
		await writeFile(join(notebooks.folder, 'other.png'), await chartPng(4));
		const notebook = await notebooks.open([
			withMap(before[0] ?? '', 'map.png', { 'image/png': first }),
			codeCell(before[1] ?? ''),
			// Of the same name, and another picture.
			withMap(before[2] ?? '', 'map.png', { 'image/png': second }),
			markdownCell(before[3] ?? ''),
		]);
		for (const alt of ['One.', 'Two.', 'Three.']) bed.glm.script({ kind: 'text', text: altAnswer(alt) });
		const asked = bed.glm.requests.length;
		person.press('Write Alt Text');
		await generateMissing();
		assert.equal(person.read[0], 'Write alt text for 3 images in this file?');
		assert.match(person.details.join(), /^3 pictures will be sent/);
		assert.equal(bed.glm.requests.length, asked + 3);
		const alts = texts(notebook).flatMap((text) => [...text.matchAll(/!\[(.*?)\]/g)].map(([, alt = '']) => alt));
		assert.deepEqual(alts.toSorted(), ['Known', 'One.', 'Three.', 'Two.']);
		await vscode.commands.executeCommand('undo');
		assert.deepEqual(texts(notebook), before);
	});

	it('is told of in one cell without an Undo that could not know which cell is meant', async () => {
		const notebook = await notebooks.open([markdownCell('![](beside.png)'), codeCell('plot()')]);
		// Only a cell that is edited shows what stands above its text.
		await vscode.commands.executeCommand('notebook.cell.edit');
		bed.glm.script({ kind: 'text', text: altAnswer('A chart.') });
		person.press('Write Alt Text');
		await generateMissing();
		const { document } = notebook.cellAt(0);
		await waitForLens(document, '1 of 1 written');
		assert.ok(!(await lensTitles(document)).includes('Undo'));
	});

	it('is asked for over the whole notebook from each of its cells', async () => {
		const notebook = await notebooks.open([withMap('![](attachment:map.png)'), markdownCell('![](beside.png)')]);
		for (const clicked of [notebook.cellAt(0), notebook.cellAt(1).document.uri]) await generateMissing(clicked);
		const question = 'Write alt text for 2 images in this file?';
		assert.deepEqual(person.read, [question, question]);
	});

	it('is missed with a hint in each cell, by the settings of the folder', async () => {
		const notebook = await notebooks.open([withMap('![](attachment:map.png)'), markdownCell('![](beside.png)')]);
		const found = (): readonly number[] =>
			notebook
				.getCells()
				.map(({ document }) => vscode.languages.getDiagnostics(document.uri))
				.map((each) => each.filter(({ source }) => source === 'Glimpse').length);
		await new Promise<void>((resolve) => {
			const look = (): void => {
				if (found().join() !== '1,1') return;
				subscription.dispose();
				resolve();
			};
			const subscription = vscode.languages.onDidChangeDiagnostics(look);
			look();
		});
	});

	it('has pasted pictures put beside the notebook', async () => {
		const notebook = await notebooks.open([markdownCell('Words.')]);
		const picture = { name: 'pasted.png', bytes: Uint8Array.of(1), uri: undefined };
		const placed = await placePictures([picture], notebook.cellAt(0).document);
		assert.deepEqual(
			placed?.map(({ uri, address }) => [uri?.toString(), address]),
			[[vscode.Uri.file(join(notebooks.folder, 'pasted.png')).toString(), 'pasted.png']],
		);
	});
});

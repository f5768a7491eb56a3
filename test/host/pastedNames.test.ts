import assert from 'node:assert/strict';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { altEdit } from '../../src/core/markup/altEdit.ts';
import { readMarkup } from '../../src/core/markup/readMarkup.ts';
import {
	addressEdit,
	areNamedFromAlt,
	keepInStep,
	renameFor,
	type FileRename,
} from '../../src/host/altText/pastedNames.ts';
import {
	applyEditsRenaming,
	takeBack,
	TrackedReferences,
	type AppliedEdit,
} from '../../src/host/altText/trackedReferences.ts';

describe('The file of a pasted picture that gets the name of its alt text', () => {
	let folder: vscode.Uri;
	let document: vscode.TextDocument;
	let count = 0;
	const documents = {
		known: () => undefined,
		get: (read: vscode.TextDocument) => Promise.resolve(readMarkup(read.getText(), read.languageId)),
	};

	beforeEach(async () => {
		const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
		folder = vscode.Uri.joinPath(root, `named-${++count}`);
		await mkdir(join(folder.fsPath, 'img'), { recursive: true });
		await write('img/image.png', 'png');
		document = await open('page.md', 'A chart: ![](img/image.png)\n');
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await rm(folder.fsPath, { recursive: true, force: true });
	});

	const at = (path: string): vscode.Uri => vscode.Uri.joinPath(folder, path);
	const write = (path: string, text: string): Promise<void> => writeFile(at(path).fsPath, text);
	const pictures = async (): Promise<readonly string[]> => (await readdir(at('img').fsPath)).toSorted();
	const created = () => ({ uri: at('img/image.png'), address: 'img/image.png' });
	async function open(path: string, text: string): Promise<vscode.TextDocument> {
		await write(path, text);
		return vscode.workspace.openTextDocument(at(path));
	}

	/** Writes an alt text, and renames as it says. */
	async function name(
		alt: string,
		rename = (changed: vscode.TextDocument) => renameFor(changed, { created: created(), alt }),
	): Promise<AppliedEdit | undefined> {
		const [reference] = readMarkup(document.getText(), document.languageId).references;
		assert.ok(reference);
		using tracked = new TrackedReferences(documents, document, [reference]);
		return applyEditsRenaming({ tracked, edit: (found) => altEdit(found, alt) }, rename);
	}

	it('is renamed with its address, in the same edit', async () => {
		const applied = await name('Sales rise.');
		assert.equal(document.getText(), 'A chart: ![Sales rise.](img/sales-rise.png)\n');
		assert.deepEqual(await pictures(), ['sales-rise.png']);
		assert.equal(applied?.renamed?.to.path, at('img/sales-rise.png').path);
		assert.deepEqual(applied?.written.get(0), { start: 11, end: 22 });
	});

	it('is renamed in HTML, where the alt text stands behind the address', async () => {
		// It would name the file too.
		await replaceAll(document, '');
		document = await open('page.html', '<p><img src="img/image.png"></p>');
		const applied = await name('Sales rise.');
		const text = '<p><img src="img/sales-rise.png" alt="Sales rise."></p>';
		assert.equal(document.getText(), text);
		const written = applied?.written.get(0);
		assert.match(text.slice(written?.start, written?.end), /^ ?(?:alt=")?Sales rise\."?$/);
	});

	it('never takes the place of another: it gets a number', async () => {
		await write('img/sales-rise.png', 'another');
		await write('img/sales-rise-1.png', 'another');
		await name('Sales rise.');
		assert.equal(document.getText(), 'A chart: ![Sales rise.](img/sales-rise-2.png)\n');
		assert.deepEqual(await pictures(), ['sales-rise-1.png', 'sales-rise-2.png', 'sales-rise.png']);
	});

	for (const [why, alt, arrange] of [
		['the alt text has no words', '…', () => Promise.resolve()],
		['it is called so already', 'Image', () => Promise.resolve()],
		['it is gone', 'Sales rise.', () => rm(at('img/image.png').fsPath)],
		[
			'its address stands twice in the document',
			'Sales rise.',
			() => replaceAll(document, '![](img/image.png) ![](img/image.png)'),
		],
		['its address was changed', 'Sales rise.', () => replaceAll(document, '![](img/./image.png)')],
		['another open document names it', 'Sales rise.', () => open('img/other.md', '![](image.png)')],
		[
			'another open document names it from the root',
			'Sales rise.',
			() => open('other.html', `<img src="/named-${count}/img/image.png">`),
		],
	] as const) {
		it(`keeps its name where ${why}`, async () => {
			await arrange();
			const files = await pictures();
			const applied = await name(alt);
			assert.equal(applied?.renamed, undefined);
			assert.ok(document.getText().includes(`![${alt}](img/`), document.getText());
			assert.deepEqual(await pictures(), files);
		});
	}

	it('is no other file of the same name that another document names', async () => {
		await open('other.md', '![](image.png) ![](my-img/image.png) ![](img/image.png.bak)'.slice(0, 35));
		assert.ok((await name('Sales rise.'))?.renamed);
	});

	it('keeps its address where the editor refuses to rename it', async () => {
		await write('img/taken.png', 'another');
		const applied = await name('Sales rise.', () => Promise.resolve(toTaken()));
		assert.equal(applied?.renamed, undefined);
		assert.equal(document.getText(), 'A chart: ![Sales rise.](img/image.png)\n');
		assert.deepEqual(await pictures(), ['image.png', 'taken.png']);
	});

	it('keeps its address where the rename is refused and something is typed above it', async () => {
		await write('img/taken.png', 'another');
		const applied = await whileRefused(
			() => name('Sales rise.', () => Promise.resolve(toTaken())),
			async (edit) => {
				await applyEdit(edit);
				await typeAbove();
			},
		);
		const text = 'Typed.\nA chart: ![Sales rise.](img/image.png)\n';
		assert.equal(document.getText(), text);
		assert.equal(applied?.renamed, undefined);
		assert.equal(applied?.first.start, text.indexOf('!['));
		const written = applied?.written.get(0);
		assert.equal(text.slice(written?.start, written?.end), 'Sales rise.');
		assert.deepEqual(await pictures(), ['image.png', 'taken.png']);
	});

	it('is renamed where the editor first refuses all, for a newer text', async () => {
		const applied = await whileRefused(() => name('Sales rise.'), typeAbove);
		assert.equal(document.getText(), 'Typed.\nA chart: ![Sales rise.](img/sales-rise.png)\n');
		assert.ok(applied?.renamed);
		assert.deepEqual(await pictures(), ['sales-rise.png']);
	});

	for (const [title, refuse, text, files] of [
		['has its name back when that is taken back', undefined, '![](img/image.png)', ['image.png']],
		[
			'keeps its new address where the editor refuses to give the name back',
			async (edit: vscode.WorkspaceEdit) => {
				await write('img/image.png', 'another');
				await applyEdit(edit);
			},
			'![](img/sales-rise.png)',
			['image.png', 'sales-rise.png'],
		],
	] as const) {
		it(title, async () => {
			const applied = await name('Sales rise.');
			assert.ok(applied);
			const [reference] = readMarkup(document.getText(), document.languageId).references;
			assert.ok(reference);
			using tracked = new TrackedReferences(documents, document, [reference]);
			const back = (): Promise<void> => takeBack(tracked, applied);
			await (refuse ? whileRefused(back, refuse) : back());
			assert.equal(document.getText(), `A chart: ${text}\n`);
			assert.deepEqual(await pictures(), files);
		});
	}

	it('gets its name back where the text was undone before it was renamed', async () => {
		const renamed = (await name('Sales rise.'))?.renamed;
		assert.ok(renamed);
		assert.equal(await keepInStep(document, renamed), false);
		assert.deepEqual(await pictures(), ['sales-rise.png']);
		await replaceAll(document, 'A chart: ![](img/image.png)\n');
		assert.equal(await keepInStep(document, renamed), true);
		assert.deepEqual(await pictures(), ['image.png']);
	});

	it('has an address that is found only in its own image', async () => {
		await replaceAll(document, '![a](b.png) ![](img/image.png)');
		const [first, second] = readMarkup(document.getText(), 'markdown').references;
		assert.ok(first && second);
		const rename = await renameFor(document, { created: created(), alt: 'New' });
		assert.ok(rename);
		assert.equal(addressEdit(document, first, rename), undefined);
		assert.deepEqual(addressEdit(document, second, rename), { start: 16, end: 29, newText: 'img/new.png' });
	});

	it('is asked for by a setting of its document', async () => {
		const settings = vscode.workspace.getConfiguration('glimpse', document);
		assert.equal(areNamedFromAlt(document.uri), false);
		await settings.update('pastedNames', 'fromAltText', vscode.ConfigurationTarget.Global);
		assert.equal(areNamedFromAlt(document.uri), true);
		await settings.update('pastedNames', undefined, vscode.ConfigurationTarget.Global);
	});

	/** Returns a rename that the editor refuses. */
	function toTaken(): FileRename {
		const [from, to] = [at('img/image.png'), at('img/taken.png')];
		return { from, to, address: 'img/image.png', newAddress: 'img/taken.png' };
	}

	const { applyEdit } = vscode.workspace;
	/** Does something while the editor says of the first edit that it was refused, of which `instead` is done. */
	async function whileRefused<Result>(
		work: () => Promise<Result>,
		instead: (edit: vscode.WorkspaceEdit) => Promise<void>,
	): Promise<Result> {
		const refuse = async (edit: vscode.WorkspaceEdit): Promise<boolean> => {
			Object.assign(vscode.workspace, { applyEdit });
			await instead(edit);
			return false;
		};
		Object.assign(vscode.workspace, { applyEdit: refuse });
		try {
			return await work();
		} finally {
			Object.assign(vscode.workspace, { applyEdit });
		}
	}

	async function typeAbove(): Promise<void> {
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, new vscode.Position(0, 0), 'Typed.\n');
		assert.ok(await vscode.workspace.applyEdit(edit));
	}

	async function replaceAll(changed: vscode.TextDocument, text: string): Promise<void> {
		const edit = new vscode.WorkspaceEdit();
		const end = changed.positionAt(changed.getText().length);
		edit.replace(changed.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
		await vscode.workspace.applyEdit(edit);
	}
});

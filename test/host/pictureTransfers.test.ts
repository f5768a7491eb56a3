import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { mostFileBytes } from '../../src/core/media.ts';
import { pictureEdits, type Insertion, type PictureEdit } from '../../src/host/altText/pastePictures.ts';
import { transferTable, type CarriedFile, type TransferRow } from '../support/transferTable.ts';

/** A file with content of the test's own. */
interface ReadFile extends CarriedFile {
	readonly read?: () => Promise<Uint8Array>;
}

/** A file as the editor hands it to a provider. */
class FileItem extends vscode.DataTransferItem {
	readonly #file: ReadFile;

	constructor(file: ReadFile) {
		super('');
		this.#file = file;
	}

	override asFile(): vscode.DataTransferFile {
		const { name, holds, read } = this.#file;
		const bytes = holds === 'nothing' ? new Uint8Array() : Uint8Array.of(1);
		return { name, data: read ?? (() => Promise.resolve(bytes)) };
	}
}

describe('What is pasted or dropped in a document', () => {
	let folder: vscode.Uri;
	let document: vscode.TextDocument;
	const token = new vscode.CancellationTokenSource().token;

	before(async () => {
		folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
		for (const name of ['transfers.md', 'transfers.html', 'transfers.tsx']) await writeFile(pathOf(name), '');
		document = await vscode.workspace.openTextDocument(pathOf('transfers.md'));
	});
	after(async () => {
		for (const name of ['transfers.md', 'transfers.html', 'transfers.tsx']) await rm(pathOf(name), { force: true });
	});
	const pathOf = (name: string): string => join(folder.fsPath, name);

	/** The row's lists with the workspace of this window. */
	const here = (text: string): string =>
		text.replaceAll('file:///workspace/', `${folder.toString()}/`).replaceAll(/^\/workspace\//gm, `${folder.path}/`);

	async function editsFor(
		{
			how,
			texts,
			files = [],
		}: Pick<TransferRow, 'how' | 'texts'> & { readonly files?: readonly ReadFile[] | undefined },
		{
			isFromMenu = false,
			into = document,
		}: { readonly isFromMenu?: boolean; readonly into?: vscode.TextDocument } = {},
	): Promise<readonly PictureEdit[]> {
		// Keys that differ though the types may be the same.
		const items = files.map((file): [string, vscode.DataTransferItem] => [file.type, new FileItem(file)]);
		const all = Object.entries(texts).map(([type, text]): [string, vscode.DataTransferItem] => [
			type,
			new vscode.DataTransferItem(here(text)),
		]);
		const transfer = new vscode.DataTransfer();
		for (const [type, item] of all) transfer.set(type, item);
		Object.defineProperty(transfer, Symbol.iterator, { value: () => [...all, ...items][Symbol.iterator]() });
		const insertion: Insertion = { transfer, position: new vscode.Position(0, 0), how, isFromMenu };
		const documents = { canInsertAt: () => Promise.resolve(true) };
		return pictureEdits({ documents }, into, { insertion, token });
	}

	for (const row of transferTable) {
		it(row.title, async () => {
			const [plain, withAltText] = await editsFor(row);
			assert.equal(plain?.insertText ?? '', row.document);
			assert.equal(plain?.asks, undefined);
			const address = /\(([^)]*)\)/.exec(row.document)?.[1];
			assert.equal(withAltText?.asks?.pictures[0]?.address, address);
		});
	}

	it('is the picture beside the words only by choice', async () => {
		const row = transferTable.find(({ title }) => title === 'Excel: cells');
		assert.ok(row);
		assert.deepEqual(await editsFor(row), []);
		const [plain] = await editsFor(row, { isFromMenu: true });
		assert.equal(plain?.insertText, '![](image.png)');
	});

	it('is nothing where there are too many', async () => {
		const files = Array.from({ length: 51 }, (_, number) => ({ name: `${number}.png`, type: 'image/png' }));
		assert.deepEqual(await editsFor({ how: 'drop', texts: {}, files }), []);
		assert.equal((await editsFor({ how: 'drop', texts: {}, files: files.slice(1) })).length, 1);
	});

	it('gets alt text without a question where that is at most five pictures', async () => {
		const files = Array.from({ length: 6 }, (_, number) => ({ name: `${number}.png`, type: 'image/png' }));
		const asking = async (count: number): Promise<readonly boolean[]> =>
			(await editsFor({ how: 'paste', texts: {}, files: files.slice(0, count) })).map(({ asks }) => asks !== undefined);
		assert.deepEqual([await asking(5), await asking(6)], [[false, true], [false]]);
	});

	it('is nothing where the files are too large together', async () => {
		const half = new Uint8Array(mostFileBytes / 2 + 1);
		const files = ['a', 'b'].map((name) => ({ name: `${name}.png`, type: 'image/png', read: async () => half }));
		assert.deepEqual(await editsFor({ how: 'drop', texts: {}, files }), []);
		assert.equal((await editsFor({ how: 'drop', texts: {}, files: files.slice(1) })).length, 2);
	});

	it('is nothing where files outside of the workspace are too large together', async () => {
		const outside = await mkdtemp(join(tmpdir(), 'glimpse-large-'));
		try {
			const uris: string[] = [];
			for (const name of ['a.png', 'b.png']) {
				const path = join(outside, name);
				await writeFile(path, '');
				await truncate(path, mostFileBytes / 2 + 1);
				uris.push(vscode.Uri.file(path).toString());
			}
			assert.deepEqual(await editsFor({ how: 'drop', texts: { 'text/uri-list': uris.join('\r\n') } }), []);
		} finally {
			await rm(outside, { recursive: true });
		}
	});

	it('is the rest where a file can’t be read', async () => {
		const picture = { name: 'a.png', type: 'image/png' };
		const gone = { ...picture, read: () => Promise.reject(new Error('gone')) };
		const [plain] = await editsFor({ how: 'drop', texts: {}, files: [gone, { ...picture, name: 'b.png' }] });
		assert.equal(plain?.insertText, '![](b.png)');
		const uris = [vscode.Uri.file('/nowhere/a.png').toString(), `${folder.toString()}/b.png`];
		const [other] = await editsFor({ how: 'drop', texts: { 'text/uri-list': uris.join('\r\n') } });
		assert.equal(other?.insertText, '![](b.png)');
		assert.deepEqual(await editsFor({ how: 'drop', texts: { 'text/uri-list': uris[0] ?? '' } }), []);
	});

	it('has names that lead nowhere else', async () => {
		const files = [{ name: '../../a\u202Egnp.png', type: 'image/png' }];
		const [plain] = await editsFor({ how: 'paste', texts: {}, files });
		assert.equal(plain?.insertText, '![](agnp.png)');
	});

	for (const [name, file, address] of [
		['transfers.html', '<img src="image.png">', '<img src="https://example.com/a.png?b=1&amp;c=%27">'],
		['transfers.tsx', '<img src="image.png" />', '<img src="https://example.com/a.png?b=1&amp;c=%27" />'],
	] as const) {
		it(`lacks alt text, and so is hinted at: ${name}`, async () => {
			const into = await vscode.workspace.openTextDocument(pathOf(name));
			const picture = { how: 'drop', texts: {}, files: [{ name: 'image.png', type: 'image/png' }] } as const;
			const [plain, withAltText] = await editsFor(picture, { into });
			assert.equal(plain?.insertText, file);
			assert.notEqual(withAltText?.insertText, file);
			const texts = { 'text/uri-list': "https://example.com/a.png?b=1&c='" };
			const [linked] = await editsFor({ how: 'drop', texts }, { into });
			assert.equal(linked?.insertText, address);
			assert.equal(linked?.additionalEdit.size, 0);
		});
	}
});

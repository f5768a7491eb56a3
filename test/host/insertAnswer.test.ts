import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answerCommands } from '../../src/host/commands/answerCommands.ts';
import type { OpenConversation } from '../../src/host/conversation/openConversation.ts';
import { ReadOnlyFiles } from './readOnlyFiles.ts';

/** A file system with one file, whose content arrives when the test lets it. */
class SlowFiles extends ReadOnlyFiles {
	readonly #content = Promise.withResolvers<Uint8Array>();

	arrive(text: string): void {
		this.#content.resolve(new TextEncoder().encode(text));
	}

	fail(): void {
		this.#content.reject(vscode.FileSystemError.Unavailable());
	}

	stat(): vscode.FileStat {
		return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 1 };
	}

	async readFile(): Promise<Uint8Array> {
		return this.#content.promise;
	}
}

describe('An answer is inserted', () => {
	const turn = { question: { id: 'a' }, text: 'It fails.' };
	const { insert } = answerCommands({ state: { turns: [turn] } } as unknown as OpenConversation);

	afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

	it('where the cursor is, when something else changes the document in that moment', async () => {
		const document = await vscode.workspace.openTextDocument({ content: 'Before.\n' });
		const editor = await vscode.window.showTextDocument(document);
		editor.selection = new vscode.Selection(1, 0, 1, 0);
		const other = new vscode.WorkspaceEdit();
		other.insert(document.uri, new vscode.Position(0, 0), 'New.\n');
		const changed = vscode.workspace.applyEdit(other);
		await insert();
		assert.ok(await changed);
		assert.equal(document.getText(), 'New.\nBefore.\nIt fails.');
	});

	describe('with a tab in front whose file is still being read', () => {
		let files: SlowFiles;
		let provider: vscode.Disposable;

		/** Opens it as a click in the Explorer does, until its tab is in front and no text editor is. */
		async function open(name: string): Promise<void> {
			const { window } = vscode;
			const comes = Promise.withResolvers<void>();
			const look = (): void => {
				const { activeTab } = window.tabGroups.activeTabGroup;
				if (activeTab?.label === name && !window.activeTextEditor) comes.resolve();
			};
			const listeners = [window.tabGroups.onDidChangeTabs(look), window.onDidChangeActiveTextEditor(look)];
			void vscode.commands.executeCommand('vscode.open', vscode.Uri.from({ scheme: 'glimpse-slow', path: `/${name}` }));
			await comes.promise;
			for (const listener of listeners) listener.dispose();
		}

		beforeEach(() => {
			files = new SlowFiles();
			provider = vscode.workspace.registerFileSystemProvider('glimpse-slow', files);
		});
		afterEach(() => provider.dispose());

		it('into that file', async () => {
			await open('notes.md');
			const inserted = insert();
			files.arrive('Before.');
			await inserted;
			const document = vscode.window.activeTextEditor?.document;
			assert.equal(document?.uri.path, '/notes.md');
			assert.equal(document.getText(), 'It fails.Before.');
		});

		it('nowhere, when the file cannot be read', async () => {
			await open('gone.md');
			const inserted = insert();
			files.fail();
			await inserted;
			assert.deepEqual(vscode.window.visibleTextEditors, []);
		});
	});
});

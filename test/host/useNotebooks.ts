import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { notebookFile, type NotebookCell } from '../support/notebookFile.ts';

/** Notebooks in a folder of the workspace. */
export interface NotebookBed {
	readonly folder: string;
	/** Writes a notebook and opens it in an editor, with a cell selected. */
	open(cells: readonly NotebookCell[], selected?: number): Promise<vscode.NotebookDocument>;
}

/** For a `describe`: each test opens notebooks of its own, which are closed behind it without being saved. */
export function useNotebooks(): NotebookBed {
	let folder = '';
	let count = 0;

	before(async () => {
		folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'notebooks');
		await mkdir(folder, { recursive: true });
	});
	afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

	return {
		get folder() {
			return folder;
		},
		async open(cells, selected = 0) {
			// The editor may keep one that it has closed.
			const path = join(folder, `notebook-${Date.now()}-${++count}.ipynb`);
			await writeFile(path, notebookFile(...cells));
			// By the editor's own command: a notebook that an extension opens stays open for minutes.
			await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path), { preview: false });
			const editor = vscode.window.activeNotebookEditor;
			if (editor?.notebook.uri.fsPath !== path) throw new Error(`${path} didn't open as a notebook.`);
			const { notebook } = editor;
			editor.selections = [new vscode.NotebookRange(selected, selected + 1)];
			return notebook;
		},
	};
}

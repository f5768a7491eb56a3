import * as vscode from 'vscode';

/** Returns the cell whose document this is; undefined for any other document, and for a cell that is gone. */
export function cellOf(document: vscode.Uri): vscode.NotebookCell | undefined {
	if (document.scheme !== 'vscode-notebook-cell') return undefined;
	const name = document.toString();
	for (const notebook of vscode.workspace.notebookDocuments) {
		const cell = notebook.getCells().find((each) => each.document.uri.toString() === name);
		if (cell) return cell;
	}
	return undefined;
}

/** Returns the cell that a menu of a notebook passes; without one, the selected cell of the notebook in front. */
export function chosenCell(passed: unknown): vscode.NotebookCell | undefined {
	if (isCell(passed)) return passed;
	const editor = vscode.window.activeNotebookEditor;
	return editor && editor.notebook.cellCount > 0 ? editor.notebook.cellAt(editor.selection.start) : undefined;
}

/** Tells whether a command was given a cell, by a notebook's own menu. */
export function isCell(passed: unknown): passed is vscode.NotebookCell {
	return (
		typeof passed === 'object' && passed !== null && 'notebook' in passed && 'document' in passed && 'outputs' in passed
	);
}

/** Tells whether a cell is text and not code. */
export function isMarkdown({ kind }: vscode.NotebookCell): boolean {
	return kind === vscode.NotebookCellKind.Markup;
}

/** Shows a document, or the notebook with the cell whose document it is, at its beginning or with a selection. */
export async function showDocument(
	uri: vscode.Uri,
	options: Pick<vscode.TextDocumentShowOptions, 'selection' | 'viewColumn'> = {},
): Promise<void> {
	const cell = cellOf(uri);
	if (!cell) return void (await vscode.window.showTextDocument(uri, { ...options, preview: false }));
	const selection = new vscode.NotebookRange(cell.index, cell.index + 1);
	await vscode.window.showNotebookDocument(cell.notebook, { selections: [selection], preview: false });
}

/** Tells whether a document is a cell of a notebook that is to be seen. */
export function isInVisibleNotebook(uri: vscode.Uri): boolean {
	const notebook = cellOf(uri)?.notebook;
	return notebook !== undefined && vscode.window.visibleNotebookEditors.some((editor) => editor.notebook === notebook);
}

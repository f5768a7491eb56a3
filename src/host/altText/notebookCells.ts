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

/** Returns the cell that a menu of a notebook is about; without one, the selected cell of the notebook in front. */
export async function chosenCell(passed: unknown): Promise<vscode.NotebookCell | undefined> {
	if (isCell(passed)) return passed;
	// The menu beside a cell passes none and selects none, it gives that cell the focus, of which extensions learn nothing. With
	// this command of the editor's the cell with the focus is the selected one.
	if (isOfCellMenu(passed)) await vscode.commands.executeCommand('notebook.cell.quitEdit');
	const editor = vscode.window.activeNotebookEditor;
	return editor && editor.notebook.cellCount > 0 ? editor.notebook.cellAt(editor.selection.start) : undefined;
}

/** Returns the file that a document is of: for a cell, the notebook. */
export function fileOf(document: vscode.Uri): vscode.Uri {
	return cellOf(document)?.notebook.uri ?? document;
}

/** Returns where the settings of a document are looked up: for a cell, at the notebook in its folder. */
export function settingsScope({
	uri,
	languageId,
}: Pick<vscode.TextDocument, 'uri' | 'languageId'>): vscode.ConfigurationScope {
	return { uri: fileOf(uri), languageId };
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

/** Tells whether a command comes from a menu of a cell, which passes the cell, or only where it was opened. */
export function isOfCellMenu(passed: unknown): boolean {
	return isCell(passed) || (typeof passed === 'object' && passed !== null && 'from' in passed);
}

/** Tells whether a document is a cell of a notebook that is to be seen. */
export function isInVisibleNotebook(uri: vscode.Uri): boolean {
	const notebook = cellOf(uri)?.notebook;
	return notebook !== undefined && vscode.window.visibleNotebookEditors.some((editor) => editor.notebook === notebook);
}

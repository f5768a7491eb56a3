import * as vscode from 'vscode';
import { markupLanguageOf } from '../../core/review/documentFiles.ts';
import { walkDocuments } from '../../core/review/walkDocuments.ts';
import { withoutSlash, type WorkspaceFiles } from './workspaceFiles.ts';

/** Finds the documents of a file or folder, folder by folder; a document that is named itself is never left out. */
export async function* documentsIn(
	uri: vscode.Uri,
	{ root, files, isExcluded }: WorkspaceFiles,
	signal: AbortSignal,
): AsyncGenerator<vscode.Uri> {
	if (!(await isFolder(uri))) {
		if (markupLanguageOf(uri.path) !== undefined) yield uri;
		return;
	}
	const folder = withoutSlash(uri);
	const found = walkDocuments(files, folder.path, { root: root.path, isExcluded, signal });
	for await (const { path } of found) yield folder.with({ path });
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
	try {
		return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
	} catch {
		return false;
	}
}

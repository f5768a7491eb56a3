import * as vscode from 'vscode';
import { findFileReferences, type FileReference } from '../../core/fileReferences.ts';

/** Those places that an answer names and the workspace has, as they are written. */
export async function linkedPlaces(text: string): Promise<readonly string[]> {
	const places: string[] = [];
	for (const reference of findFileReferences(text)) {
		if (await fileOf(reference)) places.push(reference.written);
	}
	return places;
}

/** Opens a place in a file of the workspace; nothing happens when it is none. */
export async function openPlace(written: string): Promise<void> {
	const reference = findFileReferences(written).find((found) => found.written === written);
	const uri = reference && (await fileOf(reference));
	if (!uri) return;
	const position = new vscode.Position(
		Math.max((reference.line ?? 1) - 1, 0),
		Math.max((reference.column ?? 1) - 1, 0),
	);
	await vscode.window.showTextDocument(uri, { selection: new vscode.Range(position, position) });
}

/** The one file of the workspace that is meant: what a model writes leads nowhere else. */
async function fileOf({ path }: FileReference): Promise<vscode.Uri | undefined> {
	// A path from the root of some machine may end in one of the workspace's.
	const parts = path.split('/').filter((part) => part !== '' && part !== '..');
	for (let first = 0; first < parts.length; first++) {
		const rest = parts.slice(first).join('/');
		const escaped = rest.replaceAll(/[*?{}[\]]/g, '[$&]');
		const found = await vscode.workspace.findFiles(`**/${escaped}`, undefined, 2);
		if (found.length === 1) return found[0];
		if (found.length > 1) {
			const exact =
				vscode.workspace.workspaceFolders?.map(({ uri }) => vscode.Uri.joinPath(uri, rest).toString()) ?? [];
			return found.find((uri) => exact.includes(uri.toString()));
		}
	}
	return undefined;
}

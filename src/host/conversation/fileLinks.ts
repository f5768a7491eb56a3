import * as vscode from 'vscode';
import { FileFinder, findFileReferences } from '../../core/fileReferences.ts';
import { tokenOf } from '../editor/cancellation.ts';

/** Returns those places that an answer names and the workspace has, as they are written; few or none once `signal` is aborted. */
export async function linkedPlaces(text: string, signal: AbortSignal): Promise<readonly string[]> {
	const finder = workspaceFinder(signal);
	const places: string[] = [];
	for (const reference of findFileReferences(text)) {
		if (signal.aborted) break;
		if (await finder.find(reference)) places.push(reference.written);
	}
	return places;
}

/** Opens a place in a file of the workspace; does nothing when there is no such file. */
export async function openPlace(written: string): Promise<void> {
	const reference = findFileReferences(written).find((found) => found.written === written);
	const uri = reference && (await workspaceFinder(new AbortController().signal).find(reference));
	if (!uri) return;
	const position = new vscode.Position(
		Math.max((reference.line ?? 1) - 1, 0),
		Math.max((reference.column ?? 1) - 1, 0),
	);
	await vscode.window.showTextDocument(uri, { selection: new vscode.Range(position, position) });
}

/** Searches the open folders only: a model's text leads nowhere else. */
function workspaceFinder(signal: AbortSignal): FileFinder<vscode.Uri> {
	const { workspace } = vscode;
	const find = async (glob: string, most: number): Promise<readonly vscode.Uri[]> => {
		using search = tokenOf(signal);
		return await workspace.findFiles(glob, undefined, most, search.token);
	};
	const isAtRoot = (file: vscode.Uri, path: string): boolean =>
		workspace.workspaceFolders?.some(({ uri }) => vscode.Uri.joinPath(uri, path).toString() === file.toString()) ??
		false;
	return new FileFinder({ find, isAtRoot }, signal);
}

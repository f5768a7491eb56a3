import * as vscode from 'vscode';
import { isMarkupLanguage } from '../../core/markup/languages.ts';

/**
 * Returns the files and folders that a menu passes: the Explorer one and all that are selected, Source Control the changed files or
 * their groups, one after the other. Undefined for a call from the palette.
 */
export function given(args: readonly unknown[]): readonly vscode.Uri[] | undefined {
	const selected: unknown = args.find((each) => Array.isArray(each));
	const uris = (Array.isArray(selected) ? selected : args).flatMap(urisOf);
	const all = uris.length > 0 ? uris : args.flatMap(urisOf);
	return all.length > 0 ? all : undefined;
}

/** Returns the document in the editor, if it is one that may have images. */
export function openDocument(): readonly vscode.Uri[] | undefined {
	const document = vscode.window.activeTextEditor?.document;
	return document && isMarkupLanguage(document.languageId) ? [document.uri] : undefined;
}

/** Returns the folders that are open. */
export function workspace(): readonly vscode.Uri[] {
	return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}

function urisOf(value: unknown): readonly vscode.Uri[] {
	if (value instanceof vscode.Uri) return [value];
	if (typeof value !== 'object' || value === null) return [];
	if ('resourceUri' in value) return urisOf(value.resourceUri);
	return 'resourceStates' in value && Array.isArray(value.resourceStates) ? value.resourceStates.flatMap(urisOf) : [];
}

import * as vscode from 'vscode';
import { givenFiles, pictures, videos } from './chooseFiles.ts';
import { nameOf } from './source.ts';

/** Returns the picture or video that the editor shows in front; undefined if it shows none. */
export function openPicture(): vscode.Uri | undefined {
	const nothing = { clicked: undefined, selected: undefined };
	return givenFiles(nothing, pictures())[0] ?? givenFiles(nothing, videos())[0];
}

/** Returns the name of that picture or video. */
export function openPictureName(): string | undefined {
	const uri = openPicture();
	return uri && nameOf(uri);
}

/** Calls back when another tab comes to the front. */
export function onDidChangeFrontTab(callback: () => void): vscode.Disposable {
	const { tabGroups } = vscode.window;
	return vscode.Disposable.from(tabGroups.onDidChangeTabs(callback), tabGroups.onDidChangeTabGroups(callback));
}

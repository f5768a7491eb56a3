import * as vscode from 'vscode';
import { givenFiles, pictures, videos } from './chooseFiles.ts';

/** Returns the picture or video that the editor shows in front; undefined if it shows none. */
export function openPicture(): vscode.Uri | undefined {
	const nothing = { clicked: undefined, selected: undefined };
	return givenFiles(nothing, pictures())[0] ?? givenFiles(nothing, videos())[0];
}

/** Calls back when another tab comes to the front. */
export function onDidChangeFrontTab(callback: () => void): vscode.Disposable {
	const { tabGroups } = vscode.window;
	return vscode.Disposable.from(tabGroups.onDidChangeTabs(callback), tabGroups.onDidChangeTabGroups(callback));
}

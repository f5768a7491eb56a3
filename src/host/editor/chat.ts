import * as vscode from 'vscode';

/** The setting of the editor that turns its chat off. */
export const chatSetting = 'chat.disableAIFeatures';

/** Tells whether the editor's chat is on, as far as its settings say. */
export function hasChat(): boolean {
	return vscode.workspace.getConfiguration('chat').get('disableAIFeatures') === false;
}

/** Tells whether a person has switched the editor's AI features off. */
export function isChatOff(): boolean {
	return vscode.workspace.getConfiguration('chat').get('disableAIFeatures') === true;
}

import * as vscode from 'vscode';

/** Opens the editor's settings at those of Glimpse. */
export async function openSettings(): Promise<void> {
	await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:glimpse-vision.glimpse');
}

import * as vscode from 'vscode';
import { until } from '../support/waiting.ts';

/** The lenses of a document, in their order. */
async function lenses(document: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> {
	return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
}

/** What stands above the images of a document and above the document itself, without icons. */
export async function lensTitles(document: vscode.TextDocument): Promise<readonly string[]> {
	return (await lenses(document)).map(({ command }) => (command?.title ?? '').replace(/^\$\([\w~-]+\)\s/, ''));
}

/** Waits for a lens. */
export async function waitForLens(document: vscode.TextDocument, title: string): Promise<void> {
	await until(`the lens "${title}"`, async () => (await lensTitles(document)).includes(title));
}

/** Presses a lens, once it is there. */
export async function pressLens(document: vscode.TextDocument, title: string): Promise<void> {
	await waitForLens(document, title);
	const { command } = (await lenses(document)).find((lens) => lens.command?.title === title) ?? {};
	await vscode.commands.executeCommand(command?.command ?? '', ...(command?.arguments ?? []));
}

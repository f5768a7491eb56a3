import * as vscode from 'vscode';
import { pasteKinds } from './pasteKinds.ts';
import { showInformation } from '../notifications.ts';

/** Puts the paste with alt text first among the user's preferences, before every other paste of pictures. */
export async function preferAltTextPaste(): Promise<void> {
	const { value } = pasteKinds().altText;
	const configuration = vscode.workspace.getConfiguration('editor');
	const now = configuration.inspect<readonly string[]>('pasteAs.preferences')?.globalValue ?? [];
	const preferences = [value, ...now.filter((kind) => kind !== value)];
	await configuration.update('pasteAs.preferences', preferences, vscode.ConfigurationTarget.Global);
	void showInformation(
		vscode.l10n.t('A picture that you paste is now inserted with alt text. The setting is editor.pasteAs.preferences.'),
	);
}

/** Whether a workspace puts the paste with alt text among the preferences, and the user doesn't: it would send every picture. */
export function isPreferredByWorkspaceAlone(document: vscode.TextDocument): boolean {
	const { value } = pasteKinds().altText;
	const setting = vscode.workspace.getConfiguration('editor', document).inspect<unknown>('pasteAs.preferences') ?? {};
	const scopes = Object.entries(setting).filter(([, kinds]) => Array.isArray(kinds) && kinds.includes(value));
	return scopes.length > 0 && scopes.every(([scope]) => scope.startsWith('workspace'));
}

import * as vscode from 'vscode';
import { showInformation } from '../editor/notifications.ts';

/** The kinds of edits that a pasted or dropped picture offers. */
export interface PasteKinds {
	/** An image with alt text: asks a model. */
	readonly altText: vscode.DocumentDropOrPasteEditKind;
	/** An image with an empty alt text: sends nothing. */
	readonly plain: vscode.DocumentDropOrPasteEditKind;
}

export function pasteKinds(): PasteKinds {
	const image = vscode.DocumentDropOrPasteEditKind.Empty.append('image');
	return { altText: image.append('altText'), plain: image.append('markup') };
}

/** The languages in which a picture can be inserted. */
export const pasteLanguages = ['markdown', 'mdx', 'html', 'javascript', 'javascriptreact', 'typescriptreact'] as const;

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

/** Tells whether only the workspace prefers the paste with alt text, and not the user: it would send every picture. */
export function isPreferredByWorkspaceAlone(document: vscode.TextDocument): boolean {
	const { value } = pasteKinds().altText;
	const setting = vscode.workspace.getConfiguration('editor', document).inspect<unknown>('pasteAs.preferences') ?? {};
	const scopes = Object.entries(setting).filter(([, kinds]) => Array.isArray(kinds) && kinds.includes(value));
	return scopes.length > 0 && scopes.every(([scope]) => scope.startsWith('workspace'));
}

import * as vscode from 'vscode';
import { hasCredentials } from '../../core/webAddress.ts';

/** Has the user enter the web address of a picture or video; undefined when they don't. */
export async function enterWebAddress(): Promise<URL | undefined> {
	const copied = webAddress(await vscode.env.clipboard.readText());
	const entered = await vscode.window.showInputBox({
		title: vscode.l10n.t('Describe Image or Video from URL'),
		prompt: vscode.l10n.t('The https address of a picture or video'),
		// What was copied is what is most likely meant.
		value: copied?.protocol === 'https:' ? copied.href : '',
		ignoreFocusOut: true,
		validateInput: (value) =>
			value.trim() === '' || webAddress(value)
				? undefined
				: vscode.l10n.t('An address begins with https:// and has no password in it.'),
	});
	return webAddress(entered ?? '');
}

/** An https address without a user, or a data URI of a picture. */
function webAddress(text: string): URL | undefined {
	const url = URL.parse(text.trim());
	if (url && hasCredentials(url)) return undefined;
	return url?.protocol === 'https:' || text.trim().startsWith('data:image/') ? (url ?? undefined) : undefined;
}

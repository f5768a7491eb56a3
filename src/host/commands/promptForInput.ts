import * as vscode from 'vscode';
import { hasCredentials } from '../../core/webAddress.ts';
import type { TaskId } from '../../core/tasks.ts';

/** Asks for the web address of a picture or video; undefined when the user cancels. */
export async function enterWebAddress(): Promise<URL | undefined> {
	const copied = webAddress(await vscode.env.clipboard.readText());
	const entered = await vscode.window.showInputBox({
		title: vscode.l10n.t('Describe Image or Video from URL'),
		prompt: vscode.l10n.t('The https address of a picture or video'),
		// A copied address is most likely the one.
		value: copied?.protocol === 'https:' ? copied.href : '',
		ignoreFocusOut: true,
		validateInput: (value) =>
			value.trim() === '' || webAddress(value)
				? undefined
				: vscode.l10n.t('An address begins with https:// and has no password in it.'),
	});
	return webAddress(entered ?? '');
}

/** Parses an https address without a user name, or the data URI of a picture. */
function webAddress(text: string): URL | undefined {
	const url = URL.parse(text.trim());
	if (url && hasCredentials(url)) return undefined;
	return url?.protocol === 'https:' || text.trim().startsWith('data:image/') ? (url ?? undefined) : undefined;
}

/** Asks for the words that a task needs; empty where it needs none, undefined when the user cancels. */
export async function promptForTaskInput(task: TaskId): Promise<string | undefined> {
	const { l10n, window } = vscode;
	if (task === 'ask') {
		const question = await window.showInputBox({
			title: l10n.t('Ask About Image'),
			prompt: l10n.t('Your question about the picture'),
			ignoreFocusOut: true,
			validateInput: (value) => (value !== '' && value.trim() === '' ? l10n.t('Write a question.') : undefined),
		});
		return question?.trim() || undefined;
	}
	if (task !== 'uiToCode') return '';
	const html = l10n.t('HTML and CSS');
	const jsx: vscode.QuickPickItem = { label: 'JSX', description: l10n.t('a React component with its styles') };
	const picked = await window.showQuickPick([{ label: html }, jsx], { title: l10n.t('UI to Code') });
	if (!picked) return undefined;
	return picked === jsx ? 'Write it as one React component in JSX, with its styles, in place of HTML.' : '';
}

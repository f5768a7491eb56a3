import * as vscode from 'vscode';
import type { TaskId } from '../../core/tasks.ts';

/** What the user has to say to a task before it can be asked; undefined when they don't. */
export async function wordsFor(task: TaskId): Promise<string | undefined> {
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

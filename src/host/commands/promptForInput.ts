import * as vscode from 'vscode';
import {
	detectTargets,
	offeredTargets,
	targetPrompt,
	type CodeTarget,
	type Framework,
} from '../../core/codeTargets.ts';
import { hasCredentials } from '../../core/webAddress.ts';
import type { TaskId } from '../../core/tasks.ts';
import { readProjectFiles } from './projectFiles.ts';

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

/**
 * Asks for the words that a task needs; empty where it needs none, undefined when the user cancels. `picture` is the one that it is
 * about, where that is a file.
 */
export async function promptForTaskInput(task: TaskId, picture: vscode.Uri | undefined): Promise<string | undefined> {
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
	return task === 'uiToCode' ? promptForCode(picture) : '';
}

/** Asks what code to write; what the workspace is written in stands first. */
async function promptForCode(picture: vscode.Uri | undefined): Promise<string | undefined> {
	const { l10n, window } = vscode;
	const title = l10n.t('UI to Code');
	const other = l10n.t('Something Else…');
	const items = async (): Promise<(vscode.QuickPickItem & { readonly target?: CodeTarget })[]> => [
		...offeredTargets(detectTargets(await readProjectFiles(picture))).map((target) => ({
			label: targetName(target),
			...('from' in target && { description: l10n.t('from {0}', target.from) }),
			target,
		})),
		{ label: other },
	];
	const picked = await window.showQuickPick(items(), { title, placeHolder: l10n.t('What to write it in') });
	if (!picked) return undefined;
	if (picked.target) return targetPrompt(picked.target);
	const wish = await window.showInputBox({
		title,
		prompt: l10n.t('What to write it in, in your words'),
		ignoreFocusOut: true,
	});
	return wish?.trim() || undefined;
}

function targetName({ framework, styling }: CodeTarget): string {
	if (framework === 'html' && styling === 'css') return vscode.l10n.t('HTML and CSS');
	const name = frameworkNames[framework];
	return styling === 'tailwind' ? vscode.l10n.t('{0} with Tailwind CSS', name) : name;
}

const frameworkNames: Readonly<Record<Framework, string>> = {
	html: 'HTML',
	react: 'React',
	vue: 'Vue',
	svelte: 'Svelte',
	angular: 'Angular',
	reactNative: 'React Native',
	swiftUi: 'SwiftUI',
	compose: 'Jetpack Compose',
	flutter: 'Flutter',
};

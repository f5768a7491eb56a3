import * as vscode from 'vscode';
import { failureOf } from '../core/failure.ts';
import type { TaskId } from '../core/tasks.ts';
import { hasVideoName } from '../core/video/videoName.ts';
import { answerCommands } from './answerCommands.ts';
import { continueAnswer } from './continueAnswer.ts';
import { enterWebAddress } from './describeUrl.ts';
import { failureNotice } from './failureMessage.ts';
import { deleteApiKey, setApiKey, type KeyCommandParts } from './keyCommands.ts';
import type { History } from './history.ts';
import type { Source } from './mediaSource.ts';
import { openSettings } from './openSettings.ts';
import type { OpenConversation } from './openConversation.ts';
import { revealPanel, type Panel } from './panel.ts';
import { pictures, selectedFiles, videos } from './selection.ts';

/** What the commands need of the rest. */
export interface CommandParts extends KeyCommandParts {
	readonly conversation: OpenConversation;
	readonly history: History;
	readonly panel: Panel;
	/** What else runs and can be stopped. */
	readonly running: ReadonlySet<AbortController>;
	readonly extensionUri: vscode.Uri;
	/** Of this extension. */
	readonly version: string;
	readonly log: vscode.LogOutputChannel;
}

/** Registers the commands of the manifest; those that are about a document register with alt text. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
	const { conversation, log } = parts;
	const answer = answerCommands(conversation);
	const table: Readonly<Record<string, (...args: readonly unknown[]) => Promise<void> | void>> = {
		...Object.fromEntries(
			pictureTasks.map((task) => [
				`glimpse.${task}`,
				async (clicked: unknown, selected: unknown) =>
					askAbout(conversation, task, await selectedFiles({ clicked, selected }, pictures())),
			]),
		),
		'glimpse.describeVideo': async (clicked, selected) =>
			askAbout(conversation, 'describeVideo', await selectedFiles({ clicked, selected }, videos())),
		'glimpse.explainClipboard': () => parts.panel.explainClipboard(),
		'glimpse.describeUrl': () => describeUrl(conversation),
		'glimpse.stop': () => {
			conversation.stop();
			for (const controller of parts.running) controller.abort();
		},
		'glimpse.newConversation': () => conversation.clear(),
		'glimpse.copyAnswer': () => answer.copy(),
		'glimpse.insertAnswer': () => answer.insert(),
		'glimpse.openAnswer': () => answer.open(),
		'glimpse.saveAnswer': () => answer.save(),
		'glimpse.continueAnswer': () => continueAnswer(conversation),
		'glimpse.openHistory': async () => {
			const { openHistory } = await import('./historyCommands.ts');
			await openHistory(parts.history, conversation);
		},
		'glimpse.clearHistory': async () => {
			const { clearHistory } = await import('./historyCommands.ts');
			await clearHistory(parts.history);
		},
		'glimpse.setApiKey': async () => void (await setApiKey(parts)),
		'glimpse.deleteApiKey': () => deleteApiKey(parts),
		// Seldom needed, so these two aren't loaded with the rest.
		'glimpse.checkConnection': async () => (await import('./checkConnection.ts')).checkConnection(parts),
		'glimpse.selectModel': async () => (await import('./selectModel.ts')).selectModel(),
		'glimpse.showLog': () => log.show(),
		// A button of the walkthrough.
		'glimpse.describeSample': async () => {
			const { samplePicture } = await import('./firstSteps.ts');
			await askAbout(conversation, 'describe', [samplePicture(parts.extensionUri)]);
		},
	};
	return vscode.Disposable.from(
		...Object.entries(table).map(([id, run]) =>
			vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
				try {
					await run(...args);
				} catch (error) {
					await showFailure(error, parts);
				}
			}),
		),
	);
}

/** What can be asked about pictures from a menu. */
const pictureTasks = [
	'describe',
	'explainScreenshot',
	'extractText',
	'diagnoseError',
	'explainDiagram',
	'readChart',
	'uiToCode',
	'compare',
	'ask',
] as const satisfies readonly TaskId[];

/** Asks in the panel, as a thread of its own; nothing happens when there is nothing to ask about. */
async function askAbout(conversation: OpenConversation, task: TaskId, sources: readonly Source[]): Promise<void> {
	if (sources.length === 0) return;
	const text = await wordsFor(task);
	if (text === undefined) return;
	await revealPanel();
	await conversation.ask({ task, text, follows: false, sources });
}

/** What the user has to say to a task before it can be asked; undefined when they don't. */
async function wordsFor(task: TaskId): Promise<string | undefined> {
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

async function describeUrl(conversation: OpenConversation): Promise<void> {
	const url = await enterWebAddress();
	if (url) await askAbout(conversation, hasVideoName(url.pathname) ? 'describeVideo' : 'describe', [url]);
}

/** Shows the failure of a command that has no turn in the panel. */
async function showFailure(error: unknown, { log }: CommandParts): Promise<void> {
	const failure = failureOf(error);
	const notice = failureNotice(failure);
	if (!notice) return;
	log.error(error instanceof Error ? error : String(error));
	const choice = await vscode.window.showErrorMessage(notice.message, ...(notice.action ? [notice.action.label] : []));
	if (choice === undefined || !notice.action) return;
	if (notice.action.id === 'openSettings') await openSettings();
	else if (notice.action.id === 'showLog') log.show();
}

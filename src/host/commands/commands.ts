import * as vscode from 'vscode';
import { failureOf } from '../../core/failure.ts';
import { taskIds, type TaskId } from '../../core/tasks.ts';
import { hasVideoName } from '../../core/video/videoName.ts';
import type { AnswerUse } from './answerCommands.ts';
import { continueAnswer } from './continueAnswer.ts';
import type { KeyCommandParts } from './keyCommands.ts';
import type { History } from '../conversation/history.ts';
import type { Source } from '../sources/source.ts';
import { openSettings } from './openSettings.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import { revealPanel, type Panel } from '../panel.ts';
import { pictures, selectedFiles, videos } from './selection.ts';
import { wordFailure } from '../failures/wordFailure.ts';

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
	const useAnswer = async (how: AnswerUse): Promise<void> => {
		const { answerCommands } = await import('./answerCommands.ts');
		await answerCommands(conversation)[how]();
	};
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
		'glimpse.copyAnswer': () => useAnswer('copy'),
		'glimpse.insertAnswer': () => useAnswer('insert'),
		'glimpse.openAnswer': () => useAnswer('open'),
		'glimpse.saveAnswer': () => useAnswer('save'),
		'glimpse.continueAnswer': () => continueAnswer(conversation),
		'glimpse.openHistory': async () => {
			const { openHistory } = await import('./historyCommands.ts');
			await openHistory(parts.history, conversation);
		},
		'glimpse.clearHistory': async () => {
			const { clearHistory } = await import('./historyCommands.ts');
			await clearHistory(parts.history);
		},
		'glimpse.setApiKey': async () => {
			const { setApiKey } = await import('./keyCommands.ts');
			await setApiKey(parts);
		},
		'glimpse.deleteApiKey': async () => {
			const { deleteApiKey } = await import('./keyCommands.ts');
			await deleteApiKey(parts);
		},
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
const pictureTasks = taskIds.filter((task) => task !== 'describeVideo' && task !== 'altText');

/** Asks in the panel, as a thread of its own; nothing happens when there is nothing to ask about. */
async function askAbout(conversation: OpenConversation, task: TaskId, sources: readonly Source[]): Promise<void> {
	if (sources.length === 0) return;
	const { wordsFor } = await import('./wordsFor.ts');
	const text = await wordsFor(task);
	if (text === undefined) return;
	await revealPanel();
	await conversation.ask({ task, text, follows: false, sources });
}

async function describeUrl(conversation: OpenConversation): Promise<void> {
	const { enterWebAddress } = await import('./enterWebAddress.ts');
	const url = await enterWebAddress();
	if (url) await askAbout(conversation, hasVideoName(url.pathname) ? 'describeVideo' : 'describe', [url]);
}

/** Shows the failure of a command that has no turn in the panel. */
async function showFailure(error: unknown, { log }: CommandParts): Promise<void> {
	const failure = failureOf(error);
	const notice = await wordFailure(failure);
	if (!notice) return;
	log.error(error instanceof Error ? error : String(error));
	const choice = await vscode.window.showErrorMessage(notice.message, ...(notice.action ? [notice.action.label] : []));
	if (choice === undefined || !notice.action) return;
	if (notice.action.id === 'openSettings') await openSettings();
	else if (notice.action.id === 'showLog') log.show();
}

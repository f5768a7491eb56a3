import * as vscode from 'vscode';
import { comparable, taskIds, type TaskId } from '../../core/tasks.ts';
import { hasVideoName } from '../../core/fileNames.ts';
import type { AnswerUse } from './answerCommands.ts';
import { continueAnswer } from './continueAnswer.ts';
import type { KeyCommandParts } from './keyCommands.ts';
import type { History } from '../conversation/history.ts';
import type { Source } from '../sources/source.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import { revealPanel, type Panel } from '../panel/panel.ts';
import { pictures, selectedFiles, videos } from './selection.ts';
import { showFailure } from './showFailure.ts';

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
	const useAnswer = async (how: AnswerUse): Promise<void> =>
		(await import('./answerCommands.ts')).answerCommands(conversation)[how]();
	const table: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
		...Object.fromEntries(
			pictureTasks.map((task) => [
				`glimpse.${task}`,
				async (clicked: unknown, selected: unknown) => {
					const least = task === 'compare' ? comparable.least : 1;
					await askAbout(conversation, task, await selectedFiles({ clicked, selected }, pictures(), least));
				},
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
		'glimpse.openHistory': async () => (await import('./historyCommands.ts')).openHistory(parts.history, conversation),
		'glimpse.clearHistory': async () => (await import('./historyCommands.ts')).clearHistory(parts.history),
		'glimpse.setApiKey': async () => (await import('./keyCommands.ts')).setApiKey(parts),
		'glimpse.deleteApiKey': async () => (await import('./keyCommands.ts')).deleteApiKey(parts),
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

import * as vscode from 'vscode';
import { comparable, type TaskId } from '../../core/tasks.ts';
import { hasVideoName } from '../../core/fileNames.ts';
import { revealPanel } from '../panel/panel.ts';
import type { Services } from '../services.ts';
import { showFailure } from '../showFailure.ts';
import type { Source } from '../sources/source.ts';
import type { AnswerUse } from './answerCommands.ts';

/** A command's handler, with the arguments that the editor passes: from a menu, the clicked file and all selected ones. */
type CommandHandler = (...args: readonly unknown[]) => unknown;

/** Registers the commands of the manifest; those that are about a document register with alt text. */
export function registerCommands(services: Services): vscode.Disposable {
	const { conversation, describer, history, panel, running, log } = services;

	/** Asks in the panel, as a thread of its own; nothing happens when there is nothing to ask about. */
	async function askInPanel(task: TaskId, sources: readonly Source[]): Promise<void> {
		if (sources.length === 0) return;
		const { promptForTaskInput } = await import('./promptForInput.ts');
		const picture = sources.find((source) => source instanceof vscode.Uri);
		const text = await promptForTaskInput(task, picture);
		if (text === undefined) return;
		await revealPanel();
		await conversation.ask({ task, text, follows: false, sources });
	}
	const askAboutPictures =
		(task: TaskId): CommandHandler =>
		async (clicked, selected) => {
			// While the user looks for the pictures, or writes.
			void describer.getReady();
			const least = task === 'compare' ? comparable.least : 1;
			const { pictures, selectedFiles } = await import('../sources/chooseFiles.ts');
			await askInPanel(task, await selectedFiles({ clicked, selected }, pictures(), least));
		};
	const useAnswer =
		(use: AnswerUse): CommandHandler =>
		async () =>
			(await import('./answerCommands.ts')).answerCommands(conversation)[use]();

	const handlers: Readonly<Record<string, CommandHandler>> = {
		'glimpse.describe': askAboutPictures('describe'),
		'glimpse.explainScreenshot': askAboutPictures('explainScreenshot'),
		'glimpse.extractText': askAboutPictures('extractText'),
		'glimpse.diagnoseError': askAboutPictures('diagnoseError'),
		'glimpse.explainDiagram': askAboutPictures('explainDiagram'),
		'glimpse.readChart': askAboutPictures('readChart'),
		'glimpse.uiToCode': askAboutPictures('uiToCode'),
		'glimpse.ask': askAboutPictures('ask'),
		'glimpse.compare': askAboutPictures('compare'),
		'glimpse.describeChange': async (...args) => {
			void describer.getReady();
			await (await import('./describeChange.ts')).describeChanges(args, services);
		},
		'glimpse.describeVideo': async (clicked, selected) => {
			const { selectedFiles, videos } = await import('../sources/chooseFiles.ts');
			await askInPanel('describeVideo', await selectedFiles({ clicked, selected }, videos()));
		},
		'glimpse.describeUrl': async () => {
			void describer.getReady();
			const { enterWebAddress } = await import('./promptForInput.ts');
			const url = await enterWebAddress();
			if (url) await askInPanel(hasVideoName(url.pathname) ? 'describeVideo' : 'describe', [url]);
		},
		'glimpse.explainClipboard': () => {
			void describer.getReady();
			return panel.explainClipboard();
		},
		// A button of the walkthrough; the sample ships with the extension.
		'glimpse.describeSample': () =>
			askInPanel('describe', [vscode.Uri.joinPath(services.extensionUri, 'media', 'samples', 'chart-sales.png')]),
		'glimpse.stop': () => {
			conversation.stop();
			for (const controller of running) controller.abort();
		},
		'glimpse.newConversation': async () => (await import('./historyCommands.ts')).beginConversation(services),
		'glimpse.copyAnswer': useAnswer('copy'),
		'glimpse.insertAnswer': useAnswer('insert'),
		'glimpse.openAnswer': useAnswer('open'),
		'glimpse.saveAnswer': useAnswer('save'),
		'glimpse.continueAnswer': async () => (await import('./answerCommands.ts')).continueAnswer(conversation),
		'glimpse.continueInChat': async () => (await import('./continueInChat.ts')).continueInChat(services),
		'glimpse.openHistory': async () => (await import('./historyCommands.ts')).openHistory(history, conversation),
		'glimpse.clearHistory': async () => (await import('./historyCommands.ts')).clearHistory(services),
		'glimpse.setApiKey': async () => (await import('../configure/apiKey.ts')).setApiKey(services),
		// A button of the walkthrough.
		'glimpse.getApiKey': async () => (await import('../configure/apiKey.ts')).getApiKey(),
		'glimpse.deleteApiKey': async () => (await import('../configure/apiKey.ts')).deleteApiKey(services),
		'glimpse.checkConnection': async () => (await import('../configure/checkConnection.ts')).checkConnection(services),
		'glimpse.selectModel': async () => (await import('../configure/selectModel.ts')).selectModel(services),
		'glimpse.showLog': () => log.show(),
	};
	return vscode.Disposable.from(
		...Object.entries(handlers).map(([id, handle]) =>
			vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
				try {
					await handle(...args);
				} catch (error) {
					await showFailure(error, services);
				}
			}),
		),
	);
}

import * as vscode from 'vscode';
import { failureOf } from '../core/failure.ts';
import type { TaskId } from '../core/tasks.ts';
import { hasVideoName } from '../core/video/videoName.ts';
import { checkConnection } from './checkConnection.ts';
import { continueAnswer } from './continueAnswer.ts';
import { enterWebAddress } from './describeUrl.ts';
import { failureNotice } from './failureMessage.ts';
import { deleteApiKey, setApiKey, type KeyCommandParts } from './keyCommands.ts';
import type { Source } from './mediaSource.ts';
import { openSettings } from './openSettings.ts';
import type { OpenConversation } from './openConversation.ts';
import { revealPanel } from './panel.ts';
import { pictures, selectedFiles, videos } from './selection.ts';
import { selectModel } from './selectModel.ts';

/** What the commands need of the rest. */
export interface CommandParts extends KeyCommandParts {
	readonly conversation: OpenConversation;
	/** Of this extension. */
	readonly version: string;
	readonly log: vscode.LogOutputChannel;
}

/** Registers every command of the manifest. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
	const { conversation, log } = parts;
	const table: Readonly<Record<string, (...args: readonly unknown[]) => Promise<void> | void>> = {
		'glimpse.describe': async (clicked, selected) =>
			ask(conversation, 'describe', await selectedFiles({ clicked, selected }, pictures())),
		'glimpse.describeVideo': async (clicked, selected) =>
			ask(conversation, 'describeVideo', await selectedFiles({ clicked, selected }, videos())),
		'glimpse.describeUrl': () => describeUrl(conversation),
		'glimpse.stop': () => conversation.stop(),
		'glimpse.newConversation': () => conversation.clear(),
		'glimpse.copyAnswer': () => copyAnswer(conversation),
		'glimpse.continueAnswer': () => continueAnswer(conversation),
		'glimpse.setApiKey': async () => void (await setApiKey(parts)),
		'glimpse.deleteApiKey': () => deleteApiKey(parts),
		'glimpse.checkConnection': () => checkConnection(parts),
		'glimpse.selectModel': () => selectModel(),
		'glimpse.showLog': () => log.show(),
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

/** Asks in the panel, as a conversation of its own. */
async function ask(conversation: OpenConversation, task: TaskId, sources: readonly Source[]): Promise<void> {
	if (sources.length === 0) return;
	await revealPanel();
	await conversation.ask({ task, text: '', follows: false, sources });
}

async function describeUrl(conversation: OpenConversation): Promise<void> {
	const url = await enterWebAddress();
	if (url) await ask(conversation, hasVideoName(url.pathname) ? 'describeVideo' : 'describe', [url]);
}

async function copyAnswer(conversation: OpenConversation): Promise<void> {
	const answer = conversation.state.turns.findLast((turn) => turn.text !== '')?.text;
	if (answer !== undefined) await vscode.env.clipboard.writeText(answer);
	else void vscode.window.showInformationMessage(vscode.l10n.t('There is no answer to copy yet.'));
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

import * as vscode from 'vscode';
import { isFileSource, type ActionId, type Conversation } from '../../core/conversation.ts';
import { FailureError } from '../../core/failure.ts';
import { shorten } from '../../core/outsideText.ts';
import { visibleText } from '../../core/visibleText.ts';
import type { PanelHandlers } from '../panel/connectPanel.ts';
import type { Services } from '../services.ts';
import { askInDialog } from '../editor/notifications.ts';
import { isHistoryKept, openSettings } from '../editor/settings.ts';
import { runFailureAction } from '../failureActions.ts';
import { pickMedia } from '../sources/chooseFiles.ts';
import { openPicture } from '../sources/openPicture.ts';

/** The uses of an answer load with the first one. */
const answerCommands = () => import('./answerCommands.ts');

/** Actions that a page may ask for by itself: each asks the user, or only repeats the question. */
const alwaysOffered: ReadonlySet<ActionId> = new Set<ActionId>(['askAgain', 'setApiKey', 'selectModel']);

/** Returns the handlers of the messages that the panel's page sends. */
export function createPanelHandlers(services: Omit<Services, 'panel'>): PanelHandlers {
	const { conversation, describer } = services;
	return {
		getReady: () => describer.getReady(),
		ask: async ({ task, text, withOpen = false }) => {
			const open = withOpen ? openPicture() : undefined;
			if (open) conversation.attach([open]);
			const words = task === 'uiToCode' && text === '' ? await wantedCode(conversation.state) : text;
			return words === undefined ? undefined : conversation.askAttached(task, words);
		},
		editQuestion: async ({ turnId, text }) => {
			if (conversation.isAnswered(turnId) && !isHistoryKept() && !(await mayReplaceAnswers())) return;
			return conversation.editQuestion(turnId, text);
		},
		unqueue: () => conversation.unqueue(),
		askQueued: () => conversation.askQueued(),
		attachOpen: () => {
			const open = openPicture();
			if (open) conversation.attach([open]);
		},
		openSource: async ({ turnId, index }) => {
			const source = conversation.turn(turnId)?.question.sources[index];
			if (source === undefined || !isFileSource(source)) return;
			await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(source), { preview: true });
		},
		attach: async () => {
			void describer.getReady();
			conversation.attach(await pickMedia());
		},
		attachFiles: ({ files }) => conversation.attach(files.map(fileOf)),
		attachUris: async ({ uris }) => {
			const { files, others } = await (await import('../sources/draggedFiles.ts')).draggedFiles(uris);
			if (files.length > 0) conversation.attach(files);
			if (others.length > 0) throw new FailureError({ kind: 'notAPicture', name: shorten(others.join(', '), 100) });
		},
		attachAddresses: async ({ addresses }) =>
			conversation.attach((await import('../sources/draggedAddresses.ts')).draggedAddresses(addresses)),
		explainPictures: ({ files }) =>
			conversation.ask({ task: 'explainScreenshot', text: '', follows: false, sources: files.map(fileOf) }),
		attachRegion: ({ id, region, ofWhole = false }) => conversation.attachRegion(id, region, { ofWhole }),
		detach: ({ id }) => conversation.detach(id),
		move: ({ id, to }) => conversation.move(id, to),
		stop: () => conversation.stop(),
		continue: async () => (await answerCommands()).continueAnswer(conversation),
		useAnswer: async ({ how, turnId }) => (await answerCommands()).answerCommands(conversation)[how](turnId),
		useForOutput: async ({ how, turnId }) =>
			(await import('./outputAnswers.ts')).useForOutput(conversation, how, turnId),
		continueInChat: async ({ turnId }) => (await import('./continueInChat.ts')).continueInChat(services, turnId),
		copyText: ({ text }) => vscode.env.clipboard.writeText(visibleText(text)),
		insertText: async ({ text }) => (await answerCommands()).insertText(visibleText(text)),
		openText: async ({ text, language }) => (await answerCommands()).openText(text, language),
		openPlace: async ({ place }) => (await import('../conversation/fileLinks.ts')).openPlace(place),
		/**
		 * Does what the button under a failure or an answer says, and asks the question again where that helps. The host knows
		 * which button is offered: a page can't have anything else done that changes a setting.
		 */
		act: async ({ action, turnId }) => {
			const offered = conversation.turn(turnId)?.failure?.action;
			if (action === 'sendAnyway' || action === 'sendBeginning') {
				if (action !== offered?.id) return;
				const consent = action === 'sendAnyway' ? 'undocumentedFormat' : 'beginningOnly';
				return conversation.askAgain(turnId, consent);
			}
			const isOffered = action === offered?.id;
			if (!isOffered && !alwaysOffered.has(action)) return;
			if (await runFailureAction(services, action, offered)) return conversation.askAgain(turnId);
		},
		askFirstFrame: ({ turnId }) => conversation.askAgain(turnId, 'firstFrameOnly'),
		start: async ({ what }) => {
			if (what !== 'altText') return vscode.commands.executeCommand(`glimpse.${what}`);
			const walkthrough = { category: 'glimpse-vision.glimpse#start', step: 'altText' };
			return vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough);
		},
		setApiKey: () => vscode.commands.executeCommand('glimpse.setApiKey'),
		getApiKey: () => vscode.commands.executeCommand('glimpse.getApiKey'),
		selectModel: () => vscode.commands.executeCommand('glimpse.selectModel'),
		openSettings,
	};
}

/** Asks the user, where no history would keep the answers that an edited question replaces. */
async function mayReplaceAnswers(): Promise<boolean> {
	const { l10n } = vscode;
	const replace = l10n.t('Replace');
	const question = l10n.t('Replace this question’s answer and all that follows it?');
	return (await askInDialog(question, { detail: l10n.t('The history is off: they are lost.') }, replace)) === replace;
}

function fileOf({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): File {
	return new File([new Uint8Array(bytes)], name);
}

/** Asks what code to write of the pictures that a question is about; words of one's own say it themselves. */
async function wantedCode({ attachments, turns }: Conversation): Promise<string | undefined> {
	const sources = [...turns.flatMap(({ question }) => question.sources), ...attachments.map(({ source }) => source)];
	const file = sources.findLast(isFileSource);
	const { promptForTaskInput } = await import('./promptForInput.ts');
	return promptForTaskInput('uiToCode', file === undefined ? undefined : vscode.Uri.parse(file));
}

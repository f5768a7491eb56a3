import * as vscode from 'vscode';
import { isFileSource, isVideoPicture, type Turn } from '../../core/conversation.ts';
import { hasVideoName } from '../../core/fileNames.ts';
import { isWebMedium } from '../../core/media.ts';
import { codeSpan, shorten } from '../../core/outsideText.ts';
import { parseRegionSource } from '../../core/regionSource.ts';
import { visibleLine } from '../../core/visibleText.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import { refuseExcluded } from '../describer/refuseExcluded.ts';
import { hasChat } from '../editor/chat.ts';
import { showInformation } from '../editor/notifications.ts';
import type { Services } from '../services.ts';
import { fileName } from '../sources/source.ts';
import { answeredTurn } from './answerCommands.ts';
import { copyForChat, removeOldChatCopies } from './chatCopies.ts';

/** The command of the editor's chat; it isn't documented, but takes these since VS Code 1.100. */
const openChat = 'workbench.action.chat.open';

/** The pictures that the chat takes, by their names; it leaves out others without a word, or sends them as what they aren't. */
const takenName = /\.(?:png|jpe?g|gif|webp)$/i;
const takenType = /^image\/(?:png|jpeg|gif|webp)$/;

/** The most characters of an answer that are put into the chat's box. */
const longestAnswer = 20_000;

/**
 * Puts an answer with its question and pictures into the box of the editor's chat: that of the named turn, else the last one.
 * Nothing is sent until the user does.
 * @throws FailureError `excluded` for a picture that stays on this machine: the chat would send it
 */
export async function continueInChat(
	{ conversation, storage }: Pick<Services, 'conversation' | 'storage'>,
	turnId?: string,
): Promise<void> {
	const turn = answeredTurn(conversation, turnId);
	if (!turn) return void showInformation(vscode.l10n.t('There is no answer yet.'));
	if (!hasChat() || !(await vscode.commands.getCommands()).includes(openChat)) {
		return void showInformation(
			vscode.l10n.t('This editor has no chat, or it is turned off. Copy the answer instead.'),
		);
	}
	const seen = turnWithPictures(conversation, turn);
	await removeOldChatCopies(storage);
	const attachFiles = seen ? await filesOf(seen, conversation, storage) : [];
	const named = [...(seen ? addressesOf(seen) : []), ...(isDroppedByChat() ? attachFiles.map(pathOf) : [])];
	await vscode.commands.executeCommand(openChat, { query: queryFor(turn, named), isPartialQuery: true, attachFiles });
	if (seen && attachFiles.length === 0 && named.length === 0) {
		void showInformation(
			vscode.l10n.t('The picture is no longer kept here, so only the answer was put into the chat.'),
		);
	}
}

/** Tells whether the chat leaves out attached pictures without a word: VS Code 1.139 does, of files that aren't of its own machine. */
function isDroppedByChat(): boolean {
	return vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
}

/** Returns the path of a file for an agent. */
function pathOf(file: vscode.Uri): string {
	return vscode.workspace.asRelativePath(file);
}

/** Returns the web addresses of a turn's pictures, which no file has. */
function addressesOf({ question }: Turn): readonly string[] {
	return question.sources.filter((source) => source.startsWith('https:'));
}

/** Returns the turn whose pictures an answer is about: its own, or the last one before it that has some. */
function turnWithPictures({ state: { turns } }: OpenConversation, turn: Turn): Turn | undefined {
	const until = turns.slice(0, turns.findIndex(({ question }) => question.id === turn.question.id) + 1);
	const first = until.findLastIndex(({ question }) => !question.follows);
	return until.slice(Math.max(0, first)).findLast(({ question }) => question.sources.length > 0);
}

/**
 * Returns the files themselves; where the chat can't take one, and of pictures that were pasted, cut out or fetched, copies of what
 * was prepared. Of a past conversation only the files are left.
 */
async function filesOf(turn: Turn, conversation: OpenConversation, storage: string): Promise<readonly vscode.Uri[]> {
	// The chat would send what only this machine has seen.
	await refuseExcluded(conversation.sourcesOf(turn));
	const { sources } = turn.question;
	const files = takenFiles(turn);
	const prepared = conversation.preparedOf(turn);
	if (files.length === sources.length || prepared.length < turn.pictures.length) return files;
	const copies: vscode.Uri[] = [];
	for (const medium of prepared) if (!isWebMedium(medium)) copies.push(await copyForChat(storage, medium));
	return copies;
}

/** Returns the files of a turn that the chat can take whole, as they are. A video would be the same as a copy. */
function takenFiles({ question, pictures }: Turn): readonly vscode.Uri[] {
	// A name may say another kind than the file is of.
	const others = new Set(pictures.filter(isOfOtherKind).map(({ name }) => name));
	return question.sources
		.filter((source) => isFileSource(source) && parseRegionSource(source) === undefined)
		.map((source) => vscode.Uri.parse(source))
		.filter((uri) => (takenName.test(uri.path) || hasVideoName(uri.path)) && !others.has(fileName(uri)));
}

/** Tells whether the file of a picture is of a kind that the chat can't take. */
function isOfOtherKind(picture: Turn['pictures'][number]): boolean {
	if ('url' in picture || isVideoPicture(picture)) return false;
	return !takenType.test((picture.origin ?? picture).mediaType);
}

/** Returns the words for the chat's box; `named`: pictures that are only named. */
function queryFor({ question, text }: Turn, named: readonly string[]): string {
	const asked = question.text.trim();
	const begin =
		asked === ''
			? vscode.l10n.t('Glimpse was asked about this picture, and answered:')
			: vscode.l10n.t('Glimpse was asked about this picture: {0}', asked);
	const pictures = named.map((name) => codeSpan(visibleLine(name))).join(', ');
	const parts = [pictures, begin, shorten(text, longestAnswer), ''];
	return withoutReferences(parts.filter((part, at) => part !== '' || at === parts.length - 1).join('\n\n'));
}

/** Escapes what the chat takes for a tool, a file or an agent: an answer must not attach one. */
function withoutReferences(text: string): string {
	return text.replaceAll(/(?<!\S)[#@](?=\w)/g, '\\$&');
}

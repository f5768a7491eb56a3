import * as vscode from 'vscode';
import { conversationTitle, conversationWords, dayAndTime } from '../../core/history/conversationRow.ts';
import { labelText, withoutIcons } from '../../core/outsideText.ts';
import type { History } from '../conversation/history.ts';
import type { PastConversation } from '../conversation/keptConversation.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import { revealPanel } from '../panel/panel.ts';
import { askInDialog, showInformation } from '../editor/notifications.ts';
import { isHistoryKept } from '../editor/settings.ts';
import type { Services } from '../services.ts';
import { removeChatCopies } from './chatCopies.ts';

/** The number of characters of a conversation that can be searched: the list is sent to the window as a whole. */
const mostSearched = 20_000;

/** The number of characters of a picture in the list: small copies have up to 60,000 bytes, which are a third more in base64. */
const largestIcon = 100_000;

/** The formats of small copies. */
const pictureData = /^data:image\/(?:png|jpeg|gif|webp);base64,/;

interface PastItem extends vscode.QuickPickItem {
	readonly past: PastConversation;
}

/** Shows the past conversations, to search, open and delete them. */
export async function openHistory(history: History, conversation: OpenConversation): Promise<void> {
	const { l10n, window } = vscode;
	const pick = window.createQuickPick<PastItem>();
	pick.title = l10n.t('Past Conversations');
	pick.placeholder = l10n.t('Search for words in questions and answers');
	pick.matchOnDescription = true;
	pick.matchOnDetail = true;
	const deleteButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: l10n.t('Delete') };
	const fill = async (): Promise<void> => {
		pick.items = (await history.list()).map((past) => pastItem(past, Date.now(), deleteButton));
	};
	await fill();
	if (pick.items.length === 0) pick.placeholder = l10n.t('There are no past conversations yet.');
	await new Promise<void>((resolve) => {
		pick.onDidTriggerItemButton(async ({ item }) => {
			await history.delete(item.past.id);
			await fill();
		});
		pick.onDidAccept(async () => {
			const [chosen] = pick.selectedItems;
			pick.hide();
			if (!chosen) return;
			await revealPanel();
			await conversation.open(chosen.past);
		});
		pick.onDidHide(() => {
			pick.dispose();
			resolve();
		});
		pick.show();
	});
}

/** Begins an empty conversation. Where none are kept, nothing of the one before stays for the chat either. */
export async function beginConversation({
	conversation,
	storage,
}: Pick<Services, 'conversation' | 'storage'>): Promise<void> {
	await conversation.clear();
	if (!isHistoryKept()) await removeChatCopies(storage);
}

/** Deletes all past conversations, once the user has agreed, and the copies of pictures for the chat. */
export async function clearHistory({ history, storage }: Pick<Services, 'history' | 'storage'>): Promise<void> {
	const { l10n } = vscode;
	const { length } = await history.list();
	if (length === 0) {
		await removeChatCopies(storage);
		return void showInformation(l10n.t('There are no past conversations yet.'));
	}
	const clear = l10n.t('Clear History');
	const question =
		length === 1 ? l10n.t('Delete the past conversation?') : l10n.t('Delete the {0} past conversations?', length);
	const choice = await askInDialog(question, { detail: l10n.t('The open conversation is kept.') }, clear);
	if (choice === clear) await Promise.all([history.clear(), removeChatCopies(storage)]);
}

/** Returns the row of a past conversation: plain words, its day, and a small copy of its first picture. */
export function pastItem(past: PastConversation, now: number, button: vscode.QuickInputButton): PastItem {
	const { turns } = past.conversation;
	const { title, names } = conversationTitle(turns);
	const { day, time } = dayAndTime(past.savedAt, now, vscode.env.language);
	return {
		past,
		label: labelText(title || vscode.l10n.t('Conversation')),
		description: [names && labelText(names), vscode.l10n.t('{0}, {1}', day, time)].filter(Boolean).join(' · '),
		detail: withoutIcons(conversationWords(turns, mostSearched)),
		iconPath: thumbnailOf(past) ?? new vscode.ThemeIcon('file-media'),
		buttons: [button],
	};
}

/** Returns the small copy of a conversation's first picture; undefined where it has none, or a file holds something else for it. */
function thumbnailOf({ conversation, thumbnails }: PastConversation): vscode.Uri | undefined {
	const pictures = conversation.turns.flatMap((turn) => turn.pictures);
	const [first] = pictures.flatMap(({ id }) => thumbnails[id] ?? []);
	const isSmall = first !== undefined && first.length <= largestIcon && pictureData.test(first);
	return isSmall ? vscode.Uri.parse(first) : undefined;
}

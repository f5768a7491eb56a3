import * as vscode from 'vscode';
import { labelText, withoutIcons } from '../../core/outsideText.ts';
import { visibleLine } from '../../core/visibleText.ts';
import type { History } from '../conversation/history.ts';
import type { PastConversation } from '../conversation/keptConversation.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import { revealPanel } from '../panel/panel.ts';
import { askInDialog, showInformation } from '../editor/notifications.ts';

/** The number of characters of a conversation that can be searched: the list is sent to the window as a whole. */
const mostSearched = 20_000;

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
		pick.items = (await history.list()).map((past) => itemOf(past, deleteButton));
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

/** Deletes all past conversations, once the user has agreed. */
export async function clearHistory(history: History): Promise<void> {
	const { l10n } = vscode;
	const { length } = await history.list();
	if (length === 0) return void showInformation(l10n.t('There are no past conversations yet.'));
	const clear = l10n.t('Clear History');
	const question =
		length === 1 ? l10n.t('Delete the past conversation?') : l10n.t('Delete the {0} past conversations?', length);
	const choice = await askInDialog(question, { detail: l10n.t('The open conversation is kept.') }, clear);
	if (choice === clear) await history.clear();
}

function itemOf(past: PastConversation, button: vscode.QuickInputButton): PastItem {
	const { turns } = past.conversation;
	const names = [...new Set(turns.flatMap(({ pictures }) => pictures.map(({ name }) => name)))];
	const words = turns.flatMap(({ question, text }) => [question.text, text]).filter(Boolean);
	const [thumbnail] = Object.values(past.thumbnails);
	return {
		past,
		label: labelText(names.join(', ') || turns[0]?.question.text || vscode.l10n.t('Conversation')),
		description: new Date(past.savedAt).toLocaleString(vscode.env.language, {
			dateStyle: 'medium',
			timeStyle: 'short',
		}),
		detail: withoutIcons(visibleLine(words.join(' · ').slice(0, mostSearched))),
		buttons: [button],
		...(thumbnail !== undefined && { iconPath: vscode.Uri.parse(thumbnail) }),
	};
}

import * as vscode from 'vscode';
import { canContinue } from '../../core/conversation.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import { showInformation } from '../notifications.ts';

/** Asks for the rest of the last answer, where it was cut at the token limit, stopped or interrupted. */
export async function continueAnswer(conversation: OpenConversation): Promise<void> {
	const last = conversation.state.turns.at(-1);
	if (!last || !canContinue(last)) {
		void showInformation(vscode.l10n.t('There is no answer to continue.'));
		return;
	}
	const text = vscode.l10n.t('Continue your answer exactly where it stopped.');
	await conversation.ask({ task: 'ask', text, follows: true, sources: [] });
}

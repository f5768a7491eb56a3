import { l10n } from 'vscode';
import type { ActionId, FailureNotice } from '../../core/conversation.ts';

/** An action whose button always says the same. */
export type PlainAction = Exclude<ActionId, 'useModel' | 'sendBeginning'>;

/** A sentence with at most one button. */
export function notice(message: string, action?: PlainAction): FailureNotice {
	return action ? { message, action: { id: action, label: actionLabel(action) } } : { message };
}

/** With a button that changes to another model, where one can do what was asked. */
export function noticeWithModel(message: string, model: string | undefined): FailureNotice {
	if (model === undefined) return { message };
	return { message, action: { id: 'useModel', label: l10n.t('Use {0}', model), model } };
}

/** The words on an action's button. */
function actionLabel(action: PlainAction): string {
	switch (action) {
		case 'setApiKey':
			return l10n.t('Set API Key');
		case 'askAgain':
			return l10n.t('Ask Again');
		case 'openSettings':
			return l10n.t('Open Settings');
		case 'showLog':
			return l10n.t('Show Log');
		case 'openBilling':
			return l10n.t('Open Billing Page');
		case 'useCodingEndpoint':
			return l10n.t('Use the Coding Plan Endpoint');
		case 'selectModel':
			return l10n.t('Select Model');
		case 'sendAnyway':
			return l10n.t('Send It Anyway');
	}
}

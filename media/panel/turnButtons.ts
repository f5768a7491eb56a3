import * as l10n from '@vscode/l10n';
import { canContinue, isRunning, type ActionId, type Turn } from '../../src/core/conversation.ts';
import type { PanelMessage } from '../../src/core/protocol.ts';

/** A button under an answer, and what the host is told when it is pressed. */
export interface TurnButton {
	readonly label: string;
	readonly message: PanelMessage;
	readonly className: 'primary' | '';
}

/** What only repeats the question: an earlier one stays as it was answered. */
const asksAgain: ReadonlySet<ActionId> = new Set<ActionId>(['askAgain', 'useModel', 'sendAnyway', 'sendBeginning']);

/** The buttons that are due under a turn. `isLast`: only the last question can be asked again. */
export function turnButtons(turn: Turn, { isLast }: { readonly isLast: boolean }): readonly TurnButton[] {
	if (isRunning(turn)) return [{ label: l10n.t('Stop'), message: { type: 'stop' }, className: '' }];
	const turnId = turn.question.id;
	const action = turn.failure?.action;
	const buttons: TurnButton[] = [];
	const add = (label: string, message: PanelMessage, className: TurnButton['className'] = ''): void => {
		buttons.push({ label, message, className });
	};
	if (action && (isLast || !asksAgain.has(action.id))) {
		add(action.label, { type: 'act', turnId, action: action.id }, 'primary');
	}
	// The words under an answer of this machine alone offer what would see more.
	if (turn.answerer?.engine === 'local' && turn.status === 'done') {
		add(l10n.t('Set API Key'), { type: 'act', turnId, action: 'setApiKey' }, 'primary');
	}
	if (isLast && turn.answerer?.engine === 'glm' && canContinue(turn)) {
		add(l10n.t('Continue'), { type: 'continue' }, 'primary');
	}
	if (turn.text !== '') {
		add(l10n.t('Copy'), { type: 'useAnswer', turnId, how: 'copy' });
		add(l10n.t('Insert at Cursor'), { type: 'useAnswer', turnId, how: 'insert' });
		add(l10n.t('Open in Editor'), { type: 'useAnswer', turnId, how: 'open' });
		add(l10n.t('Save…'), { type: 'useAnswer', turnId, how: 'save' });
	}
	if (isLast && action?.id !== 'askAgain') add(l10n.t('Ask Again'), { type: 'act', turnId, action: 'askAgain' });
	return buttons;
}

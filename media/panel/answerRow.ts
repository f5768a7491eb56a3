import * as l10n from '@vscode/l10n';
import { isRunning, type Picture, type Turn, type WebPicture } from '../../src/core/conversation.ts';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { element, setText } from './element.ts';
import { copyButton, iconButton, showCopied } from './icons.ts';
import { opensMenu, type MenuEntry } from './menu.ts';
import { roves } from './rovingFocus.ts';
import { answeredBy, askedAt, turnSummary } from './words.ts';

/** What the row does by the page itself. */
interface RowServices {
	readonly send: (message: PanelMessage) => void;
	readonly copyPlainText: () => void;
	readonly copyHtml: () => void;
	readonly isPlainText: () => boolean;
	readonly showPlainText: () => void;
}

/** The row under an answer: its uses as icons, and who gave it. */
export class AnswerRow {
	readonly element = element('div', {
		className: 'row',
		role: 'toolbar',
		ariaLabel: l10n.t('Actions for this answer'),
	});
	/** What was sent, for whom, and what it took: shown on wish. */
	readonly sent = element('p', { className: 'summary', hidden: true });
	readonly #again: HTMLButtonElement;
	readonly #more: HTMLButtonElement;
	readonly #uses: readonly HTMLButtonElement[];
	/** Whether several frames of an animation were sent with the last question. */
	#canSendFirstFrame = false;
	#hasChat = false;
	readonly #by = element('span', { className: 'by' });

	constructor(turn: Turn, services: RowServices) {
		const turnId = turn.question.id;
		const { send } = services;
		const use = (how: 'copy' | 'insert' | 'open' | 'save'): void => send({ type: 'useAnswer', turnId, how });
		const useForOutput = (how: 'cell' | 'cellAlt'): void => send({ type: 'useForOutput', turnId, how });
		const copy = copyButton(l10n.t('Copy'), () => use('copy'));
		const copied = (how: () => void) => () => {
			how();
			showCopied(copy);
		};
		this.#uses = [roves(copy), roves(iconButton('insert', l10n.t('Insert at Cursor'), () => use('insert')))];
		this.#again = roves(
			iconButton('refresh', l10n.t('Ask Again'), () => send({ type: 'act', turnId, action: 'askAgain' })),
		);
		this.#more = roves(iconButton('ellipsis', l10n.t('More')));
		opensMenu(this.#more, (): readonly MenuEntry[] => [
			{ label: l10n.t('Copy as Plain Text'), icon: 'copy', run: copied(services.copyPlainText) },
			{ label: l10n.t('Copy as HTML'), icon: 'code', run: copied(services.copyHtml) },
			'separator',
			{ label: l10n.t('Open in Editor'), icon: 'go-to-file', run: () => use('open') },
			{ label: l10n.t('Save…'), icon: 'save', run: () => use('save') },
			...(turn.question.isOfOutput
				? ([
						{ label: l10n.t('Insert as Markdown Cell'), icon: 'add', run: () => useForOutput('cell') },
						{ label: l10n.t('Write as Alt Text of Cell'), icon: 'symbol-string', run: () => useForOutput('cellAlt') },
					] as const)
				: []),
			...(this.#hasChat
				? ([
						{
							label: l10n.t('Continue in Chat'),
							icon: 'comment-discussion',
							run: () => send({ type: 'continueInChat', turnId }),
						},
					] as const)
				: []),
			...(this.#canSendFirstFrame
				? ([
						{
							label: l10n.t('Ask Again with First Frame Only'),
							icon: 'refresh',
							run: () => send({ type: 'askFirstFrame', turnId }),
						},
					] as const)
				: []),
			'separator',
			{
				label: l10n.t('Plain Text'),
				icon: 'text-size',
				isChecked: services.isPlainText(),
				run: services.showPlainText,
			},
			{
				label: l10n.t('What Was Sent'),
				icon: 'info',
				isChecked: !this.sent.hidden,
				run: () => {
					this.sent.hidden = !this.sent.hidden;
				},
			},
		]);
		this.element.append(...this.#uses, this.#again, this.#more, this.#by);
	}

	/** `isLast`: only the last question can be asked again. `hasChat`: the editor has a chat to go on in. */
	update(turn: Turn, { isLast, hasChat }: { readonly isLast: boolean; readonly hasChat: boolean }): void {
		this.#hasChat = hasChat;
		const hasText = turn.text !== '';
		const isOver = !isRunning(turn);
		// A failure has its own way to ask again.
		this.element.hidden = !isOver || !(hasText || (isLast && turn.failure === undefined));
		this.element.classList.toggle('rests', !isLast);
		for (const button of this.#uses) button.hidden = !hasText;
		this.#more.hidden = !hasText;
		this.#again.hidden = !isLast;
		this.#canSendFirstFrame = isLast && turn.pictures.some(isOneOfFrames);
		setText(this.#by, isOver ? answeredBy(turn) : '');
		const summary = isOver ? turnSummary(turn) : '';
		setText(this.sent, summary);
		this.#by.title = isOver ? [askedAt(turn), summary].filter(Boolean).join('\n') : '';
	}
}

function isOneOfFrames(picture: Picture | WebPicture): boolean {
	return !('url' in picture) && (picture.origin?.frame?.count ?? 1) > 1;
}

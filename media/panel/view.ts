import * as l10n from '@vscode/l10n';
import type { Conversation, Turn } from '../../src/core/conversation.ts';
import type { PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { createComposer } from './composer.ts';
import { element, setText } from './element.ts';
import { createIncoming } from './incoming.ts';
import { createPictures } from './pictures.ts';
import { TurnView } from './turnView.ts';
import { statusAnnouncement } from './words.ts';

/** The panel's page. */
export interface PanelView {
	draw(state: PanelState): void;
	/** Has the screenshot on the clipboard explained. */
	explainClipboard(): Promise<void>;
	/** The bytes that were asked for with `getPicture`; undefined when the host has them no more. */
	showPicture(id: string, bytes: Uint8Array | undefined): void;
}

/** Pixels from the end within which a reader is taken to be reading along. */
const followDistance = 40;

/** Builds the page into `root`. What the user does is told by `send`. */
export function createPanelView(root: HTMLElement, send: (message: PanelMessage) => void): PanelView {
	const pictures = createPictures((id) => send({ type: 'getPicture', id }));
	const empty = element(
		'section',
		{ className: 'empty' },
		element('h2', {}, l10n.t('Describe a picture')),
		element('p', {}, l10n.t('Right-click a picture in the Explorer and choose Describe Image.')),
		element('p', {}, l10n.t('With a picture open in the editor, click the eye above it.')),
	);
	const turns = element('div', { className: 'turns' });
	const scroller = element('main', {}, empty, turns);
	const status = element('div', { className: 'visually-hidden', role: 'status' });
	const composer = createComposer(send, pictures.use);
	root.append(scroller, status, composer.form);
	const incoming = createIncoming(root, send, composer.tell);

	const views = new Map<string, TurnView>();
	let announced = '';

	function drawTurns({ turns: all, attachments }: Conversation): void {
		const ids = new Set(all.map((turn) => turn.question.id));
		for (const [id, view] of views) {
			if (ids.has(id)) continue;
			view.article.remove();
			views.delete(id);
		}
		const shown = [...all.flatMap((turn) => turn.pictures), ...attachments];
		pictures.keepOnly(shown.map(({ id }) => id));
		for (const [index, turn] of all.entries()) {
			const id = turn.question.id;
			let view = views.get(id);
			if (!view) {
				view = new TurnView(turn, { send, withPicture: pictures.use });
				views.set(id, view);
				turns.append(view.article);
			}
			view.update(turn, { isLast: index === all.length - 1 });
		}
	}

	function announce(last: Turn | undefined): void {
		const next = last ? `${last.question.id} ${last.status} ${last.retry?.attempt}` : '';
		if (next === announced) return;
		announced = next;
		setText(status, last ? statusAnnouncement(last) : '');
	}

	return {
		draw(state) {
			const { conversation } = state;
			const follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < followDistance;
			const isNew = conversation.turns.length > views.size;
			empty.hidden = conversation.turns.length > 0;
			drawTurns(conversation);
			announce(conversation.turns.at(-1));
			composer.update(state);
			if (follows || isNew) scroller.scrollTop = scroller.scrollHeight;
		},
		explainClipboard: incoming.explainClipboard,
		showPicture: pictures.arrived,
	};
}

import * as l10n from '@vscode/l10n';
import type { Conversation } from '../../src/core/conversation.ts';
import type { PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { createComposer, type DraftStore } from './composer.ts';
import { element } from './element.ts';
import { emptyState } from './emptyState.ts';
import { followEnd } from './followEnd.ts';
import { createIncoming } from './incoming.ts';
import { createPictures } from './pictures.ts';
import { createStatusRegion } from './statusRegion.ts';
import { TurnView } from './turnView.ts';

/** The panel's page. */
export interface PanelView {
	draw(state: PanelState): void;
	/** Has the screenshot on the clipboard explained. */
	explainClipboard(): Promise<void>;
	/** The bytes that were asked for with `getPicture`; undefined when the host has them no more. */
	showPicture(id: string, bytes: Uint8Array | undefined): void;
}

/** Builds the page into `root`. What the user does is told by `send`. */
export function createPanelView(
	root: HTMLElement,
	send: (message: PanelMessage) => void,
	drafts: DraftStore,
): PanelView {
	const pictures = createPictures((id) => send({ type: 'getPicture', id }));
	const empty = emptyState(send);
	const heading = element('h1', { className: 'visually-hidden' }, 'Glimpse');
	const turns = element('div', { className: 'turns' });
	const scroller = element('main', { tabIndex: 0, ariaLabel: l10n.t('Conversation') }, heading, empty, turns);
	const status = createStatusRegion();
	const composer = createComposer(send, pictures.use, drafts);
	root.append(scroller, status.region, composer.form);
	const incoming = createIncoming(root, send, composer.tell);

	const views = new Map<string, TurnView>();

	const end = followEnd(scroller, turns);

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

	return {
		draw(state) {
			const { conversation } = state;
			if (conversation.turns.length > views.size) end.begin();
			empty.hidden = conversation.turns.length > 0;
			drawTurns(conversation);
			const last = conversation.turns.at(-1);
			status.update(last && views.get(last.question.id)?.progress(last));
			composer.update(state);
			end.update();
		},
		explainClipboard: incoming.explainClipboard,
		showPicture: pictures.arrived,
	};
}

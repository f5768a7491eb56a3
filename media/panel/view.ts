import * as l10n from '@vscode/l10n';
import type { Conversation } from '../../src/core/conversation.ts';
import type { PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { createComposer } from './composer.ts';
import { element } from './element.ts';
import { emptyState } from './emptyState.ts';
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

/** Pixels from the end within which a reader who comes down is taken to be reading along again. */
const followDistance = 40;

/** Builds the page into `root`. What the user does is told by `send`. */
export function createPanelView(root: HTMLElement, send: (message: PanelMessage) => void): PanelView {
	const pictures = createPictures((id) => send({ type: 'getPicture', id }));
	const empty = emptyState(send);
	const heading = element('h1', { className: 'visually-hidden' }, 'Glimpse');
	const turns = element('div', { className: 'turns' });
	const scroller = element('main', { tabIndex: 0, ariaLabel: l10n.t('Conversation') }, heading, empty, turns);
	const status = createStatusRegion();
	const composer = createComposer(send, pictures.use);
	root.append(scroller, status.region, composer.form);
	const incoming = createIncoming(root, send, composer.tell);

	const views = new Map<string, TurnView>();

	const endNow = (): number => scroller.scrollHeight - scroller.clientHeight;
	let follows = true;
	/** The `scrollTop` of the end as the reader has seen it, and of the place that was last in view. */
	let end = 0;
	let place = 0;
	const followEnd = (): void => {
		end = endNow();
		if (follows) scroller.scrollTop = end;
	};
	scroller.addEventListener('scroll', () => {
		// The page may have grown or shrunk since: that is no scrolling up.
		const left = Math.min(end, endNow()) - scroller.scrollTop;
		const goesUp = scroller.scrollTop < place;
		follows = left < (goesUp ? 1 : followDistance);
		place = scroller.scrollTop;
	});
	// Text is laid out anew, pictures arrive and the box below grows without an event of the conversation.
	const sizes = new ResizeObserver(followEnd);
	sizes.observe(turns);
	sizes.observe(scroller);

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
			if (conversation.turns.length > views.size) follows = true;
			empty.hidden = conversation.turns.length > 0;
			drawTurns(conversation);
			const last = conversation.turns.at(-1);
			status.update(last && views.get(last.question.id)?.progress(last));
			composer.update(state);
			followEnd();
		},
		explainClipboard: incoming.explainClipboard,
		showPicture: pictures.arrived,
	};
}

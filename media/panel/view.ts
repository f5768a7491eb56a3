import * as l10n from '@vscode/l10n';
import type { Conversation } from '../../src/core/conversation.ts';
import type { NextAnswerer, PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { createStatusRegion } from './announcements.ts';
import { createComposer, type DraftStore } from './composer.ts';
import { element } from './element.ts';
import { createIncoming } from './incoming.ts';
import { createPictures } from './pictures.ts';
import { TurnView } from './turnView.ts';

/** The panel's page. */
export interface PanelView {
	draw(state: PanelState): void;
	/** Explains the screenshot on the clipboard. */
	explainClipboard(): Promise<void>;
	/** Shows the bytes requested with `getPicture`; undefined if the host no longer has them. */
	showPicture(id: string, bytes: Uint8Array | undefined): void;
}

/** Builds the page into `root`. `send` reports the user's actions. */
export function createPanelView(
	root: HTMLElement,
	send: (message: PanelMessage) => void,
	drafts: DraftStore,
): PanelView {
	const pictures = createPictures((id) => send({ type: 'getPicture', id }));
	const empty = createEmptyState(send);
	const heading = element('h1', { className: 'visually-hidden' }, 'Glimpse');
	const turns = element('div', { className: 'turns' });
	const scroller = element('main', { tabIndex: 0, ariaLabel: l10n.t('Conversation') }, heading, empty, turns);
	const status = createStatusRegion();
	const composer = createComposer(send, pictures.use, drafts);
	root.append(scroller, status.region, composer.form);
	const incoming = createIncoming(root, send, composer.tell);

	const views = new Map<string, TurnView>();

	const end = followEnd(scroller, turns);

	function drawTurns({ turns: all, attachments }: Conversation, nextAnswerer: NextAnswerer): void {
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
			view.update(turn, { isLast: index === all.length - 1, nextAnswerer });
		}
	}

	return {
		draw(state) {
			const { conversation } = state;
			if (conversation.turns.length > views.size) end.begin();
			empty.hidden = conversation.turns.length > 0;
			drawTurns(conversation, state.nextAnswerer);
			const last = conversation.turns.at(-1);
			status.update(last && views.get(last.question.id)?.progress(last));
			composer.update(state);
			end.update();
		},
		explainClipboard: incoming.explainClipboard,
		showPicture: pictures.arrived,
	};
}

/** Creates the content of an empty panel: the three things that one can do. */
function createEmptyState(send: (message: PanelMessage) => void): HTMLElement {
	const entry = (words: string, label: string, what: 'describe' | 'explainClipboard' | 'altText'): HTMLElement =>
		element(
			'li',
			{},
			element('p', {}, words),
			element('button', { type: 'button', className: 'primary', onclick: () => send({ type: 'start', what }) }, label),
		);
	return element(
		'section',
		{ className: 'empty' },
		element('h2', {}, l10n.t('What Glimpse can do')),
		element(
			'ul',
			{},
			entry(
				l10n.t('Describe the open picture, or one that you choose. In the Explorer, right-click a picture.'),
				l10n.t('Describe Image'),
				'describe',
			),
			entry(
				l10n.t('Explain the screenshot you just took.'),
				l10n.t('Explain Screenshot from Clipboard'),
				'explainClipboard',
			),
			entry(
				l10n.t('Write alt text where it belongs: in Markdown, HTML and JSX.'),
				l10n.t('Show How to Write Alt Text'),
				'altText',
			),
		),
	);
}

/** Pixels from the end within which a reader scrolling down is taken to follow again. */
const followDistance = 40;

/** A follower that keeps the end of a growing text in view for a reader who is there. */
interface EndFollower {
	/** Follows after a change of the text. */
	readonly update: () => void;
	/** Follows the end from the next `update` on, wherever the reader is. */
	readonly begin: () => void;
}

/** Follows the end of a text: scrolling up stops it, reaching the end resumes it. */
function followEnd(scroller: HTMLElement, text: HTMLElement): EndFollower {
	let follows = true;
	/** The `scrollTop` of the end as the reader has seen it, and of the last visible place. */
	let end = 0;
	let place = 0;
	const endNow = (): number => scroller.scrollHeight - scroller.clientHeight;
	const update = (): void => {
		end = endNow();
		if (follows) scroller.scrollTop = end;
	};
	scroller.addEventListener('scroll', () => {
		// The page may have grown or shrunk since: that isn't scrolling up.
		const left = Math.min(end, endNow()) - scroller.scrollTop;
		const goesUp = scroller.scrollTop < place;
		follows = left < (goesUp ? 1 : followDistance);
		place = scroller.scrollTop;
	});
	// Text is laid out again, pictures arrive and the box below grows without an event of the conversation.
	const sizes = new ResizeObserver(update);
	sizes.observe(text);
	sizes.observe(scroller);
	return {
		update,
		begin: () => {
			follows = true;
		},
	};
}

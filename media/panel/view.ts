import * as l10n from '@vscode/l10n';
import { isRefused, isRunning, type Turn } from '../../src/core/conversation.ts';
import type { PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { attachRoom } from '../../src/core/transfer/attachRoom.ts';
import { createStatusRegion } from './announcements.ts';
import { createComposer, type DraftStore } from './composer.ts';
import { element } from './element.ts';
import { createEmptyState } from './emptyState.ts';
import { followEnd } from './followEnd.ts';
import { createIncoming } from './incoming.ts';
import { createPictures } from './pictures.ts';
import { createPictureViewer } from './pictureViewer.ts';
import { createStickyQuestion } from './stickyQuestion.ts';
import { TurnView } from './turnView.ts';

/** The panel's page. */
export interface PanelView {
	draw(state: PanelState): void;
	/** Called when a question is asked, before it is drawn: its answer is announced. */
	asked(id: string): void;
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
	const scroller = element('main', { tabIndex: 0, ariaLabel: l10n.t('Conversation') }, heading, empty.section, turns);
	const status = createStatusRegion();
	const composer = createComposer(send, pictures.use, drafts);
	const bar = element('div', { className: 'bar', hidden: true });
	const viewer = createPictureViewer(root, pictures.use, (part) => send({ type: 'attachRegion', ...part }));
	const end = followEnd(scroller, turns);
	const sticky = createStickyQuestion(scroller, turns);
	const reading = element('div', { className: 'reading' }, sticky.bar, scroller, end.button);
	root.append(bar, reading, status.region, composer.form);
	let room = attachRoom(undefined, 0);
	const incoming = createIncoming(root, { send, tell: composer.tell, room: () => room });

	const views = new Map<string, TurnView>();
	let isAnswering = false;
	/** The turn whose answer comes at once, from this machine. */
	let atOnce: string | undefined;

	document.addEventListener('keydown', (event) => {
		if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !isAnswering) return;
		event.preventDefault();
		send({ type: 'stop' });
	});

	// The editor gives the focus to the page as a whole, by its command for this view: one writes at once. Where the script loads
	// slowly, the page has it already.
	const focusComposer = (): void => {
		if (document.hasFocus() && document.activeElement === document.body) composer.focus();
	};
	window.addEventListener('focus', focusComposer);
	focusComposer();

	function drawTurns({ conversation: { turns: all, attachments }, nextAnswerer, hasChat = false }: PanelState): void {
		const ids = new Set(all.map((turn) => turn.question.id));
		for (const [id, view] of views) {
			if (ids.has(id)) continue;
			if (view.article.contains(document.activeElement)) composer.focus();
			view.article.remove();
			views.delete(id);
		}
		const shown = [...all.flatMap((turn) => turn.pictures), ...attachments];
		pictures.keepOnly(shown.map(({ id }) => id));
		/** Those that a question in words alone is about. */
		let seen: Turn['pictures'] = [];
		for (const [index, turn] of all.entries()) {
			const isAside = isRefused(turn);
			if (!isAside && (turn.pictures.length > 0 || !turn.question.follows)) seen = turn.pictures;
			const id = turn.question.id;
			let view = views.get(id);
			if (!view) {
				view = new TurnView(turn, { send, withPicture: pictures.use, enlarge: viewer.open });
				views.set(id, view);
				if (index > 0 && !turn.question.follows) view.article.prepend(cutRule());
				turns.append(view.article);
			}
			view.update(turn, { isLast: index === all.length - 1, nextAnswerer, hasChat, pictures: seen });
		}
	}

	return {
		draw(state) {
			const { conversation } = state;
			if (conversation.turns.length > views.size) end.begin();
			empty.update(state);
			drawTurns(state);
			const last = conversation.turns.at(-1);
			const lastAtOnce = last?.answerer?.engine === 'local' ? last.question.id : undefined;
			const article = views.get(lastAtOnce ?? '')?.article;
			if (article && lastAtOnce !== atOnce) end.beginAt(article);
			atOnce = lastAtOnce;
			isAnswering = last !== undefined && isRunning(last);
			bar.hidden = !isAnswering;
			status.update(last && views.get(last.question.id)?.progress(last));
			composer.update(state);
			room = attachRoom(state.nextAnswerer.answerer, conversation.attachments.length);
			end.update();
			sticky.update();
		},
		asked: status.begin,
		explainClipboard: incoming.explainClipboard,
		showPicture: pictures.arrived,
	};
}

/** A rule above a question that begins anew. */
function cutRule(): HTMLElement {
	return element('p', { className: 'cut' }, l10n.t('New pictures: those above are no longer sent'));
}

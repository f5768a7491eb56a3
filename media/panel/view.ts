import * as l10n from '@vscode/l10n';
import type { Conversation, Turn } from '../../src/core/conversation.ts';
import type { NextAnswerer, PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { element, setText } from './element.ts';
import { createPictures } from './pictures.ts';
import { TurnView } from './turnView.ts';
import { answererName, statusAnnouncement } from './words.ts';

/** The panel's page. */
export interface PanelView {
	draw(state: PanelState): void;
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
	const composer = createComposer(send);
	root.append(scroller, status, composer.form);

	const views = new Map<string, TurnView>();
	let announced = '';

	function drawTurns({ turns: all }: Conversation): void {
		const ids = new Set(all.map((turn) => turn.question.id));
		for (const [id, view] of views) {
			if (ids.has(id)) continue;
			view.article.remove();
			views.delete(id);
		}
		pictures.keepOnly(all.flatMap((turn) => turn.pictures.map(({ id }) => id)));
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
		const next = last ? `${last.question.id} ${last.status}` : '';
		if (next === announced) return;
		announced = next;
		setText(status, last ? statusAnnouncement(last.status) : '');
	}

	return {
		draw({ conversation, nextAnswerer }) {
			const follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < followDistance;
			const isNew = conversation.turns.length > views.size;
			empty.hidden = conversation.turns.length > 0;
			drawTurns(conversation);
			announce(conversation.turns.at(-1));
			composer.update(nextAnswerer, conversation);
			if (follows || isNew) scroller.scrollTop = scroller.scrollHeight;
		},
		showPicture: pictures.arrived,
	};
}

/** The box for a question, and who will answer it. */
function createComposer(send: (message: PanelMessage) => void): {
	readonly form: HTMLFormElement;
	update(nextAnswerer: NextAnswerer, conversation: Conversation): void;
} {
	const question = element('textarea', {
		id: 'question',
		rows: 2,
		placeholder: l10n.t('Ask about the picture above…'),
		ariaLabel: l10n.t('Your question'),
	});
	const ask = element('button', { type: 'submit', className: 'primary' }, l10n.t('Ask'));
	const answerer = element('p', { className: 'answerer' });
	let changing: PanelMessage = { type: 'setApiKey' };
	const change = element('button', { type: 'button', className: 'link', onclick: () => send(changing) });
	const model = element(
		'button',
		{ type: 'button', className: 'link', onclick: () => send({ type: 'selectModel' }) },
		l10n.t('Select Model'),
	);
	const foot = element('div', { className: 'foot' }, answerer, model, change, ask);
	const form = element('form', {}, question, foot);

	function submit(): void {
		const text = question.value.trim();
		if (text === '' || ask.disabled) return;
		question.value = '';
		send({ type: 'ask', text });
	}
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		submit();
	});
	question.addEventListener('keydown', (event) => {
		// An input method's Enter takes its suggestion.
		if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		submit();
	});
	return {
		form,
		update(nextAnswerer, { turns }) {
			const name = nextAnswerer.answerer ? answererName(nextAnswerer.answerer) : l10n.t('nobody; a setting is wrong');
			setText(answerer, l10n.t('Answered by: {0}', name));
			const { label, message } = wayToChange(nextAnswerer);
			setText(change, label);
			changing = message;
			model.hidden = nextAnswerer.answerer?.engine !== 'glm';
			question.disabled = turns.length === 0;
			ask.disabled = turns.length === 0;
		},
	};
}

/** The one click that leads to somebody else's answers. */
function wayToChange({ answerer, setting }: NextAnswerer): { readonly label: string; readonly message: PanelMessage } {
	if (answerer?.engine === 'glm') {
		return { label: l10n.t('Use this machine only'), message: { type: 'setEngine', engine: 'local' } };
	}
	if (!answerer) return { label: l10n.t('Open Settings'), message: { type: 'openSettings' } };
	return setting === 'local'
		? { label: l10n.t('Use GLM again'), message: { type: 'setEngine', engine: 'auto' } }
		: { label: l10n.t('Add API Key'), message: { type: 'setApiKey' } };
}

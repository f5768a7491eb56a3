import * as l10n from '@vscode/l10n';
import type { Attachment } from '../../src/core/attachments.ts';
import type { NextAnswerer, PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { taskIds, type TaskId } from '../../src/core/tasks.ts';
import { hasVideoName } from '../../src/core/fileNames.ts';
import { element, setText } from './element.ts';
import { answererName, taskTitle, usageSummary } from './words.ts';

/** The question box with its attachments, and the party that will answer. */
export interface Composer {
	readonly form: HTMLFormElement;
	update(state: PanelState): void;
	/** Shows a sentence above the question; an empty one removes it. */
	readonly tell: (sentence: string) => void;
}

/** The text typed and not yet sent. */
interface Draft {
	readonly text: string;
	readonly task: TaskId;
}

/** A store that keeps the draft while the panel is hidden, since that destroys its page. */
export interface DraftStore {
	getState(): Draft | undefined;
	setState(draft: Draft): void;
}

export function createComposer(
	send: (message: PanelMessage) => void,
	withPicture: (id: string, use: (url: string) => void) => void,
	drafts: DraftStore,
): Composer {
	const attachments = createAttachments(send, withPicture);
	const question = element('textarea', { id: 'question', rows: 2, ariaLabel: l10n.t('Your question') });
	const task = element(
		'select',
		{ ariaLabel: l10n.t('What to do') },
		...choices().map(([value, label]) => element('option', { value }, label)),
	);
	const ask = element('button', { type: 'submit', className: 'primary' });
	const attach = element(
		'button',
		{ type: 'button', onclick: () => send({ type: 'attach' }), title: l10n.t('Attach pictures or a video') },
		l10n.t('Attach…'),
	);
	const answerer = element('p', { className: 'answerer' });
	let changing: PanelMessage = { type: 'setApiKey' };
	const change = element('button', { type: 'button', className: 'link', onclick: () => send(changing) });
	const model = element(
		'button',
		{ type: 'button', className: 'link', onclick: () => send({ type: 'selectModel' }) },
		l10n.t('Select Model'),
	);
	const usageLine = element('p', { className: 'used' });
	const answererLine = element('div', { className: 'foot' }, answerer, model, change);
	const buttons = element('div', { className: 'foot' }, attach, task, ask);
	const hint = element('p', { className: 'told', role: 'alert' });
	const form = element(
		'form',
		{ ariaLabel: l10n.t('Your question') },
		hint,
		attachments.list,
		question,
		answererLine,
		buttons,
		usageLine,
	);

	let hasAttachments = false;
	const draft = drafts.getState();
	question.value = draft?.text ?? '';
	task.value = draft?.task ?? 'ask';

	function submit(): void {
		const text = question.value.trim();
		const chosen = chosenTask();
		if (ask.disabled || (text === '' && chosen === 'ask' && !hasAttachments)) return;
		question.value = '';
		task.value = 'ask';
		draftChanged();
		send({ type: 'ask', task: chosen, text });
	}
	function chosenTask(): TaskId {
		return taskIds.find((id) => id === task.value) ?? 'ask';
	}
	/** Updates the button's label: attachments can be described without a question. */
	function updateAsk(): void {
		const describes = hasAttachments && chosenTask() === 'ask' && question.value.trim() === '';
		setText(ask, describes ? l10n.t('Describe') : l10n.t('Ask'));
	}
	function draftChanged(): void {
		drafts.setState({ text: question.value, task: chosenTask() });
		updateAsk();
	}
	question.addEventListener('input', draftChanged);
	task.addEventListener('change', draftChanged);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		submit();
	});
	question.addEventListener('keydown', (event) => {
		// Enter within an input method accepts its suggestion.
		if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		submit();
	});
	return {
		form,
		tell: (sentence) => setText(hint, sentence),
		update({ conversation, nextAnswerer, usage }) {
			setText(usageLine, usageSummary(usage));
			const name = nextAnswerer.answerer ? answererName(nextAnswerer.answerer) : l10n.t('nobody; a setting is wrong');
			setText(answerer, l10n.t('Answered by: {0}', name));
			const { label, message } = wayToChange(nextAnswerer);
			setText(change, label);
			changing = message;
			attachments.update(conversation.attachments);
			hasAttachments = conversation.attachments.length > 0;
			const hasSubject = hasAttachments || conversation.turns.length > 0;
			question.disabled = !hasSubject;
			question.placeholder = placeholder(conversation);
			task.disabled = !hasSubject;
			ask.disabled = !hasSubject;
			updateAsk();
		},
	};
}

/** Returns the selectable tasks, the plain question first. */
function choices(): readonly (readonly [TaskId, string])[] {
	// An alt text is written for a place in a document, or from the Explorer's menu.
	const tasks = taskIds.filter((id) => id !== 'ask' && id !== 'describe' && id !== 'altText');
	return [['ask', l10n.t('Question')], ...tasks.map((id) => [id, taskTitle(id)] as const)];
}

/** Returns the placeholder: the subject of a question, or how to get one. */
function placeholder({ attachments, turns }: PanelState['conversation']): string {
	if (attachments.length > 0) return l10n.t('Ask about the attachments…');
	return turns.length > 0 ? l10n.t('Ask about the picture above…') : l10n.t('Attach a picture to ask about it');
}

/** Returns the one click that changes who answers. */
function wayToChange({ answerer, setting }: NextAnswerer): { readonly label: string; readonly message: PanelMessage } {
	if (answerer?.engine === 'glm') {
		return { label: l10n.t('Use This Machine Only'), message: { type: 'setEngine', engine: 'local' } };
	}
	if (!answerer) return { label: l10n.t('Open Settings'), message: { type: 'openSettings' } };
	return setting === 'local'
		? { label: l10n.t('Use GLM Again'), message: { type: 'setEngine', engine: 'auto' } }
		: { label: l10n.t('Set API Key'), message: { type: 'setApiKey' } };
}

/** The list of attachments. */
interface AttachmentsView {
	readonly list: HTMLElement;
	update(attachments: readonly Attachment[]): void;
}

/** Creates the list. `withPicture` gives the address of an attachment's bytes once they arrive. */
function createAttachments(
	send: (message: PanelMessage) => void,
	withPicture: (id: string, use: (url: string) => void) => void,
): AttachmentsView {
	const list = element('ul', { className: 'attachments', ariaLabel: l10n.t('Attached') });
	const items = new Map<string, HTMLElement>();
	let order = '';

	/** Moves an attachment with the arrow keys and removes it with Delete; the focus stays nearby. */
	function onKey(event: KeyboardEvent, id: string): void {
		const ids = [...items.keys()];
		const index = ids.indexOf(id);
		if (event.key === 'Delete' || event.key === 'Backspace') {
			event.preventDefault();
			const next = items.get(ids[index + 1] ?? ids[index - 1] ?? '');
			send({ type: 'detach', id });
			if (next) next.querySelector('button')?.focus();
			else document.querySelector<HTMLElement>('#question')?.focus();
		} else if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
			event.preventDefault();
			const to = index + (event.key === 'ArrowLeft' ? -1 : 1);
			if (to >= 0 && to < ids.length) send({ type: 'move', id, to });
		}
	}

	function itemOf({ id, name }: Attachment): HTMLElement {
		const thumbnail = hasVideoName(name)
			? element('span', { className: 'thumbnail', ariaHidden: 'true' }, '▶')
			: element('img', { className: 'thumbnail', alt: name });
		if (thumbnail instanceof HTMLImageElement) {
			withPicture(id, (url) => {
				thumbnail.src = url;
			});
			// A format that the page can't draw is shown by its name until it is sent.
			thumbnail.addEventListener('error', () => thumbnail.removeAttribute('src'));
		}
		const remove = element(
			'button',
			{
				type: 'button',
				className: 'remove',
				title: l10n.t('Remove {0} (Delete). Alt+Left and Alt+Right change the order.', name),
				ariaLabel: l10n.t('Remove {0}', name),
				onclick: () => send({ type: 'detach', id }),
			},
			'×',
		);
		remove.addEventListener('keydown', (event) => onKey(event, id));
		const item = element('li', { title: name, draggable: true }, thumbnail, element('span', {}, name), remove);
		item.addEventListener('dragstart', (event) => event.dataTransfer?.setData(dragType, id));
		item.addEventListener('dragover', (event) => {
			if (event.dataTransfer?.types.includes(dragType)) event.preventDefault();
		});
		item.addEventListener('drop', (event) => {
			const dragged = event.dataTransfer?.getData(dragType);
			if (!dragged) return;
			event.preventDefault();
			event.stopPropagation();
			send({ type: 'move', id: dragged, to: [...items.keys()].indexOf(id) });
		});
		return item;
	}

	return {
		list,
		update(attachments) {
			const next = JSON.stringify(attachments.map(({ id }) => id));
			if (next === order) return;
			order = next;
			const focused = [...items].find(([, item]) => item.contains(document.activeElement))?.[0];
			const kept = new Map(items);
			items.clear();
			for (const attachment of attachments) items.set(attachment.id, kept.get(attachment.id) ?? itemOf(attachment));
			list.replaceChildren(...items.values());
			list.hidden = items.size === 0;
			// A reinserted element has lost the focus.
			if (focused !== undefined) items.get(focused)?.querySelector('button')?.focus();
		},
	};
}

/** The drag type of the list's own items; files have others. */
const dragType = 'application/x-glimpse-attachment';

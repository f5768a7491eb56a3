import * as l10n from '@vscode/l10n';
import type { NextAnswerer, PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { taskIds, type TaskId } from '../../src/core/tasks.ts';
import { createAttachments } from './attachments.ts';
import { element, setText } from './element.ts';
import { answererName, taskTitle, usageWords } from './words.ts';

/** The box for a question with what is attached to it, and who will answer. */
export interface Composer {
	readonly form: HTMLFormElement;
	update(state: PanelState): void;
	/** Shows a sentence over the question; an empty one takes it away. */
	readonly tell: (sentence: string) => void;
}

/** What is typed and not yet sent. */
interface Draft {
	readonly text: string;
	readonly task: TaskId;
}

/** Keeps the draft while the panel is hidden, since its page goes then. */
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
	const used = element('p', { className: 'used' });
	const who = element('div', { className: 'foot' }, answerer, model, change);
	const buttons = element('div', { className: 'foot' }, attach, task, ask);
	const told = element('p', { className: 'told', role: 'alert' });
	const form = element(
		'form',
		{ ariaLabel: l10n.t('Your question') },
		told,
		attachments.list,
		question,
		who,
		buttons,
		used,
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
	/** What is attached can be described without a word. */
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
		// An input method's Enter takes its suggestion.
		if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		submit();
	});
	return {
		form,
		tell: (sentence) => setText(told, sentence),
		update({ conversation, nextAnswerer, usage }) {
			setText(used, usageWords(usage));
			const name = nextAnswerer.answerer ? answererName(nextAnswerer.answerer) : l10n.t('nobody; a setting is wrong');
			setText(answerer, l10n.t('Answered by: {0}', name));
			const { label, message } = wayToChange(nextAnswerer);
			setText(change, label);
			changing = message;
			model.hidden = nextAnswerer.answerer?.engine !== 'glm';
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

/** The tasks that can be chosen, the plain question first. */
function choices(): readonly (readonly [TaskId, string])[] {
	// An alt text is written for a place in a document, or from the Explorer's menu.
	const tasks = taskIds.filter((id) => id !== 'ask' && id !== 'describe' && id !== 'altText');
	return [['ask', l10n.t('Question')], ...tasks.map((id) => [id, taskTitle(id)] as const)];
}

/** What can be asked about, or how to come to something. */
function placeholder({ attachments, turns }: PanelState['conversation']): string {
	if (attachments.length > 0) return l10n.t('Ask about the attachments…');
	return turns.length > 0 ? l10n.t('Ask about the picture above…') : l10n.t('Attach a picture to ask about it');
}

/** The one click that leads to somebody else's answers. */
function wayToChange({ answerer, setting }: NextAnswerer): { readonly label: string; readonly message: PanelMessage } {
	if (answerer?.engine === 'glm') {
		return { label: l10n.t('Use This Machine Only'), message: { type: 'setEngine', engine: 'local' } };
	}
	if (!answerer) return { label: l10n.t('Open Settings'), message: { type: 'openSettings' } };
	return setting === 'local'
		? { label: l10n.t('Use GLM Again'), message: { type: 'setEngine', engine: 'auto' } }
		: { label: l10n.t('Set API Key'), message: { type: 'setApiKey' } };
}

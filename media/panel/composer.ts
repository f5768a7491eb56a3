import * as l10n from '@vscode/l10n';
import { hasModel } from '../../src/core/answerer.ts';
import { isRefused, isRunning, type Conversation } from '../../src/core/conversation.ts';
import type { NextAnswerer, PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { comparable, taskIds, type TaskId } from '../../src/core/tasks.ts';
import { createAttachments } from './attachmentsView.ts';
import { element, setText } from './element.ts';
import { icon, iconButton, setIcon } from './icons.ts';
import { opensMenu, type MenuEntry } from './menu.ts';
import { taskIcon } from './taskIcon.ts';
import { answererName, destination, runningNote, taskTitle, usageShort, usageSummary } from './words.ts';

/** The question box with its attachments, and the party that will answer. */
export interface Composer {
	readonly form: HTMLFormElement;
	update(state: PanelState): void;
	/** Shows a sentence above the question; an empty one removes it. */
	readonly tell: (sentence: string) => void;
	/** Puts the focus where one writes. */
	readonly focus: () => void;
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

/** Tasks that this machine can do alone. */
const localTasks: ReadonlySet<TaskId> = new Set<TaskId>(['describe', 'extractText']);

export function createComposer(
	send: (message: PanelMessage) => void,
	withPicture: (id: string, use: (url: string) => void) => void,
	drafts: DraftStore,
): Composer {
	const attachments = createAttachments(send, withPicture);
	const offer = element('button', { type: 'button', className: 'offer', onclick: () => send({ type: 'attachOpen' }) });
	const offerName = element('span');
	offer.append(icon('add'), icon('file-media'), offerName);
	const question = element('textarea', { id: 'question', rows: 1, ariaLabel: l10n.t('Your question') });
	const taskName = element('span');
	const taskButton = element('button', { type: 'button', className: 'pick task' });
	const answererWords = element('span');
	const answererButton = element('button', { type: 'button', className: 'pick answerer' });
	answererButton.append(answererWords, icon('chevron-down'));
	const ask = iconButton('arrow-up', l10n.t('Ask'));
	ask.type = 'submit';
	ask.classList.add('send');
	const stop = iconButton('debug-stop', l10n.t('Stop'), () => send({ type: 'stop' }));
	stop.classList.add('send', 'stop');
	stop.title = l10n.t('Stop (Esc)');
	const queue = element('div', { className: 'queued', hidden: true });
	const queuedWords = element('span', { role: 'status' });
	queue.append(
		queuedWords,
		element(
			'button',
			{ type: 'button', className: 'link', onclick: () => send({ type: 'askQueued' }) },
			l10n.t('Ask Now'),
		),
		iconButton('close', l10n.t('Drop This Question'), () => send({ type: 'unqueue' })),
	);
	const where = element('span', { className: 'where' });
	const whereIcon = element('span');
	const used = element('span', { className: 'used' });
	const hint = element('p', { className: 'told', role: 'alert' });
	const add = iconButton('add', l10n.t('Attach…'), () => send({ type: 'attach' }));
	// The editor shows a page nothing of what is dragged over it without Shift, so that it can't be said then.
	add.title = l10n.t('Attach… (or paste pictures, or drop them while holding Shift)');
	const tools = element('div', { className: 'tools' }, add, taskButton, answererButton, ask, stop);
	const form = element(
		'form',
		{ ariaLabel: l10n.t('Your question') },
		hint,
		queue,
		element('div', { className: 'box' }, attachments.list, offer, question, tools),
		element('div', { className: 'foot' }, whereIcon, where, used),
	);

	const draft = drafts.getState();
	question.value = draft?.text ?? '';
	let chosen: TaskId = draft?.task ?? 'ask';
	let state: PanelState | undefined;

	const noPicture = l10n.t('There is no picture yet. Attach, paste or drop one first.');
	const hasAttachments = (): boolean => (state?.conversation.attachments.length ?? 0) > 0;
	const hasTurns = (): boolean => (state ? hasSubject(state.conversation) : false);
	/** The open picture is what a first question is about, if nothing else is. */
	const takesOpen = (): boolean => !hasAttachments() && !hasTurns() && state?.openPicture !== undefined;
	/** This machine answers no questions in words, so that a first one is to describe something. */
	const isLocal = (): boolean => state?.nextAnswerer.answerer?.engine === 'local';
	/** What would be asked now: pictures without words are described. */
	const taskNow = (): TaskId => {
		const describes = hasAttachments() || takesOpen() || (isLocal() && !hasTurns());
		return chosen === 'ask' && question.value.trim() === '' && describes ? 'describe' : chosen;
	};

	function submit(): void {
		const text = question.value.trim();
		const task = taskNow();
		if (text === '' && task === 'ask') return;
		if (!hasAttachments() && !hasTurns() && !takesOpen()) {
			setText(hint, noPicture);
			return;
		}
		setText(hint, '');
		question.value = '';
		chosen = 'ask';
		draftChanged();
		send({ type: 'ask', task, text, ...(takesOpen() && { withOpen: true }) });
	}
	function updateTask(): void {
		const task = taskNow();
		const label = task === 'describe' ? l10n.t('Describe') : taskTitle(task);
		if (taskButton.dataset['task'] !== task) {
			taskButton.dataset['task'] = task;
			taskButton.replaceChildren(icon(taskIcon(task)), taskName, icon('chevron-down'));
		}
		setText(taskName, label);
		taskButton.ariaLabel = l10n.t('What to do: {0}', label);
		taskButton.title = taskButton.ariaLabel;
		const isEmpty = question.value.trim() === '' && task === 'ask';
		ask.classList.toggle('off', isEmpty);
		const name = task === 'describe' ? l10n.t('Describe') : l10n.t('Ask');
		ask.ariaLabel = name;
		ask.title = l10n.t('{0} (Enter)', name);
	}
	function draftChanged(): void {
		drafts.setState({ text: question.value, task: chosen });
		updateTask();
	}

	opensMenu(taskButton, () => {
		const count = state?.conversation.attachments.length ?? 0;
		return choices().map((id): MenuEntry => {
			const isTooFew = id === 'compare' && count < comparable.least && !hasTurns();
			const needsModel = isLocal() && !localTasks.has(id);
			return {
				label: taskTitle(id),
				icon: taskIcon(id),
				isChecked: id === taskNow(),
				isDisabled: isTooFew || needsModel,
				note: needsModel ? l10n.t('needs a model') : isTooFew ? l10n.t('2 pictures or more') : '',
				run: () => {
					chosen = id;
					draftChanged();
					question.focus();
				},
			};
		});
	});
	answererButton.addEventListener('click', () =>
		send({ type: state && mayBeSelected(state.nextAnswerer) ? 'selectModel' : 'openSettings' }),
	);
	question.addEventListener('input', draftChanged);
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
		focus: () => question.focus(),
		update(next) {
			state = next;
			const { conversation, nextAnswerer, usage, openPicture } = next;
			const { answerer } = nextAnswerer;
			const nobody = mayBeSelected(nextAnswerer) ? l10n.t('nobody yet') : l10n.t('nobody; a setting is wrong');
			const name = answerer ? answererName(answerer) : nobody;
			setText(answererWords, hasModel(answerer) ? answerer.model : name);
			answererButton.ariaLabel = l10n.t('Answered by: {0}', name);
			answererButton.title = answererButton.ariaLabel;
			attachments.update(conversation.attachments);
			if (hint.textContent === noPicture && (hasAttachments() || takesOpen())) setText(hint, '');
			offer.hidden = openPicture === undefined || hasAttachments() || isShown(conversation, openPicture);
			setText(offerName, openPicture ?? '');
			offer.ariaLabel = l10n.t('Attach {0}, which is open in the editor', openPicture ?? '');
			offer.title = offer.ariaLabel;
			question.placeholder = placeholder(next);
			const last = conversation.turns.at(-1);
			const running = last && isRunning(last) ? last : undefined;
			const hadFocus = document.activeElement === ask || document.activeElement === stop;
			ask.hidden = running !== undefined;
			stop.hidden = running === undefined;
			if (hadFocus) (running ? stop : ask).focus();
			queue.hidden = conversation.queued === undefined;
			setText(
				queuedWords,
				l10n.t('Next: {0}', conversation.queued?.text || taskTitle(conversation.queued?.task ?? 'ask')),
			);
			setIcon(whereIcon, answerer?.engine === 'local' ? 'lock' : 'cloud');
			setText(where, running ? runningNote(running) : destination(answerer, conversation.attachments.length));
			setText(used, running ? l10n.t('Esc stops · Enter asks next') : usageShort(usage));
			used.title = usageSummary(usage);
			updateTask();
		},
	};
}

/** Tells whether the picker is what helps: the editor's models need no setting but the choice of one. */
function mayBeSelected({ answerer, setting }: NextAnswerer): boolean {
	return answerer !== undefined || setting === 'editor';
}

/** Tells whether a question in words alone is about something. */
function hasSubject({ turns }: Conversation): boolean {
	return turns.some((turn) => !isRefused(turn));
}

/** Tells whether the picture of this name is what the conversation is about already. */
function isShown({ turns }: Conversation, name: string): boolean {
	return turns.some(({ pictures }) => pictures.some((picture) => !('url' in picture) && picture.name === name));
}

/** Returns the selectable tasks, the plain question first. */
function choices(): readonly TaskId[] {
	// An alt text is written for a place in a document, or from the Explorer's menu.
	return ['ask', ...taskIds.filter((id) => id !== 'ask' && id !== 'altText')];
}

/** Returns the placeholder: the subject of a question, or how to get one. */
function placeholder({ conversation, openPicture }: PanelState): string {
	const { attachments } = conversation;
	if (attachments.length > 0) return l10n.t('Ask about the attachments…');
	if (hasSubject(conversation)) return l10n.t('Ask about the picture above…');
	return openPicture === undefined ? l10n.t('Attach a picture to ask about it') : l10n.t('Ask about {0}…', openPicture);
}

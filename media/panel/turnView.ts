import * as l10n from '@vscode/l10n';
import { hasModel } from '../../src/core/answerer.ts';
import { pointingModel } from '../../src/core/boxes/pointingModel.ts';
import { writesBoxes } from '../../src/core/boxes/boxScale.ts';
import type { BoxReading } from '../../src/core/boxes/readBoxes.ts';
import {
	canContinue,
	isRefused,
	isRunning,
	isVideoPicture,
	type ActionId,
	type Question,
	type Turn,
} from '../../src/core/conversation.ts';
import type { NextAnswerer, PanelMessage } from '../../src/core/protocol.ts';
import type { TaskId } from '../../src/core/tasks.ts';
import type { Progress } from './announcements.ts';
import { AnswerRow } from './answerRow.ts';
import { AnswerView, linkPlaces, handleCodeButton } from './answerView.ts';
import { BoxesView, boxesOf, textWithoutBoxes, transcribes } from './boxesView.ts';
import { copyHtml } from './copyHtml.ts';
import { element, setText } from './element.ts';
import { icon, setIcon, type IconName } from './icons.ts';
import { PlainTextView } from './plainTextView.ts';
import { QuestionCard, type TurnServices } from './questionCard.ts';
import { roves, rovingFocus } from './rovingFocus.ts';
import { taskIcon } from './taskIcon.ts';
import { modelNote, questionTitle, statusAnnouncement, taskTitle, turnNote } from './words.ts';

/** A turn's place in the panel. */
interface TurnPlace {
	/** Only the last question can be asked again. */
	readonly isLast: boolean;
	readonly nextAnswerer: NextAnswerer;
	/** Whether the editor has a chat in which one can go on. */
	readonly hasChat: boolean;
	/** What it is about: its own pictures, or those of the last question before it that has some. */
	readonly pictures: Turn['pictures'];
}

/** What was read from a turn's answer. */
interface AnswerReading {
	readonly turn: Turn;
	readonly pictures: Turn['pictures'];
	readonly reading: BoxReading;
	/** The answer without the numbers of its boxes. */
	readonly text: string;
}

/** One question with its answer on the page. Its controls share one tab stop. */
export class TurnView {
	readonly article: HTMLElement;
	readonly #services: TurnServices;
	readonly #card: QuestionCard;
	readonly #reasoning = element('details', { className: 'reasoning', hidden: true });
	readonly #reasoningTitle = element('summary');
	readonly #reasoningText = element('div');
	readonly #answerElement = element('div', { className: 'answer' });
	readonly #answer: AnswerView;
	readonly #plainText: PlainTextView;
	readonly #boxes: BoxesView;
	readonly #note = element('p', { className: 'note' });
	readonly #failure = element('div', { className: 'failure', hidden: true });
	readonly #failureIcon = element('span');
	readonly #failureWords = element('p');
	readonly #failureBody = element('div', {}, this.#failureWords);
	readonly #actions = element('div', { className: 'actions' });
	readonly #row: AnswerRow;
	readonly #next = element('div', { className: 'next' });
	readonly #focus: { readonly update: () => void };
	#reading: AnswerReading | undefined;
	#buttonsShown = '[]';
	#nextShown = '[]';

	constructor(turn: Turn, services: TurnServices) {
		const { send } = services;
		this.#services = services;
		const answer = this.#answerElement;
		this.#answer = new AnswerView(answer);
		answer.addEventListener('click', ({ target }) => handleCodeButton(target, send));
		this.#plainText = new PlainTextView(answer);
		this.#boxes = new BoxesView(services.withPicture);
		this.#card = new QuestionCard(turn, services);
		this.#row = new AnswerRow(turn, {
			send,
			copyPlainText: () => send({ type: 'copyText', text: this.#plainText.text }),
			copyHtml: () => void copyHtml(answer, this.#plainText.text, send),
			isPlainText: () => this.#plainText.isShown,
			showPlainText: () => this.#plainText.toggle(),
		});
		this.#reasoning.append(this.#reasoningTitle, this.#reasoningText);
		this.#failure.append(this.#failureIcon, this.#failureBody);
		const { question } = turn;
		const ariaLabel = question.text || questionTitle(question);
		this.article = element('article', { className: 'turn', tabIndex: -1, ariaLabel });
		this.article.append(
			this.#card.element,
			this.#reasoning,
			answer,
			this.#plainText.field,
			this.#boxes.element,
			this.#note,
			this.#failure,
			this.#actions,
			this.#row.element,
			this.#row.sent,
			this.#next,
		);
		this.#focus = rovingFocus(this.article);
	}

	/** Redraws what has changed. */
	update(turn: Turn, place: TurnPlace): void {
		this.article.dataset['status'] = turn.status;
		const { reading, text } = this.#readAnswer(turn, place.pictures);
		this.#card.update({ ...turn, text });
		this.#answer.draw(text);
		linkPlaces(this.#answerElement, turn.places ?? [], this.#services.send);
		this.#plainText.draw(text);
		this.#boxes.draw(turn, place.pictures, reading);
		this.#reasoning.hidden = turn.reasoning.trim() === '';
		setText(this.#reasoningTitle, isRunning(turn) && turn.text === '' ? l10n.t('Thinking…') : l10n.t('Thinking'));
		setText(this.#reasoningText, turn.reasoning.trim());
		const offersModel = mayOfferModel(turn, place);
		setText(this.#note, offersModel ? modelNote(place.nextAnswerer) : turnNote(turn));
		const isAside = isRefused(turn);
		this.article.classList.toggle('aside', isAside);
		// The sentence names the picture: nothing but the user's own words would be more.
		this.#card.element.hidden = isAside && turn.question.text === '';
		this.#failure.hidden = turn.failure === undefined;
		setIcon(this.#failureIcon, isAside ? 'warning' : 'error');
		setText(this.#failureWords, turn.failure?.message ?? '');
		const hasFailed = turn.failure !== undefined;
		if (hasFailed !== this.#failureBody.contains(this.#actions)) {
			if (hasFailed) this.#failureBody.append(this.#actions);
			else this.#failure.after(this.#actions);
		}
		this.#drawActions(turnActions(turn, { isLast: place.isLast, offersModel }));
		const focused = document.activeElement;
		this.#row.update(turn, place);
		// As with the actions: what goes away leaves the focus in this turn.
		if (this.#row.element.contains(focused) && focused?.closest('[hidden]'))
			this.article.focus({ preventScroll: true });
		this.#drawNext(place.isLast ? nextQuestions(turn, place, reading) : []);
		this.#focus.update();
	}

	/** Reads a turn's answer only when the turn is another than before: each draw of a growing answer passes all turns. */
	#readAnswer(turn: Turn, pictures: Turn['pictures']): AnswerReading {
		if (this.#reading?.turn !== turn || this.#reading.pictures !== pictures) {
			const reading = boxesOf(turn, pictures);
			this.#reading = { turn, pictures, reading, text: textWithoutBoxes(turn.text, reading) };
		}
		return this.#reading;
	}

	/** Returns the progress for the announcements, after `update`. */
	progress(turn: Turn): Progress {
		const isOver = !isRunning(turn);
		return {
			id: turn.question.id,
			phase: `${turn.status} ${turn.retry?.attempt}`,
			words: statusAnnouncement(turn),
			paragraphs: isOver ? this.#answer.whole : this.#answer.finished,
			isOver,
		};
	}

	/** Redraws the buttons only if others are due: a replaced button loses the focus. */
	#drawActions(actions: readonly TurnAction[]): void {
		const shown = JSON.stringify(actions);
		if (shown === this.#buttonsShown) return;
		this.#buttonsShown = shown;
		// If the pressed button goes away, the focus stays in this turn, where no key triggers the next action by
		// mistake.
		if (this.#actions.contains(document.activeElement)) this.article.focus({ preventScroll: true });
		this.#actions.replaceChildren(
			...actions.map(({ label, message, isMain }) =>
				roves(
					element(
						'button',
						{
							type: 'button',
							className: isMain ? 'primary' : 'link',
							onclick: () => this.#services.send(message),
						},
						label,
					),
				),
			),
		);
	}

	/** Redraws the ways to ask more about the same pictures. */
	#drawNext(questions: readonly NextQuestion[]): void {
		const shown = JSON.stringify(questions);
		if (shown === this.#nextShown) return;
		this.#nextShown = shown;
		if (this.#next.contains(document.activeElement)) this.article.focus({ preventScroll: true });
		this.#next.replaceChildren(
			...questions.map(({ label, icon: name, task, text }) =>
				roves(
					element(
						'button',
						{
							type: 'button',
							className: 'chip',
							onclick: () => this.#services.send({ type: 'ask', task, text }),
						},
						icon(name),
						label,
					),
				),
			),
		);
	}
}

/** Tells whether an answer of this machine alone is the place to say that a model may see more: nobody has chosen to do without. */
function mayOfferModel({ answerer, status }: Turn, { isLast, nextAnswerer }: TurnPlace): boolean {
	const isAlone = nextAnswerer.answerer?.engine === 'local' && nextAnswerer.setting === 'auto';
	return isLast && isAlone && answerer?.engine === 'local' && status === 'done';
}

/** A button about a turn, and its message to the host. */
interface TurnAction {
	readonly label: string;
	readonly message: PanelMessage;
	readonly isMain: boolean;
}

/** Actions that only repeat the question: an earlier one stays as it was answered. */
const asksAgain: ReadonlySet<ActionId> = new Set<ActionId>([
	'askAgain',
	'useModel',
	'useEndpoint',
	'sendAnyway',
	'sendBeginning',
]);

/** Returns the buttons due for a turn, the one that helps most first. `isLast`: only the last question can be asked again. */
function turnActions(
	turn: Turn,
	{ isLast, offersModel }: { readonly isLast: boolean; readonly offersModel: boolean },
): readonly TurnAction[] {
	const turnId = turn.question.id;
	const act = (label: string, action: ActionId, isMain = false): TurnAction => ({
		label,
		message: { type: 'act', turnId, action },
		isMain,
	});
	if (isRunning(turn)) {
		// Asked again, the wait begins anew.
		return turn.retry ? [act(l10n.t('Now'), 'askAgain'), act(l10n.t('Other Model'), 'selectModel')] : [];
	}
	const actions: TurnAction[] = [];
	const offered = turn.failure?.action;
	if (offered && (isLast || !asksAgain.has(offered.id))) actions.push(act(offered.label, offered.id, true));
	if (offersModel) {
		actions.push(act(l10n.t('Set API Key'), 'setApiKey', true), act(l10n.t('Select Model'), 'selectModel'));
	}
	if (isLast && hasModel(turn.answerer) && canContinue(turn)) {
		actions.push({ label: l10n.t('Continue'), message: { type: 'continue' }, isMain: true });
	}
	if (isLast && isRefused(turn))
		actions.push({ label: l10n.t('Choose Another…'), message: { type: 'attach' }, isMain: false });
	if (isLast && turn.failure && offered?.id !== 'askAgain') actions.push(act(l10n.t('Ask Again'), 'askAgain'));
	return actions;
}

/** A question about the same pictures that is offered behind an answer. */
interface NextQuestion extends Pick<Question, 'task' | 'text'> {
	readonly label: string;
	readonly icon: IconName;
}

/** Returns what is offered behind an answer about pictures: where the named things are, and other tasks. */
function nextQuestions(
	{ question, status, pictures: own, answerer }: Turn,
	{ nextAnswerer: { answerer: next }, pictures }: TurnPlace,
	{ boxes }: BoxReading,
): readonly NextQuestion[] {
	const isAboutPictures = pictures.length > 0 && pictures.every((picture) => !isVideoPicture(picture));
	if (status !== 'done' || !isAboutPictures || !hasModel(answerer) || !hasModel(next)) return [];
	const where: NextQuestion = {
		label: l10n.t('Show Where'),
		icon: 'location',
		task: 'ask',
		text: l10n.t('Show where these things are.'),
	};
	const mayPoint = boxes.length === 0 && !transcribes(question.task) && writesBoxes(pointingModel(next) ?? '');
	const tasks: readonly TaskId[] = own.length === 0 ? [] : ['extractText', 'explainScreenshot', 'uiToCode'];
	const others = tasks
		.filter((task) => task !== question.task)
		.slice(0, 2)
		.map((task): NextQuestion => ({ label: taskTitle(task), icon: taskIcon(task), task, text: '' }));
	return mayPoint && question.text !== where.text ? [where, ...others] : others;
}

import * as l10n from '@vscode/l10n';
import { isRunning, type Turn, canContinue, type ActionId } from '../../src/core/conversation.ts';
import type { NextAnswerer, PanelMessage } from '../../src/core/protocol.ts';
import type { Progress } from './announcements.ts';
import { AnswerView, linkPlaces, handleCodeButton } from './answerView.ts';
import { element, setText } from './element.ts';
import { pictureAlt, pictureFigure } from './pictures.ts';
import { PlainTextView } from './plainText.ts';
import { modelNote, statusAnnouncement, taskTitle, turnNote, turnSummary } from './words.ts';

/** The services of the panel for a turn's view. */
export interface TurnViewContext {
	readonly send: (message: PanelMessage) => void;
	/** Calls back with the picture's address, now or when it arrives; never if the picture is gone. */
	readonly withPicture: (id: string, use: (url: string) => void) => void;
}

/** A turn's place in the panel. */
interface TurnPlace {
	/** Only the last question can be asked again. */
	readonly isLast: boolean;
	readonly nextAnswerer: NextAnswerer;
}

/** Tells whether an answer of this machine alone is the place to say that a model may see more: nobody has chosen to do without. */
function mayOfferModel({ answerer, status }: Turn, { isLast, nextAnswerer }: TurnPlace): boolean {
	const isAlone = nextAnswerer.answerer?.engine === 'local' && nextAnswerer.setting === 'auto';
	return isLast && isAlone && answerer?.engine === 'local' && status === 'done';
}

/** One question with its answer on the page. */
export class TurnView {
	readonly article: HTMLElement;
	readonly #parts: TurnViewContext;
	readonly #pictures = element('div', { className: 'pictures' });
	readonly #reasoning = element('details', { className: 'reasoning', hidden: true });
	readonly #reasoningTitle = element('summary');
	readonly #reasoningText = element('div');
	readonly #answerElement = element('div', { className: 'answer' });
	readonly #answer: AnswerView;
	readonly #plainText: PlainTextView;
	readonly #note = element('p', { className: 'note' });
	readonly #failure = element('p', { className: 'failure' });
	readonly #summary = element('p', { className: 'summary' });
	readonly #actions = element('div', { className: 'actions' });
	#picturesShown = '[]';
	#buttonsShown = '';
	#described = '';

	constructor(turn: Turn, parts: TurnViewContext) {
		this.#parts = parts;
		const { task, text } = turn.question;
		const answer = this.#answerElement;
		this.#answer = new AnswerView(answer);
		answer.addEventListener('click', ({ target }) => handleCodeButton(target, parts.send));
		this.#plainText = new PlainTextView(answer);
		this.#reasoning.append(this.#reasoningTitle, this.#reasoningText);
		const title = element('h2', {}, text || taskTitle(task));
		this.article = element('article', { className: 'turn', tabIndex: -1 });
		this.article.append(
			title,
			this.#pictures,
			this.#reasoning,
			answer,
			this.#plainText.field,
			this.#note,
			this.#failure,
		);
		const buttons = element('div', { className: 'buttons' }, this.#actions, this.#plainText.button);
		this.article.append(buttons, this.#summary);
	}

	/** Redraws what has changed. */
	update(turn: Turn, place: TurnPlace): void {
		this.article.dataset['status'] = turn.status;
		this.#drawPictures(turn.pictures);
		this.#answer.draw(turn.text);
		linkPlaces(this.#answerElement, turn.places ?? [], this.#parts.send);
		this.#plainText.draw(turn.text);
		this.#describePictures(turn);
		this.#reasoning.hidden = turn.reasoning.trim() === '';
		setText(this.#reasoningTitle, isRunning(turn) && turn.text === '' ? l10n.t('Thinking…') : l10n.t('Thinking'));
		setText(this.#reasoningText, turn.reasoning.trim());
		const offersModel = mayOfferModel(turn, place);
		setText(this.#note, offersModel ? modelNote(place.nextAnswerer) : turnNote(turn));
		setText(this.#failure, turn.failure?.message ?? '');
		setText(this.#summary, isRunning(turn) ? '' : turnSummary(turn));
		this.#drawButtons(turnButtons(turn, { isLast: place.isLast, offersModel }));
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

	#describePictures(turn: Turn): void {
		// An answer is read again only if it has changed: all turns are updated with each piece of the last.
		const described = `${turn.status} ${turn.text.length} ${this.#picturesShown}`;
		if (described === this.#described) return;
		this.#described = described;
		for (const image of this.#pictures.querySelectorAll('img')) {
			const name = image.closest('figure')?.querySelector('figcaption')?.title ?? '';
			const alt = pictureAlt(name, turn, document.documentElement.lang);
			if (image.alt !== alt) image.alt = alt;
		}
	}

	#drawPictures(pictures: Turn['pictures']): void {
		// A picture that the service could not fetch is fetched by the host and keeps its place.
		const shown = JSON.stringify(pictures.map((picture) => [picture.id, 'url' in picture]));
		if (shown === this.#picturesShown) return;
		this.#picturesShown = shown;
		this.#pictures.classList.toggle('several', pictures.length > 1);
		this.#pictures.replaceChildren(...pictures.map((picture) => pictureFigure(picture, this.#parts.withPicture)));
	}

	/** Redraws the buttons only if others are due: a replaced button loses the focus. */
	#drawButtons(buttons: readonly TurnButton[]): void {
		const shown = JSON.stringify(buttons);
		if (shown === this.#buttonsShown) return;
		this.#buttonsShown = shown;
		// If the pressed button goes away, the focus stays in this turn, where no key triggers the next action by
		// mistake.
		if (this.#actions.contains(document.activeElement)) this.article.focus({ preventScroll: true });
		this.#actions.replaceChildren(
			...buttons.map(({ label, message, className }) =>
				element('button', { type: 'button', className, onclick: () => this.#parts.send(message) }, label),
			),
		);
	}
}

/** A button under an answer, and its message to the host. */
interface TurnButton {
	readonly label: string;
	readonly message: PanelMessage;
	readonly className: 'primary' | '';
}

/** Actions that only repeat the question: an earlier one stays as it was answered. */
const asksAgain: ReadonlySet<ActionId> = new Set<ActionId>([
	'askAgain',
	'useModel',
	'useEndpoint',
	'sendAnyway',
	'sendBeginning',
]);

/** Returns the buttons due under a turn. `isLast`: only the last question can be asked again. */
function turnButtons(
	turn: Turn,
	{ isLast, offersModel }: { readonly isLast: boolean; readonly offersModel: boolean },
): readonly TurnButton[] {
	if (isRunning(turn)) return [{ label: l10n.t('Stop'), message: { type: 'stop' }, className: '' }];
	const turnId = turn.question.id;
	const action = turn.failure?.action;
	const buttons: TurnButton[] = [];
	const add = (label: string, message: PanelMessage, className: TurnButton['className'] = ''): void => {
		buttons.push({ label, message, className });
	};
	if (action && (isLast || !asksAgain.has(action.id))) {
		add(action.label, { type: 'act', turnId, action: action.id }, 'primary');
	}
	// A local answer offers the step to one that sees more.
	if (turn.answerer?.engine === 'local' && turn.status === 'done') {
		add(l10n.t('Set API Key'), { type: 'act', turnId, action: 'setApiKey' }, 'primary');
	}
	if (offersModel) add(l10n.t('Select Model'), { type: 'act', turnId, action: 'selectModel' });
	if (isLast && turn.answerer?.engine === 'glm' && canContinue(turn)) {
		add(l10n.t('Continue'), { type: 'continue' }, 'primary');
	}
	if (turn.text !== '') {
		add(l10n.t('Copy'), { type: 'useAnswer', turnId, how: 'copy' });
		add(l10n.t('Insert at Cursor'), { type: 'useAnswer', turnId, how: 'insert' });
		add(l10n.t('Open in Editor'), { type: 'useAnswer', turnId, how: 'open' });
		add(l10n.t('Save…'), { type: 'useAnswer', turnId, how: 'save' });
	}
	if (isLast && action?.id !== 'askAgain') add(l10n.t('Ask Again'), { type: 'act', turnId, action: 'askAgain' });
	return buttons;
}

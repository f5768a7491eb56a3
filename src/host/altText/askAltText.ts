import type { AltAnswer } from '../../core/altText/altText.ts';
import { altTextPrompt, shorterPrompt, type AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import { readAltAnswer } from '../../core/altText/readAltAnswer.ts';
import type { Answerer } from '../../core/conversation.ts';
import { FailureError } from '../../core/failure.ts';
import { countCharacters } from '../../core/markup/altState.ts';
import type { Medium } from '../../core/media.ts';
import type { Describer } from '../describer/describer.ts';
import type { Order } from '../describer/order.ts';
import type { Source } from '../sources/source.ts';

/** An alt text with who wrote it. */
export interface Answered {
	readonly answer: AltAnswer;
	readonly answerer: Answerer;
}

export interface AltTextOrder {
	readonly picture: Source | Medium;
	readonly question: AltTextQuestion;
	/** Called when the service is too busy for so many questions. */
	readonly onBusy?: () => void;
}

/**
 * Asks for the alt text of one picture; a longer one than was wanted is asked once for a shorter one, and then taken as it is.
 * @throws FailureError `altTextUnusable`, or what went wrong
 */
export async function askAltText(
	describer: Describer,
	{ picture, question, onBusy }: AltTextOrder,
	signal: AbortSignal,
): Promise<Answered> {
	const text = altTextPrompt(question);
	const first = await whole(describer, { task: 'altText', text, media: [picture], history: [] }, { signal, onBusy });
	const answer = answerIn(first);
	if (!answer || !first.answerer) throw new FailureError({ kind: 'altTextUnusable' });
	const { answerer } = first;
	if (answerer.engine === 'local' || countCharacters(answer.alt) <= question.maxLength) return { answer, answerer };

	const history = [{ task: 'altText', text, media: first.media, answer: first.text }] as const;
	const order: Order = { task: 'altText', text: shorterPrompt(answer.alt, question.maxLength), media: [], history };
	const shorter = await shorterAnswer(describer, order, { signal, onBusy });
	const isBetter =
		shorter !== undefined && shorter.alt !== '' && countCharacters(shorter.alt) < countCharacters(answer.alt);
	return { answer: isBetter ? { ...answer, alt: shorter.alt } : answer, answerer };
}

interface Asking {
	readonly signal: AbortSignal;
	readonly onBusy: (() => void) | undefined;
}

/** The long text is there already: what goes wrong now is no reason to lose it. */
async function shorterAnswer(describer: Describer, order: Order, asking: Asking): Promise<AltAnswer | undefined> {
	try {
		return answerIn(await whole(describer, order, asking));
	} catch (error) {
		if (!(error instanceof FailureError) || error.failure.kind === 'cancelled') throw error;
		return undefined;
	}
}

interface WholeAnswer {
	readonly text: string;
	readonly media: readonly Medium[];
	readonly answerer: Answerer | undefined;
	/** Whether it ended at the limit of tokens. */
	readonly isCut: boolean;
}

async function whole(describer: Describer, order: Order, { signal, onBusy }: Asking): Promise<WholeAnswer> {
	let text = '';
	let media: readonly Medium[] = [];
	let answerer: Answerer | undefined;
	let isCut = false;
	for await (const step of describer.answer(order, signal)) {
		if (step.kind === 'prepared') media = step.media;
		else if (step.kind === 'answering') ({ answerer } = step);
		else if (step.kind === 'restarted') text = '';
		else if (step.kind === 'text') text += step.text;
		else if (step.kind === 'waiting' && step.reason === 'busy') onBusy?.();
		else if (step.kind === 'finish') isCut = step.reason === 'length';
	}
	return { text, media, answerer, isCut };
}

/** A plain text that was cut ends in the middle of a sentence; in an object the end of the alt text can be seen. */
function answerIn({ text, isCut }: WholeAnswer): AltAnswer | undefined {
	return isCut && !text.includes('{') ? undefined : readAltAnswer(text);
}

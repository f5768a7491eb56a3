import { FailureError } from '../../core/failure.ts';
import { fitHistory, loadOf, needsOf, assertModelSupports } from '../../core/glm/modelFit.ts';
import { tileNote, wholeCount } from '../../core/image/tiles.ts';
import type { Medium, VideoConsent } from '../../core/media.ts';
import type { Message } from '../../core/message.ts';
import { promptFor } from '../../core/prompts.ts';
import { comparable, type TaskId } from '../../core/tasks.ts';
import type { Source } from '../sources/source.ts';
import { answerLanguage, type Settings } from '../settings.ts';

/** What is asked. */
export interface Order {
	readonly task: TaskId;
	/** The user's own words; may be empty. */
	readonly text: string;
	/** Pictures and videos in the order in which they are sent: still to be read, or ready. */
	readonly media: readonly (Source | Medium)[];
	/** Where the ready ones came from. */
	readonly sources?: readonly Source[];
	/** What the user has agreed to. */
	readonly consent?: readonly VideoConsent[] | undefined;
	/** The earlier questions that it follows, with their answers, oldest first. */
	readonly history: readonly Exchange[];
}

/** A question that was answered. */
export interface Exchange {
	readonly task: TaskId;
	readonly text: string;
	/** Ready, or still to be read where a conversation comes back from the history. */
	readonly media: readonly (Source | Medium)[];
	/** Where the ready ones came from. */
	readonly sources?: readonly Source[];
	readonly answer: string;
}

/** An order whose pictures and videos were all read. */
export interface ReadyOrder extends Order {
	readonly media: readonly Medium[];
	readonly history: readonly ReadyExchange[];
}

export interface ReadyExchange extends Exchange {
	readonly media: readonly Medium[];
}

/**
 * Refuses what can't be asked of anybody.
 * @throws FailureError `comparesOther`, `noPicture` or `noQuestion`
 */
export function refuseWhatIsNoQuestion({ task, text, media, history }: ReadyOrder): void {
	const { least, most } = comparable;
	const count = wholeCount(media);
	if (task === 'compare' && (count < least || count > most)) {
		throw new FailureError({ kind: 'comparesOther', count, ...comparable });
	}
	if (media.length === 0 && history.every((exchange) => exchange.media.length === 0)) {
		throw new FailureError({ kind: 'noPicture' });
	}
	if (task === 'ask' && text.trim() === '') throw new FailureError({ kind: 'noQuestion' });
}

/** The messages of a request, oldest first. */
export function messagesOf(order: ReadyOrder, settings: Settings): readonly Message[] {
	const user = ({ task, text, media }: Omit<ReadyExchange, 'answer'>): Message => ({
		role: 'user',
		media,
		text: [
			tileNote(media),
			promptFor({
				task,
				text,
				imageCount: wholeCount(media),
				language: answerLanguage(settings, task),
				ownPrompt: settings.prompts[task],
			}),
		]
			.filter(Boolean)
			.join('\n\n'),
	});
	const earlier = order.history.flatMap((exchange): Message[] => [
		user(exchange),
		{ role: 'assistant', text: exchange.answer },
	]);
	return [...earlier, user(order)];
}

/**
 * The part of the history that the model takes along with the question.
 * @throws FailureError for what the model takes in no way; see `assertModelSupports`
 */
export function historyFor(model: string, order: ReadyOrder, settings: Settings): readonly ReadyExchange[] {
	const { maxTokens, imageEncoding } = settings.request;
	const from = fitHistory(model, {
		history: order.history.map(({ media, text, answer }) => loadOf(media, [text, answer])),
		question: loadOf(order.media, [order.text]),
		maxTokens,
	});
	const history = order.history.slice(from);
	const needs = needsOf([...history.flatMap(({ media }) => media), ...order.media]);
	// Who names an encoding wants bytes to be sent, also to a model that is documented to refuse them.
	const localImages = needs.localImages && imageEncoding === 'auto';
	assertModelSupports(model, { ...needs, localImages, maxTokens });
	return history;
}

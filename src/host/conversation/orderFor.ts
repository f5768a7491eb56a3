import { currentThread, type Conversation, type Turn } from '../../core/conversation.ts';
import type { Medium } from '../../core/media.ts';
import type { Exchange, Order } from '../describer/order.ts';
import type { Source } from '../sources/source.ts';
import type { ConversationMedia } from './conversationMedia.ts';

/** What a turn of a conversation asks, with what it follows. */
export function orderFor(turn: Turn, conversation: Conversation, media: ConversationMedia): Order {
	const { task, text, consent } = turn.question;
	const before = turnsBefore(turn, conversation);
	// A question that got no answer is no part of the history.
	const answered = before.filter((each) => each.text !== '');
	const unanswered = before.filter((each) => each.text === '');
	return {
		task,
		text,
		media: subjectsOf(turn, unanswered, media),
		sources: media.sourcesOf(turn),
		consent,
		history: answered.map((each): Exchange => ({
			task: each.question.task,
			text: each.question.text,
			media: media.subjectsOf(each),
			sources: media.sourcesOf(each),
			answer: each.text,
		})),
	};
}

/**
 * What was ready once is taken as it was; the rest is read from where it came. A question that follows one without an answer
 * takes over its pictures: they have not been seen yet.
 */
function subjectsOf(turn: Turn, unanswered: readonly Turn[], media: ConversationMedia): readonly (Source | Medium)[] {
	const ready = media.of(turn);
	if (turn.pictures.length > 0 && ready.length === turn.pictures.length) return ready;
	return [...unanswered.flatMap((before) => media.of(before)), ...media.sourcesOf(turn)];
}

/** The turns that a question follows, oldest first. */
function turnsBefore({ question }: Turn, conversation: Conversation): readonly Turn[] {
	if (!question.follows) return [];
	const thread = currentThread(conversation);
	return thread.slice(
		0,
		thread.findIndex((each) => each.question.id === question.id),
	);
}

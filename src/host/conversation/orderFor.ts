import { currentThread, type Conversation, type Turn } from '../../core/conversation.ts';
import type { Medium } from '../../core/media.ts';
import type { Exchange, Order } from '../describer/order.ts';
import type { Source } from '../sources/source.ts';
import type { ConversationMedia } from './conversationMedia.ts';

/** What a turn of a conversation asks, with what it follows. */
export function orderFor(turn: Turn, conversation: Conversation, media: ConversationMedia): Order {
	const { task, text, consent } = turn.question;
	const before = turnsBefore(turn, conversation);
	return {
		task,
		text,
		media: subjectsOf([...before, turn], media),
		sources: media.sourcesOf(turn),
		consent,
		// A question that got no answer is no part of the history.
		history: before
			.filter((each) => each.text !== '')
			.map((each): Exchange => ({
				task: each.question.task,
				text: each.question.text,
				media: media.subjectsOf(each),
				sources: media.sourcesOf(each),
				answer: each.text,
			})),
	};
}

/**
 * What the last of these turns is about. What was ready once is taken as it was; the rest is read from where it came. A question
 * right behind one without an answer takes over what that one was about: it has not been seen yet.
 */
function subjectsOf(turns: readonly Turn[], media: ConversationMedia): readonly (Source | Medium)[] {
	const turn = turns.at(-1);
	if (!turn) return [];
	if (media.isReady(turn)) return media.of(turn);
	const unseen = turns.at(-2)?.text === '' ? subjectsOf(turns.slice(0, -1), media) : [];
	return [...unseen, ...media.sourcesOf(turn)];
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

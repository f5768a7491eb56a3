import type { Medium, VideoConsent } from '../../core/media.ts';
import type { Source } from '../sources/source.ts';
import type { TaskId } from '../../core/tasks.ts';
import type { AnswerPart } from '../../core/answer.ts';
import type { Answerer } from '../../core/conversation.ts';

export interface PreparedExchange extends Exchange {
	readonly media: readonly Medium[];
}

/** An order whose pictures and videos were all read. */
export interface PreparedRequest extends ImageRequest {
	readonly media: readonly Medium[];
	readonly history: readonly PreparedExchange[];
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

/** What is asked. */
export interface ImageRequest {
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

/**
 * The steps of an answer, in order: `preparing` for each picture or video that isn't ready, `prepared`, `answering`, then its
 * parts. `prepared` and `answering` come again where the service could not fetch what it was given an address of.
 */
export type AnswerEvent =
	/** `index`: from 1. */
	| { readonly kind: 'preparing'; readonly index: number; readonly count: number }
	| { readonly kind: 'prepared'; readonly media: readonly Medium[] }
	/** `trimmed`: how many of the oldest exchanges were left out. */
	| { readonly kind: 'answering'; readonly answerer: Answerer; readonly trimmed?: number }
	| AnswerPart;

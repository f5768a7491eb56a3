import type { AnswerPart } from '../../core/answer.ts';
import type { Answerer } from '../../core/conversation.ts';
import type { PictureChange } from '../../core/git/pictureChange.ts';
import type { Medium, Consent } from '../../core/media.ts';
import type { TaskId } from '../../core/tasks.ts';
import type { Source } from '../sources/source.ts';

/** A question about pictures or videos, with the exchanges that it follows. */
export interface ImageRequest {
	readonly task: TaskId;
	/** The user's own words; may be empty. */
	readonly text: string;
	/** What stands around the picture in its document, as quoted data. */
	readonly around?: string | undefined;
	/** Pictures and videos in the order in which they are sent: still to be read, or prepared. */
	readonly media: readonly (Source | Medium)[];
	/** The files and addresses of the prepared ones. */
	readonly sources?: readonly Source[];
	/** What happened to the picture, where its versions are asked about. */
	readonly change?: PictureChange | undefined;
	/** The user's agreements. */
	readonly consent?: readonly Consent[] | undefined;
	/** True where whoever shows the answer also draws the places that it names; see `placesPrompt`. */
	readonly asksPlaces?: boolean;
	/** Earlier questions with their answers, oldest first. */
	readonly history: readonly Exchange[];
}

/** A question that was answered. */
export interface Exchange {
	readonly task: TaskId;
	readonly text: string;
	readonly around?: string | undefined;
	/** Prepared, or still to be read where a conversation comes back from the history. */
	readonly media: readonly (Source | Medium)[];
	/** The files and addresses of the prepared ones. */
	readonly sources?: readonly Source[];
	readonly change?: PictureChange | undefined;
	readonly answer: string;
}

/** A request whose pictures and videos were all prepared. */
export interface PreparedRequest extends ImageRequest {
	readonly media: readonly Medium[];
	readonly history: readonly PreparedExchange[];
}

/** An exchange whose pictures and videos were all prepared. */
export interface PreparedExchange extends Exchange {
	readonly media: readonly Medium[];
}

/**
 * The events of an answer, in order: `preparing` for each picture or video that isn't ready, `prepared`, `answering`, then the
 * answer's parts. `prepared` and `answering` come again when the service could not fetch a web address and its content is sent
 * instead.
 */
export type AnswerEvent =
	/** `index`: from 1. */
	| { readonly kind: 'preparing'; readonly index: number; readonly count: number }
	| { readonly kind: 'prepared'; readonly media: readonly Medium[] }
	/** `trimmed`: the number of the oldest exchanges that were left out. */
	| { readonly kind: 'answering'; readonly answerer: Answerer; readonly trimmed?: number }
	| AnswerPart;

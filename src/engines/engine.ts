import type { AnswerPart } from '../core/answer.ts';
import type { PreparedImage } from '../core/image/preparedImage.ts';
import type { TaskId } from '../core/tasks.ts';

/** One message of the conversation, oldest first; pictures stand in front of the text, in the order they were chosen. */
export type Message =
	| { readonly role: 'user'; readonly text: string; readonly images: readonly PreparedImage[] }
	| { readonly role: 'assistant'; readonly text: string };

/** What is asked: the last message is the user's, and belongs to `task`. */
export interface AnswerRequest {
	readonly task: TaskId;
	readonly messages: readonly Message[];
}

/** Somebody who answers. */
export interface Engine {
	readonly id: 'glm' | 'local';
	/** The model's name for the person who asks; undefined where no model is used. */
	readonly model: string | undefined;
	/**
	 * Answers piece by piece. Ends when the answer is complete; throws `FailureError` otherwise (of kind `cancelled` once
	 * `signal` was aborted).
	 */
	answer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<AnswerPart>;
}

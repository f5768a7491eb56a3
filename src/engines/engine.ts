import type { AnswerPart } from '../core/answer.ts';
import type { Message } from '../core/message.ts';
import type { TaskId } from '../core/tasks.ts';

/** What is asked: the last message is the user's, and belongs to `task`. */
export interface AnswerRequest {
	readonly task: TaskId;
	/** Oldest first. */
	readonly messages: readonly Message[];
}

/** Somebody who answers. */
export interface Engine {
	/**
	 * Answers piece by piece. Ends when the answer is complete; throws `FailureError` otherwise (of kind `cancelled` once
	 * `signal` was aborted).
	 */
	answer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<AnswerPart>;
}

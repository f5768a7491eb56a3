import type { AnswerPart } from '../core/answer.ts';
import type { Message } from '../core/message.ts';
import type { TaskId } from '../core/tasks.ts';

/** A request for an answer: the last message is the user's, and belongs to `task`. */
export interface AnswerRequest {
	readonly task: TaskId;
	/** The messages, oldest first. */
	readonly messages: readonly Message[];
}

/** An engine that answers. */
export interface Engine {
	/**
	 * Answers piece by piece. Ends when the answer is complete; otherwise throws `FailureError` (of kind `cancelled`
	 * once `signal` was aborted).
	 */
	answer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<AnswerPart>;
	/** Starts what answers while a question is still being put, where that takes long. */
	startAhead?(): Promise<void>;
}

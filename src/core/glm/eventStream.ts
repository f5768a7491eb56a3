import { createParser } from 'eventsource-parser';
import type { AnswerPart } from '../answer.ts';
import { FailureError } from '../failure.ts';
import { answerParts } from './answer.ts';

/** Characters of one event: a line that grows past it is no answer. */
const maxEventLength = 4 * 1024 * 1024;

/**
 * The answer in a server-sent event stream, whatever the pieces in which its bytes arrive. Ends at `[DONE]` without waiting
 * for the connection to close.
 * @throws FailureError `answerCut` when the stream ends without a finish reason, or what `answerParts` throws
 */
export async function* readEventStream(
	chunks: AsyncIterable<Uint8Array>,
	host: string,
): AsyncGenerator<AnswerPart, void, undefined> {
	const events: string[] = [];
	let broken: Error | undefined;
	const parser = createParser({
		onEvent: ({ data }) => events.push(data),
		onError: (error) => {
			// An unknown field is no reason to give up an answer; an endless line is.
			if (error.type === 'max-buffer-size-exceeded') broken = error;
		},
		maxBufferSize: maxEventLength,
	});
	const decoder = new TextDecoder();
	let finished = false;

	/** The parts of the events read so far; `done` at the end mark. */
	function* drain(): Generator<AnswerPart, 'done' | 'more', undefined> {
		if (broken) throw new FailureError({ kind: 'answerUnreadable', host }, { cause: broken });
		for (const data of events.splice(0)) {
			if (data === '[DONE]') return 'done';
			for (const part of answerParts(data, host)) {
				finished ||= part.kind === 'finish';
				yield part;
			}
		}
		return 'more';
	}

	let state: 'done' | 'more' = 'more';
	for await (const chunk of chunks) {
		parser.feed(decoder.decode(chunk, { stream: true }));
		state = yield* drain();
		if (state === 'done') break;
	}
	if (state === 'more') {
		// A last event counts although its empty line never came.
		parser.feed(`${decoder.decode()}\n\n`);
		yield* drain();
	}
	if (!finished) throw new FailureError({ kind: 'answerCut', host });
}

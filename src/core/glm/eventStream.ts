import { createParser } from 'eventsource-parser';
import { FailureError } from '../failure.ts';

/** Characters of one event, or of a body that is no stream: what grows past it is no answer. */
const maxEventLength = 4 * 1024 * 1024;

/**
 * The data of each event of a server-sent event stream, whatever the pieces in which its bytes arrive. Ends at `[DONE]`
 * without waiting for the connection to close. A body that is plain JSON (a whole answer, or a refusal although a stream was
 * asked for, whatever its content type says) comes as one.
 * @throws FailureError `answerUnreadable` for a body that is neither (a compressed one, say), or has no end
 */
export async function* readEvents(
	chunks: AsyncIterable<Uint8Array>,
	host: string,
): AsyncGenerator<string, void, undefined> {
	const unreadable = (cause?: Error): FailureError => new FailureError({ kind: 'answerUnreadable', host }, { cause });
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
	let beginning = '';
	let form: 'unknown' | 'events' | 'json' = 'unknown';
	let hasEvents = false;

	for await (const chunk of chunks) {
		const text = decoder.decode(chunk, { stream: true });
		if (form === 'events') parser.feed(text);
		else {
			beginning += text;
			if (beginning.length > maxEventLength) throw unreadable();
			const first = beginning.trimStart()[0];
			if (first === undefined || form === 'json') continue;
			if (first === '<') throw unreadable();
			form = first === '{' ? 'json' : 'events';
			if (form === 'events') parser.feed(beginning);
		}
		if (broken) throw unreadable(broken);
		for (const data of events.splice(0)) {
			if (data === '[DONE]') return;
			hasEvents = true;
			yield data;
		}
	}
	if (form === 'json') return yield beginning;
	// A last event counts although its empty line never came.
	if (!broken) parser.feed(`${decoder.decode()}\n\n`);
	if (form === 'events' && !hasEvents && events.length === 0) throw unreadable();
	for (const data of events) {
		if (data === '[DONE]') return;
		yield data;
	}
}

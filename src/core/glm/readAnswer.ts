import { createParser } from 'eventsource-parser';
import * as v from 'valibot';
import type { AnswerPart, Usage } from '../answer.ts';
import { FailureError } from '../failure.ts';
import { contentFilterFields, contentFilters, serviceFailure } from './serviceFailure.ts';

/**
 * Reads the answer in a response's body, streamed or whole: bytes → events → parts. A text that ends without a finish reason
 * is incomplete, however orderly the connection was closed.
 * @throws FailureError `answerCut`, `answerBroken` when the service says that it failed, or what `readAnswerPiece` throws
 */
export async function* readAnswer(
	chunks: AsyncIterable<Uint8Array>,
	host: string,
): AsyncGenerator<AnswerPart, void, undefined> {
	let content = createContentReader();
	let answerId: string | undefined;
	let isFinished = false;

	for await (const data of readEvents(chunks, host)) {
		const { piece, isGlued } = readGlued(data, host);
		if (isGlued && piece.id !== answerId) {
			content = createContentReader();
			yield { kind: 'restarted' };
		}
		answerId = piece.id ?? answerId;
		for (const part of piece.parts) {
			if (part.kind === 'text') yield* content.read(part.text);
			else if (part.kind === 'finish') {
				yield* content.end();
				if (part.reason === 'network_error') throw new FailureError({ kind: 'answerBroken', host });
				// Some models send two finish reasons; the first one counts.
				if (!isFinished) yield part;
				isFinished = true;
			} else yield part;
		}
	}
	yield* content.end();
	if (!isFinished) throw new FailureError({ kind: 'answerCut', host });
}

/** The largest event, or whole JSON body, in characters; a longer one can't be an answer. */
const maxEventLength = 4 * 1024 * 1024;

/**
 * Reads the data of each event of a server-sent event stream, however its bytes are split. Ends at `[DONE]` without waiting
 * for the connection to close. A body that is plain JSON (a whole answer, or a refusal although a stream was requested,
 * whatever its content type says) is yielded as one event.
 * @throws FailureError `answerUnreadable` for a body that is neither (a compressed one, say), or has an endless line
 */
async function* readEvents(chunks: AsyncIterable<Uint8Array>, host: string): AsyncGenerator<string, void, undefined> {
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
	// The last event counts even if its empty line never came.
	if (!broken) parser.feed(`${decoder.decode()}\n\n`);
	if (form === 'events' && !hasEvents && events.length === 0) throw unreadable();
	for (const data of events) {
		if (data === '[DONE]') return;
		yield data;
	}
}

const glue = 'data: ';

/**
 * Reads one event. The service has been seen to cut an event in its middle and to begin again on the same line under a new
 * id: the answer was restarted, and everything before it is void.
 */
function readGlued(data: string, host: string): { readonly piece: AnswerPiece; readonly isGlued: boolean } {
	try {
		return { piece: readAnswerPiece(data, host), isGlued: false };
	} catch (error) {
		const start = data.lastIndexOf(glue);
		const isUnreadable = error instanceof FailureError && error.failure.kind === 'answerUnreadable';
		if (!isUnreadable || start < 0) throw error;
		return { piece: readAnswerPiece(data.slice(start + glue.length), host), isGlued: true };
	}
}

const textSchema = v.nullish(v.union([v.string(), v.array(v.object({ text: v.nullish(v.string()) }))]));
const messageSchema = v.nullish(v.object({ content: textSchema, reasoning_content: v.nullish(v.string()) }));
const tokensSchema = v.nullish(v.number());

/** An answer, or one event of its stream. Only fields in use are listed; any may be missing or null. */
const answerSchema = v.object({
	id: v.nullish(v.string()),
	error: v.nullish(v.unknown()),
	success: v.nullish(v.boolean()),
	choices: v.nullish(
		v.array(v.object({ delta: messageSchema, message: messageSchema, finish_reason: v.nullish(v.string()) })),
	),
	usage: v.nullish(
		v.object({
			prompt_tokens: tokensSchema,
			completion_tokens: tokensSchema,
			total_tokens: tokensSchema,
			prompt_tokens_details: v.nullish(v.object({ cached_tokens: tokensSchema })),
			completion_tokens_details: v.nullish(v.object({ reasoning_tokens: tokensSchema })),
		}),
	),
	...contentFilterFields,
});

/** The content of one JSON text from the service. */
interface AnswerPiece {
	/** The id of its answer; undefined if the service gives none. */
	readonly id: string | undefined;
	readonly parts: readonly AnswerPart[];
}

/**
 * Reads one JSON text from the service: a whole answer (`message`) or one event of a stream (`delta`).
 * @throws FailureError `answerUnreadable`, the failure that the body names, `answerWithheld` or `answerBroken`
 */
function readAnswerPiece(json: string, host: string): AnswerPiece {
	const parsed = v.safeParse(answerSchema, parseJson(json, host));
	if (!parsed.success) throw new FailureError({ kind: 'answerUnreadable', host });
	const { id, error, success, choices, usage } = parsed.output;
	if (error != null || success === false) throw new FailureError(serviceFailure({ host, status: 200, body: json }));

	const parts: AnswerPart[] = [];
	for (const choice of choices ?? []) {
		const message = choice.delta ?? choice.message;
		if (message?.reasoning_content) parts.push({ kind: 'reasoning', text: message.reasoning_content });
		const text = contentText(message?.content);
		if (text) parts.push({ kind: 'text', text });
		if (choice.finish_reason === 'sensitive') {
			throw new FailureError({ kind: 'answerWithheld', filters: contentFilters(parsed.output) });
		}
		if (choice.finish_reason) parts.push({ kind: 'finish', reason: choice.finish_reason });
	}
	if (usage) parts.push({ kind: 'usage', usage: usageOf(usage) });
	return { id: id ?? undefined, parts };
}

function parseJson(json: string, host: string): unknown {
	try {
		return JSON.parse(json);
	} catch (error) {
		throw new FailureError({ kind: 'answerUnreadable', host }, { cause: error });
	}
}

function contentText(content: v.InferOutput<typeof textSchema>): string {
	if (content == null) return '';
	return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
}

function usageOf(usage: NonNullable<v.InferOutput<typeof answerSchema>['usage']>): Usage {
	const promptTokens = usage.prompt_tokens ?? 0;
	const completionTokens = usage.completion_tokens ?? 0;
	const cachedTokens = usage.prompt_tokens_details?.cached_tokens;
	const reasoningTokens = usage.completion_tokens_details?.reasoning_tokens;
	return {
		promptTokens,
		completionTokens,
		totalTokens: usage.total_tokens ?? promptTokens + completionTokens,
		...(cachedTokens != null && { cachedTokens }),
		...(reasoningTokens != null && { reasoningTokens }),
	};
}

/** Markers of the models' own format that leak into a text and are never meant for a reader. */
const residue = [
	'<|begin_of_box|>',
	'<|end_of_box|>',
	'<|endoftext|>',
	'<|system|>',
	'<|user|>',
	'<|assistant|>',
	'<|observation|>',
];

const think = { start: '<think>', end: '</think>' };

/** A reader that turns the pieces of a model's content into parts of the answer. */
export interface ContentReader {
	/** Returns the parts that are certain so far, and holds back a marker that may still be incomplete. */
	read(piece: string): readonly AnswerPart[];
	/** Returns the text that was held back, once the content has ended. */
	end(): readonly AnswerPart[];
}

/**
 * Creates a reader that removes residue, and separates reasoning from the answer: some models write it into the content,
 * between `<think>` and `</think>` at the beginning.
 */
export function createContentReader(): ContentReader {
	let held = '';
	let state: 'beginning' | 'thinking' | 'answering' = 'beginning';

	function take(piece: string, isEnd: boolean): readonly AnswerPart[] {
		const parts: AnswerPart[] = [];
		let rest = held + piece;
		held = '';
		if (state === 'beginning') {
			const begun = rest.trimStart();
			if (!isEnd && think.start.startsWith(begun)) {
				held = rest;
				return parts;
			}
			state = begun.startsWith(think.start) ? 'thinking' : 'answering';
			if (state === 'thinking') rest = begun.slice(think.start.length);
		}
		if (state === 'thinking') {
			const end = rest.indexOf(think.end);
			const certain = end >= 0 ? end : isEnd ? rest.length : rest.length - incompleteLength(rest, [think.end]);
			if (certain > 0) parts.push({ kind: 'reasoning', text: rest.slice(0, certain) });
			if (end < 0) {
				held = rest.slice(certain);
				return parts;
			}
			state = 'answering';
			rest = rest.slice(end + think.end.length).trimStart();
		}
		for (const marker of residue) rest = rest.replaceAll(marker, '');
		const certain = isEnd ? rest.length : rest.length - incompleteLength(rest, residue);
		held = rest.slice(certain);
		if (certain > 0) parts.push({ kind: 'text', text: rest.slice(0, certain) });
		return parts;
	}

	return {
		read: (piece) => take(piece, false),
		end: () => (held === '' ? [] : take('', true)),
	};
}

/** Returns the length of the text's end that may be the beginning of one of the markers. */
function incompleteLength(text: string, markers: readonly string[]): number {
	const start = text.lastIndexOf('<');
	if (start < 0) return 0;
	const end = text.slice(start);
	return markers.some((marker) => marker.startsWith(end)) ? end.length : 0;
}

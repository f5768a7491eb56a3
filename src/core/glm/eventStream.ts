import { FailureError } from '../failure.ts';

/**
 * What a text from the service is: the data of an event, the words of an error, a whole JSON body, or a body of plain text,
 * of which only the beginning is given.
 */
export type EventKind = 'event' | 'error' | 'body' | 'words';

/** The largest event, or whole JSON body, in characters; a longer one can't be an answer. */
const maxEventLength = 4 * 1024 * 1024;

/** The most characters of a plain text that are given. */
const maxWordsLength = 4096;

/** What ends a stream. */
const endMarker = /^(?:\[done\]|done)(?:\n\s*(?:\[done\]|done))?$/i;

/** What no plain text has: the body was compressed, say, or is in another charset. */
const garbage = /[^\P{Cc}\t\n\f\r]|\uFFFD/u;

const lineFeed = 10;
const carriageReturn = 13;
const blank = 32;
const colon = 58;
const openingBrace = 123;
const closingBrace = 125;

/**
 * A reader of a server-sent event stream, however its bytes are split. A body that is plain JSON (a whole answer, or a refusal
 * although a stream was requested, whatever its content type says) is given as one text. Heartbeats are skipped: comments,
 * events named `ping`, and data that is no JSON object or array. Events without an empty line between them are told apart.
 *
 * The lines are read here and not by a package: services indent them, put comments before plain JSON, write errors as fields
 * and end in several ways, and a package that hands out each field and event costs as much time as all else.
 */
export class EventReader {
	readonly #host: string;
	readonly #take: (text: string, kind: EventKind) => void;
	readonly #decoder = new TextDecoder();
	#form: 'unknown' | 'events' | 'json' = 'unknown';
	#isInComment = false;
	/** A whole JSON body; or the beginning of a stream, until one of its fields is found. */
	#body = '';
	#hasFields = false;
	#isDone = false;
	/** The line whose end hasn't come. It isn't searched again, so that short chunks of a long line take linear time. */
	#line = '';
	#endedInReturn = false;
	#data: string | undefined;
	#eventName = '';

	/** The texts are given to `take`, which may throw. */
	constructor(host: string, take: (text: string, kind: EventKind) => void) {
		this.#host = host;
		this.#take = take;
	}

	/** Whether the stream has declared its end; the connection may stay open. */
	get isDone(): boolean {
		return this.#isDone;
	}

	/**
	 * Reads the next bytes; what stands behind the declared end is ignored.
	 * @throws FailureError `answerUnreadable` for a page or an endless line
	 */
	read(chunk: Uint8Array): void {
		if (!this.#isDone) this.#readText(this.#decoder.decode(chunk, { stream: true }));
	}

	/**
	 * Reads what is left once the connection has closed: the last event counts even if its empty line never came.
	 * @throws FailureError `answerUnreadable` for garbage
	 */
	end(): void {
		if (this.#isDone) return;
		this.#readText(this.#decoder.decode());
		if (this.#form === 'json') return this.#take(this.#body, 'body');
		if (this.#form === 'events') this.#readLines('\n\n');
		if (this.#form === 'unknown' || this.#hasFields) return;
		if (garbage.test(this.#body)) throw this.#unreadable();
		this.#take(this.#body.trim(), 'words');
	}

	#readText(text: string): void {
		if (this.#form === 'events') return this.#readLines(text);
		if (this.#form === 'json') {
			this.#body += text;
			if (this.#body.length > maxEventLength) throw this.#unreadable();
			return;
		}
		const start = this.#startOfContent(text);
		if (start === text.length) return;
		const first = text[start];
		if (first === '<') throw this.#unreadable();
		this.#form = first === '{' || first === '[' ? 'json' : 'events';
		this.#readText(text.slice(start));
	}

	/** Returns where the first line begins that is neither empty nor a comment; the text's length if none does. */
	#startOfContent(text: string): number {
		for (let at = 0; at < text.length; at++) {
			const character = text.charAt(at);
			if (this.#isInComment) this.#isInComment = character !== '\n' && character !== '\r';
			else if (character === ':') this.#isInComment = true;
			else if (character.trim() !== '') return at;
		}
		return text.length;
	}

	#readLines(text: string): void {
		if (!this.#hasFields) this.#body += text.slice(0, maxWordsLength - this.#body.length);
		let from = this.#endedInReturn && text.charCodeAt(0) === lineFeed ? 1 : 0;
		if (text !== '') this.#endedInReturn = text.charCodeAt(text.length - 1) === carriageReturn;
		let nextFeed = indexOrEnd(text, '\n', from);
		let nextReturn = indexOrEnd(text, '\r', from);
		while (!this.#isDone) {
			const end = Math.min(nextFeed, nextReturn);
			if (end === text.length) break;
			if (this.#line === '') this.#readLine(text, from, end);
			else {
				const line = this.#line + text.slice(from, end);
				this.#line = '';
				this.#readLine(line, 0, line.length);
			}
			from = nextReturn === end && nextFeed === end + 1 ? end + 2 : end + 1;
			if (nextFeed < from) nextFeed = indexOrEnd(text, '\n', from);
			if (nextReturn < from) nextReturn = indexOrEnd(text, '\r', from);
		}
		this.#line += text.slice(from);
		if (this.#line.length + (this.#data?.length ?? 0) > maxEventLength) throw this.#unreadable();
	}

	/** Reads the line between two places of a text. */
	#readLine(text: string, from: number, end: number): void {
		let start = from;
		while (start < end && isBlank(text.charCodeAt(start))) start++;
		if (start === end) return this.#endEvent();
		// Some services write an object without the name of the field, an error in mid-answer say.
		const isObject = text.charCodeAt(start) === openingBrace && text.charCodeAt(end - 1) === closingBrace;
		const value = isObject ? text.slice(start, end) : fieldValue('data', text, start, end);
		if (value !== undefined) {
			this.#hasFields = true;
			if (this.#data !== undefined && isAnotherEvent(this.#data, value)) this.#endEvent();
			this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
			return;
		}
		const name = fieldValue('event', text, start, end);
		if (name !== undefined) this.#eventName = name.trim();
		const words = fieldValue('error', text, start, end)?.trim();
		if (words) this.#take(words, 'error');
		this.#hasFields ||=
			name !== undefined || ['id', 'retry'].some((field) => fieldValue(field, text, start, end) !== undefined);
	}

	#endEvent(): void {
		const text = this.#data;
		const name = this.#eventName;
		this.#data = undefined;
		this.#eventName = '';
		if (text === undefined || name === 'ping') return;
		if (text.length > maxEventLength) throw this.#unreadable();
		if (name === 'error') return this.#take(text.trim(), 'error');
		if (text.charCodeAt(0) === openingBrace) return this.#take(text, 'event');
		const trimmed = text.trim().replace(/^(?:data:\s*)+/, '');
		if (endMarker.test(trimmed)) this.#isDone = true;
		else if (trimmed.startsWith('{') || trimmed.startsWith('[')) this.#take(trimmed, 'event');
	}

	#unreadable(): FailureError {
		return new FailureError({ kind: 'answerUnreadable', host: this.#host });
	}
}

function indexOrEnd(text: string, wanted: string, from: number): number {
	const index = text.indexOf(wanted, from);
	return index < 0 ? text.length : index;
}

/** Tells whether data begins a new event, although no empty line stands before it: within JSON it couldn't follow. */
function isAnotherEvent(before: string, data: string): boolean {
	if (before.charCodeAt(before.length - 1) !== closingBrace) return false;
	return data.charCodeAt(0) === openingBrace || endMarker.test(data.trim());
}

/** Returns the value of a field in the line between two places of a text; undefined if the line is another field. */
function fieldValue(name: string, text: string, from: number, end: number): string | undefined {
	const nameEnd = from + name.length;
	if (nameEnd >= end || text.charCodeAt(nameEnd) !== colon || text.slice(from, nameEnd) !== name) return undefined;
	return text.slice(nameEnd + (text.charCodeAt(nameEnd + 1) === blank ? 2 : 1), end);
}

/** Tells whether lines are read without this character at their beginning. */
function isBlank(character: number): boolean {
	return character === blank || character === 9 || character === 0xfe_ff;
}

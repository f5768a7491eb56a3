import type { AnswerPart, FinishReason, Usage } from '../answer.ts';
import { FailureError } from '../failure.ts';
import { createContentReader } from './answerContent.ts';
import { EventReader, type EventKind } from './eventStream.ts';
import { isJsonObject, numberIn, type JsonObject } from './json.ts';
import { RepeatedEvent } from './repeatedEvent.ts';
import { contentFilters, serviceFailure } from './serviceFailure.ts';

/**
 * Reads the answer in a response's body, streamed or whole: bytes → events → parts. A text that ends without a finish reason
 * is incomplete, however orderly the connection was closed. Services differ in much, so that only what is used is judged.
 * @throws FailureError `answerCut`, `answerUnreadable`, `answerWithheld`, `answerBroken` when the service says that it
 * failed, or the failure that it names
 */
export function readAnswer(chunks: AsyncIterable<Uint8Array>, host: string): AsyncIterableIterator<AnswerPart> {
	return new OneByOne(readParts(chunks, host));
}

/** Reads the parts that come with each chunk, and those before a failure. */
async function* readParts(
	chunks: AsyncIterable<Uint8Array>,
	host: string,
): AsyncGenerator<readonly AnswerPart[], void, undefined> {
	const answer = new AnswerReader(host);
	const events = new EventReader(host, (text, kind) => answer.read(text, kind));
	try {
		for await (const chunk of chunks) {
			events.read(chunk);
			const parts = answer.takeParts();
			if (parts.length > 0) yield parts;
			if (events.isDone) break;
		}
		events.end();
		answer.end();
	} catch (error) {
		yield answer.takeLastParts();
		throw error;
	}
	yield answer.takeLastParts();
}

/** Hands out the items of batches. A generator that yields each of them takes a fifth of all the time to read an answer. */
class OneByOne<Item> implements AsyncIterableIterator<Item, void> {
	readonly #batches: AsyncGenerator<readonly Item[], void, undefined>;
	#batch: Iterator<Item, void> = [][Symbol.iterator]();

	constructor(batches: AsyncGenerator<readonly Item[], void, undefined>) {
		this.#batches = batches;
	}

	[Symbol.asyncIterator](): this {
		return this;
	}

	next(): Promise<IteratorResult<Item, void>> {
		const item = this.#batch.next();
		return item.done ? this.#nextBatch() : Promise.resolve(item);
	}

	return(): Promise<IteratorResult<Item, void>> {
		this.#batch = [][Symbol.iterator]();
		return this.#batches.return().then(() => ({ done: true, value: undefined }));
	}

	async #nextBatch(): Promise<IteratorResult<Item, void>> {
		const batch = await this.#batches.next();
		if (batch.done) return batch;
		this.#batch = batch.value[Symbol.iterator]();
		return this.next();
	}
}

/** A reader that turns the texts of an answer into its parts. */
class AnswerReader {
	readonly #host: string;
	#parts: AnswerPart[] = [];
	#content = createContentReader();
	readonly #repeated = new RepeatedEvent();
	#answerId: string | undefined;
	#usage: Usage | undefined;
	#isFinished = false;
	/** Whether these came in pieces: a whole message behind them repeats them. */
	#hasTextPieces = false;
	#hasReasoningPieces = false;

	constructor(host: string) {
		this.#host = host;
	}

	read(text: string, kind: EventKind): void {
		if (kind === 'words') throw this.#named(text);
		if (kind === 'error') throw this.#named(errorBody(text));
		const content = this.#repeated.contentOf(text);
		if (content !== undefined) return this.#addText(content);
		let value: unknown;
		try {
			value = JSON.parse(text);
		} catch (error) {
			return this.#readSpoilt(text, { isBody: kind === 'body', cause: error });
		}
		this.#readValue(value, text, kind === 'body');
		const learned = isJsonObject(value) ? contentAlone(value) : undefined;
		if (learned !== undefined) this.#repeated.learn(text, learned);
	}

	/** Ends the answer. It is incomplete without a finish reason. */
	end(): void {
		this.#parts.push(...this.#content.end());
		if (!this.#isFinished) throw new FailureError({ kind: 'answerCut', host: this.#host });
	}

	/** Returns the parts since the last call. */
	takeParts(): readonly AnswerPart[] {
		const parts = this.#parts;
		if (parts.length > 0) this.#parts = [];
		return parts;
	}

	/** Returns them, and the usage: some services count in every event, and only the last count is true. */
	takeLastParts(): readonly AnswerPart[] {
		return this.#usage ? [...this.takeParts(), { kind: 'usage', usage: this.#usage }] : this.takeParts();
	}

	/**
	 * Reads JSON that can't be parsed as it is. The service has been seen to cut an event in its middle and to begin again on
	 * the same line under a new id: the answer was restarted, and everything before it is void.
	 */
	#readSpoilt(json: string, { isBody, cause }: { readonly isBody: boolean; readonly cause: unknown }): void {
		const mended = parseMended(json);
		if (mended) return this.#readValue(mended.value, mended.json, isBody);
		const several = parseSeveral(json);
		if (several.length > 0) {
			for (const each of several) this.#readValue(each.value, each.json, isBody && several.length === 1);
			return;
		}
		const start = json.lastIndexOf(glue);
		const anew = start < 0 ? undefined : parseLeniently(json.slice(start + glue.length));
		if (!anew || !isJsonObject(anew.value)) throw this.#unreadable(cause);
		this.#judge(anew.value, anew.json, isBody);
		if (idOf(anew.value) !== this.#answerId) {
			this.#content = createContentReader();
			this.#repeated.forget();
			this.#hasTextPieces = false;
			this.#hasReasoningPieces = false;
			this.#parts.push({ kind: 'restarted' });
		}
		this.#readObject(anew.value);
	}

	#readValue(value: unknown, json: string, isBody: boolean): void {
		for (const each of Array.isArray(value) ? value : [value]) {
			if (!isJsonObject(each)) continue;
			this.#judge(each, json, isBody);
			this.#readObject(each);
		}
	}

	/**
	 * Takes the usage, which also counts for an answer that fails.
	 * @throws FailureError what the object names, or `answerUnreadable` if it can't be an answer
	 */
	#judge(value: JsonObject, json: string, isBody: boolean): void {
		const { error, success, object, choices } = value;
		this.#usage = usageOf(value['usage']) ?? this.#usage;
		if (success === false || object === 'error' || isFilled(error)) throw this.#named(json);
		if (choices == null) {
			// An event without an answer may tell of progress: only a code makes its words those of an error.
			if (saysWhy(value) && (isBody || hasErrorCode(value))) throw this.#named(json);
		} else if (typeof choices !== 'object') throw this.#unreadable();
	}

	/** Reads a whole answer or one event of its stream. */
	#readObject(value: JsonObject): void {
		this.#answerId = idOf(value) ?? this.#answerId;
		const { choices, md_results: layout } = value;
		if (typeof layout === 'string') return this.#readLayout(layout);
		if (!Array.isArray(choices)) return;
		for (const choice of choices) if (isJsonObject(choice)) this.#readChoice(choice, value);
	}

	/** Takes the text that was read in a picture as it is: marks of a model's own format would belong to the picture. */
	#readLayout(text: string): void {
		if (text !== '') this.#parts.push({ kind: 'text', text });
		this.#parts.push({ kind: 'finish', reason: 'stop' });
		this.#isFinished = true;
	}

	#readChoice(choice: JsonObject, answer: JsonObject): void {
		const { delta, message, error } = choice;
		if (isFilled(error)) throw this.#named(JSON.stringify({ error }));
		this.#usage = usageOf(choice['usage']) ?? this.#usage;
		const reason = reasonOf(choice);
		let reasoning = isJsonObject(delta) ? reasoningOf(delta) : '';
		// Beside messages there is the older API for completions.
		let text = (isJsonObject(delta) ? textOf(delta) : '') || wordsOf(choice['text']);
		if (reasoning !== '') this.#hasReasoningPieces = true;
		if (text !== '') this.#hasTextPieces = true;
		if (reasoning === '' && text === '' && isJsonObject(message) && !this.#hasTextPieces) {
			if (!this.#hasReasoningPieces) reasoning = reasoningOf(message);
			text = textOf(message);
		}
		if (reasoning !== '') {
			this.#content.expectAnswer();
			this.#parts.push({ kind: 'reasoning', text: reasoning });
		}
		if (text !== '') this.#addText(text);
		if (reason !== undefined) this.#finish(reason, answer);
	}

	#addText(text: string): void {
		for (const part of this.#content.read(text)) this.#parts.push(part);
	}

	#finish(reason: string, answer: JsonObject): void {
		if (reason === 'sensitive') {
			throw new FailureError({ kind: 'answerWithheld', filters: contentFilters(answer) });
		}
		this.#parts.push(...this.#content.end());
		if (reason === 'network_error') throw new FailureError({ kind: 'answerBroken', host: this.#host });
		// Some models send two finish reasons; the first one counts.
		if (!this.#isFinished) this.#parts.push({ kind: 'finish', reason });
		this.#isFinished = true;
	}

	#named(body: string): FailureError {
		return new FailureError(serviceFailure({ host: this.#host, status: 200, body }));
	}

	#unreadable(cause?: unknown): FailureError {
		return new FailureError({ kind: 'answerUnreadable', host: this.#host }, { cause });
	}
}

/** What stands between an event that was cut and the one that begins anew. */
const glue = 'data: ';

interface Parsed {
	readonly value: unknown;
	/** The text that could be parsed. */
	readonly json: string;
}

function parseLeniently(json: string): Parsed | undefined {
	try {
		return { value: JSON.parse(json), json };
	} catch {
		return parseMended(json);
	}
}

/** Where one object of JSON ends and another, or the end of the stream, begins, each as a line or as an event. */
const between = /(?<=\})(?:\s|data:)+(?=[{[])/;

/** Parses several objects that came as one; empty if any can't be parsed. The mark of the end is none. */
function parseSeveral(text: string): readonly Parsed[] {
	const [first = '', ...others] = text.split(between);
	const texts = [first, ...others.filter((each) => !/^\[done\]\s*$/i.test(each))];
	const parsed = others.length > 0 ? texts.map(parseLeniently) : [];
	return parsed.every((each) => each !== undefined) ? parsed : [];
}

/** Parses JSON with numbers that are none, which some services write where nobody reads them. */
function parseMended(json: string): Parsed | undefined {
	if (!/NaN|Infinity/.test(json)) return undefined;
	let isInText = false;
	const mended = json.replaceAll(/\\[\s\S]|"|-?(?:NaN|Infinity)/g, (token) => {
		if (token === '"') isInText = !isInText;
		return isInText || token === '"' || token.startsWith('\\') ? token : 'null';
	});
	try {
		return { value: JSON.parse(mended), json: mended };
	} catch {
		return undefined;
	}
}

/** Returns the JSON text of an error that an event is, or that its bare words tell. */
function errorBody(text: string): string {
	const parsed = parseLeniently(text);
	if (typeof parsed?.value === 'object' && parsed.value !== null) return parsed.json;
	const message = typeof parsed?.value === 'string' ? parsed.value : text;
	return JSON.stringify({ error: { message } });
}

/** Tells whether an error says anything; services also write empty ones, beside an answer. */
function isFilled(error: unknown): boolean {
	if (typeof error === 'object' && error !== null) return Object.keys(error).length > 0;
	return typeof error === 'string' ? error.trim() !== '' : Boolean(error);
}

/** The fields in which a service says why there is no answer. */
const whyFields = ['detail', 'errors', 'message', 'msg', 'error_msg', 'base_resp'];

function saysWhy(value: JsonObject): boolean {
	return whyFields.some((name) => isFilled(value[name]));
}

/** Tells whether an object has a code that stands for an error. */
function hasErrorCode(value: JsonObject): boolean {
	const nested = isJsonObject(value['base_resp']) ? value['base_resp']['status_code'] : undefined;
	const code = value['code'] ?? value['error_code'] ?? nested;
	return isFilled(code) && !['0', '200', 'ok', 'success'].includes(String(code).toLowerCase());
}

/** Names that other services have for the reasons of GLM, in lower case. */
const otherReasons: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
	...['stop', 'eos', 'eos_token', 'end_turn', 'stop_sequence'].map((name) => [name, 'stop'] as const),
	...['length', 'max_tokens', 'model_length'].map((name) => [name, 'length'] as const),
	...['content_filter', 'safety', 'prohibited_content'].map((name) => [name, 'sensitive'] as const),
	...['error', 'abort', 'insufficient_system_resource'].map((name) => [name, 'network_error'] as const),
]);

/** Returns why a choice ended; undefined if it hasn't. Some write an object with the type of the reason. */
function reasonOf({ finish_reason: written }: JsonObject): FinishReason | undefined {
	const reason = isJsonObject(written) ? written['type'] : written;
	if (typeof reason !== 'string' || reason === '' || reason === 'null') return undefined;
	return otherReasons.get(reason.toLowerCase()) ?? reason;
}

/** Returns the content of an event with nothing else to read; undefined if there is more, or none. */
function contentAlone({ choices }: JsonObject): string | undefined {
	const [choice, ...others]: readonly unknown[] = Array.isArray(choices) ? choices : [];
	if (!isJsonObject(choice) || others.length > 0 || !isJsonObject(choice['delta']) || reasonOf(choice) !== undefined) {
		return undefined;
	}
	const { content, refusal } = choice['delta'];
	const isAlone =
		typeof content === 'string' && content !== '' && refusal == null && reasoningOf(choice['delta']) === '';
	return isAlone ? content : undefined;
}

function idOf({ id }: JsonObject): string | undefined {
	return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** Returns the reasoning of a message, which services write into one of several fields, or the same into two. */
function reasoningOf({ reasoning_content: named, reasoning, content }: JsonObject): string {
	let text = typeof named === 'string' ? named : '';
	if (typeof reasoning === 'string' && reasoning !== text) text += reasoning;
	if (!Array.isArray(content)) return text;
	for (const part of content) {
		if (isJsonObject(part) && part['type'] === 'thinking') text += wordsOf(part['thinking']);
	}
	return text;
}

/** Returns the text of a message; a refusal stands for it. */
function textOf({ content, refusal }: JsonObject): string {
	const text = wordsOf(content);
	return typeof refusal === 'string' ? text + refusal : text;
}

/** Returns a text in one of its forms: alone, or in a list of texts and of objects with one. */
function wordsOf(content: unknown): string {
	if (typeof content === 'string') return content;
	if (typeof content === 'number') return String(content);
	if (!Array.isArray(content)) return '';
	let words = '';
	for (const part of content) {
		const text: unknown = isJsonObject(part) ? part['text'] : part;
		const value: unknown = isJsonObject(text) ? text['value'] : text;
		if (typeof value === 'string' || typeof value === 'number') words += value;
	}
	return words;
}

/** Returns what a service counted; undefined if it counted nothing. */
function usageOf(usage: unknown): Usage | undefined {
	if (!isJsonObject(usage)) return undefined;
	const promptTokens = numberIn(usage['prompt_tokens'] ?? usage['input_tokens']);
	const completionTokens = numberIn(usage['completion_tokens'] ?? usage['output_tokens']);
	const totalTokens = numberIn(usage['total_tokens']) ?? sum(promptTokens, completionTokens);
	if (totalTokens === undefined) return undefined;
	const cachedTokens = tokensIn(usage['prompt_tokens_details'], 'cached_tokens');
	const reasoningTokens = tokensIn(usage['completion_tokens_details'], 'reasoning_tokens');
	return {
		promptTokens: promptTokens ?? 0,
		completionTokens: completionTokens ?? 0,
		totalTokens,
		...(cachedTokens !== undefined && { cachedTokens }),
		...(reasoningTokens !== undefined && { reasoningTokens }),
	};
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
	return one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);
}

function tokensIn(details: unknown, name: string): number | undefined {
	return isJsonObject(details) ? numberIn(details[name]) : undefined;
}

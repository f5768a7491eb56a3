import { FailureError, failureOf, type Failure } from '../failure.ts';
import type { FinishReason, Usage } from '../answer.ts';
import { isJsonObject, jsonOrUndefined, numberIn, type JsonObject } from './json.ts';
import { readAnswer } from './readAnswer.ts';
import { serviceFailure } from './serviceFailure.ts';

/** What a file with questions may hold at most. */
export interface BatchLimits {
	readonly bytes: number;
	readonly lines: number;
}

/** The documented limits; whether their megabytes are of 1000 or 1024 is not said. */
export const batchLimits: BatchLimits = { bytes: 100_000_000, lines: 50_000 };

/** The function that answers each line of a file. Others are documented for other kinds of models. */
const batchFunction = '/v4/chat/completions';

/** The name under which a batch carries the mark of whoever made it. */
const markName = 'glimpse';

/** Returns one line of a file with questions. A `custom_id` has at least six characters, and is the only one of its file. */
export function batchLine(customId: string, body: Readonly<Record<string, unknown>>): string {
	return `${JSON.stringify({ custom_id: customId, method: 'POST', url: batchFunction, body })}\n`;
}

/** Returns the body that makes a batch of an uploaded file. The mark finds it again in a list. */
export function batchBody(inputFileId: string, mark: string): Readonly<Record<string, unknown>> {
	return {
		input_file_id: inputFileId,
		endpoint: batchFunction,
		auto_delete_input_file: true,
		metadata: { [markName]: mark },
	};
}

/** The statuses that end a batch; of all others, known or not, it is taken to be under way. */
const lastStatuses = ['completed', 'failed', 'expired', 'cancelled'] as const;

/** What a service says of a batch. */
export interface Batch {
	readonly id: string;
	readonly status: 'underWay' | (typeof lastStatuses)[number];
	readonly mark: string | undefined;
	/** The number of lines that were answered or refused; undefined if it isn't said. */
	readonly done: number | undefined;
	readonly inputFileId: string | undefined;
	/** The file with the answers. */
	readonly outputFileId: string | undefined;
	/** The file with the refusals. */
	readonly errorFileId: string | undefined;
	/** Why the whole file was refused, as JSON; undefined if it isn't said. */
	readonly errors: string | undefined;
}

/** What an id is made of: it becomes a part of an address. */
const plainId = /^\w[\w.:-]{0,199}$/;

/** The most characters of a service's reasons that are kept. */
const longestErrors = 4000;

/** Reads a batch; undefined if it is none. Counts were seen null, and were documented beside the object that has them. */
export function readBatch(value: unknown): Batch | undefined {
	if (!isJsonObject(value)) return undefined;
	const id = idIn(value['id']);
	if (id === undefined) return undefined;
	const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {};
	const mark = metadata[markName];
	return {
		id,
		status: lastStatuses.find((status) => status === value['status']) ?? 'underWay',
		mark: typeof mark === 'string' ? mark : undefined,
		done: doneIn(isJsonObject(value['request_counts']) ? value['request_counts'] : value),
		inputFileId: idIn(value['input_file_id']),
		outputFileId: idIn(value['output_file_id']),
		errorFileId: idIn(value['error_file_id']),
		errors: errorsIn(value['errors']),
	};
}

function idIn(value: unknown): string | undefined {
	const id = typeof value === 'number' ? String(value) : value;
	return typeof id === 'string' && plainId.test(id) ? id : undefined;
}

function doneIn({ completed, failed }: JsonObject): number | undefined {
	const counts = [numberIn(completed), numberIn(failed)].filter((count) => count !== undefined && count >= 0);
	return counts.length === 0 ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

function errorsIn(errors: unknown): string | undefined {
	const list: unknown = isJsonObject(errors) ? (errors['data'] ?? errors) : errors;
	const first: unknown = Array.isArray(list) ? list[0] : list;
	if (first == null) return undefined;
	const json = JSON.stringify({ error: first });
	return json.length > longestErrors ? undefined : json;
}

/** A file at the service. */
export interface BatchFile {
	readonly id: string;
	readonly name: string | undefined;
	/** Bytes. */
	readonly size: number | undefined;
}

/** Reads what a service says of a file; undefined if it is none. */
export function readBatchFile(value: unknown): BatchFile | undefined {
	if (!isJsonObject(value)) return undefined;
	const id = idIn(value['id']);
	const name = value['filename'];
	return id === undefined
		? undefined
		: { id, name: typeof name === 'string' ? name : undefined, size: numberIn(value['bytes']) };
}

/**
 * Returns the entries of one page of a list, and the id behind which the next page begins, unless it is the last. Undefined if it
 * is no list.
 */
export function readPage<Entry extends { readonly id: string }>(
	value: unknown,
	readEntry: (entry: unknown) => Entry | undefined,
): { readonly entries: readonly Entry[]; readonly next: string | undefined } | undefined {
	const { object, data, has_more: hasMore, last_id: lastId }: JsonObject = isJsonObject(value) ? value : {};
	if (!Array.isArray(data) && (data != null || object !== 'list')) return undefined;
	const entries = (data ?? []).flatMap((entry) => readEntry(entry) ?? []);
	return { entries, next: hasMore === true ? (idIn(lastId) ?? entries.at(-1)?.id) : undefined };
}

/** A line of a file with answers or refusals. */
export interface BatchAnswer {
	readonly customId: string;
	/** The HTTP status that the answer would have had. */
	readonly status: number;
	/** Its body, as JSON. */
	readonly body: string;
}

/** Reads a line of a file with answers or refusals; undefined if it is none. */
export function readBatchAnswer(line: string): BatchAnswer | undefined {
	const value = jsonOrUndefined(line);
	if (!isJsonObject(value)) return undefined;
	const { custom_id: customId, response, error } = value;
	if (typeof customId !== 'string') return undefined;
	const { status_code: status, body }: JsonObject = isJsonObject(response) ? response : {};
	const isAnswer = body != null && body !== '';
	return {
		customId,
		status: numberIn(status) ?? (isAnswer ? 200 : 400),
		body: typeof body === 'string' && isAnswer ? body : JSON.stringify(isAnswer ? body : { error }),
	};
}

/** What came of a question in a batch. */
export type BatchOutcome =
	| {
			readonly kind: 'answered';
			readonly text: string;
			readonly finishReason: FinishReason;
			readonly usage: Usage | undefined;
	  }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** Reads an answer or a refusal as that of a question that was waited for. */
export async function batchOutcome({ status, body }: BatchAnswer, host: string): Promise<BatchOutcome> {
	if (status < 200 || status >= 300) return { kind: 'failed', failure: serviceFailure({ host, status, body }) };
	let text = '';
	let finishReason: FinishReason = '';
	let usage: Usage | undefined;
	try {
		for await (const part of readAnswer(bytesOf(body), host)) {
			if (part.kind === 'restarted') text = '';
			else if (part.kind === 'text') text += part.text;
			else if (part.kind === 'usage') ({ usage } = part);
			else if (part.kind === 'finish') finishReason = part.reason;
		}
	} catch (error) {
		if (!(error instanceof FailureError)) throw error;
		return { kind: 'failed', failure: failureOf(error) };
	}
	return { kind: 'answered', text, finishReason, usage };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode(text);
}

/** The most characters of one line: an answer of the most tokens has fewer. */
const longestLine = 4 * 1024 * 1024;

/** Yields the lines of a file, however its bytes are split; one that is too long is passed over. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
	const decoder = new TextDecoder();
	let line = '';
	let isTooLong = false;
	for await (const chunk of chunks) {
		const text = decoder.decode(chunk, { stream: true });
		let from = 0;
		for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
			if (!isTooLong && line.length + end - from <= longestLine) yield line + text.slice(from, end);
			line = '';
			isTooLong = false;
			from = end + 1;
		}
		isTooLong ||= line.length + text.length - from > longestLine;
		line = isTooLong ? '' : line + text.slice(from);
	}
	line += decoder.decode();
	if (!isTooLong && line !== '') yield line;
}

import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { FailureError } from '../../core/failure.ts';
import {
	batchBody,
	readBatch,
	readBatchAnswer,
	readBatchFile,
	readLines,
	readPage,
	type Batch,
	type BatchAnswer,
	type BatchFile,
} from '../../core/glm/batch.ts';
import { isJsonObject, jsonOrUndefined } from '../../core/glm/json.ts';
import { serviceFailure } from '../../core/glm/serviceFailure.ts';
import { withoutKey } from '../../core/glm/withoutKey.ts';
import { readText, send, withoutKeyIn, type GlmConnection } from './glmClient.ts';

/** The entries of a page, which is the most that can be asked for, and the most pages that are looked through. */
const pageSize = 100;
const mostPages = 20;

/** The most bytes of what a service says of a file, a batch or a page of them. */
const mostListed = 4 * 1024 * 1024;

/** The most bytes of a file with answers. */
const mostAnswers = 512 * 1024 * 1024;

/**
 * Uploads a file with questions, piece by piece, and returns its id at the service.
 * @throws FailureError as any question does, or `answerUnreadable` if the service names no id
 */
export async function uploadQuestions(
	connection: GlmConnection,
	{ path, name }: { readonly path: string; readonly name: string },
	signal: AbortSignal,
): Promise<string> {
	const boundary = `glimpse-${randomUUID()}`;
	const head = Buffer.from(
		[
			`--${boundary}`,
			'content-disposition: form-data; name="purpose"',
			'',
			'batch',
			`--${boundary}`,
			`content-disposition: form-data; name="file"; filename="${fileName(name)}"`,
			'content-type: application/jsonl',
			'',
			'',
		].join('\r\n'),
	);
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	const { size } = await stat(path);
	async function* chunks(): AsyncGenerator<Uint8Array> {
		yield head;
		for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) yield chunk;
		yield tail;
	}
	const upload = {
		contentType: `multipart/form-data; boundary=${boundary}`,
		byteLength: head.byteLength + size + tail.byteLength,
		chunks,
	};
	const file = readBatchFile(
		await ask(connection, { method: 'POST', path: '/files', upload, isSentOnce: true }, signal),
	);
	return readable(file, connection).id;
}

/** Makes a batch of an uploaded file. The mark finds it again. */
export async function createBatch(
	connection: GlmConnection,
	{ fileId, mark }: { readonly fileId: string; readonly mark: string },
	signal: AbortSignal,
): Promise<Batch> {
	const body = batchBody(fileId, mark);
	return batchIn(
		connection,
		await ask(connection, { method: 'POST', path: '/batches', body, isSentOnce: true }, signal),
	);
}

/** Returns how far a batch is. */
export async function getBatch(connection: GlmConnection, batchId: string, signal: AbortSignal): Promise<Batch> {
	return batchIn(connection, await ask(connection, { method: 'GET', path: batchPath(batchId) }, signal));
}

/** Tells the service to stop; the batch ends a while later, with the answers that there are. */
export async function cancelBatch(connection: GlmConnection, batchId: string, signal: AbortSignal): Promise<void> {
	await ask(connection, { method: 'POST', path: `${batchPath(batchId)}/cancel` }, signal);
}

/** Looks for the batch with this mark; undefined if there is none. */
export async function findBatch(
	connection: GlmConnection,
	mark: string,
	signal: AbortSignal,
): Promise<Batch | undefined> {
	const batch = await findIn(
		connection,
		{ path: '/batches?', read: readBatch, is: (each) => each.mark === mark },
		signal,
	);
	return batch && withoutKeyInBatch(batch, connection);
}

/** Looks for the uploaded file of this name, and of this size where that is known; undefined if there is none. */
export async function findFile(
	connection: GlmConnection,
	{ name, size }: { readonly name: string; readonly size: number | undefined },
	signal: AbortSignal,
): Promise<string | undefined> {
	const is = (file: BatchFile): boolean => file.name === fileName(name) && (file.size ?? size) === (size ?? file.size);
	return (await findIn(connection, { path: '/files?purpose=batch&', read: readBatchFile, is }, signal))?.id;
}

/** Deletes a file at the service. */
export async function deleteFile(connection: GlmConnection, fileId: string, signal: AbortSignal): Promise<void> {
	await ask(connection, { method: 'DELETE', path: filePath(fileId) }, signal);
}

/**
 * Yields the answers or refusals in a file as they come; lines of anything else are passed over.
 * @throws FailureError as any question does; `answerCut` if the file ends in the middle of a line, `answerUnreadable` if there is
 * no answer in it
 */
export async function* readAnswers(
	connection: GlmConnection,
	fileId: string,
	signal: AbortSignal,
): AsyncGenerator<BatchAnswer, void, undefined> {
	const request = { method: 'GET', path: `${filePath(fileId)}/content`, maxBytes: mostAnswers } as const;
	const { body } = await send(connection, request, signal);
	const { host } = connection.endpoint;
	let last: string | undefined;
	let hasAnswers = false;
	for await (const line of readLines(body)) {
		if (line.trim() === '') continue;
		last = line;
		const answer = readBatchAnswer(line);
		if (!answer) continue;
		hasAnswers = true;
		yield answer;
	}
	const value = jsonOrUndefined(last ?? '');
	if (!hasAnswers) assertNoRefusal(value, last ?? '', connection);
	if (!hasAnswers) throw new FailureError({ kind: 'answerUnreadable', host });
	if (value === undefined) throw new FailureError({ kind: 'answerCut', host });
}

function fileName(name: string): string {
	return `${name}.jsonl`;
}

function batchPath(id: string): string {
	return `/batches/${encodeURIComponent(id)}`;
}

function filePath(id: string): string {
	return `/files/${encodeURIComponent(id)}`;
}

async function findIn<Entry extends { readonly id: string }>(
	connection: GlmConnection,
	list: {
		/** Ends so that another parameter can follow. */
		readonly path: string;
		readonly read: (entry: unknown) => Entry | undefined;
		readonly is: (entry: Entry) => boolean;
	},
	signal: AbortSignal,
): Promise<Entry | undefined> {
	let after = '';
	for (let page = 0; page < mostPages; page++) {
		const path = `${list.path}limit=${pageSize}${after}`;
		const answer = await ask(connection, { method: 'GET', path }, signal);
		const { entries, next } = readable(readPage(answer, list.read), connection);
		const found = entries.find(list.is);
		if (found || next === undefined) return found;
		after = `&after=${encodeURIComponent(next)}`;
	}
	return undefined;
}

/**
 * Returns the JSON of a response; undefined if it is none.
 * @throws FailureError also for a refusal that comes as a success
 */
async function ask(
	connection: GlmConnection,
	request: Parameters<typeof send>[1],
	signal: AbortSignal,
): Promise<unknown> {
	const { body } = await send(connection, { maxBytes: mostListed, ...request }, signal);
	const text = await readText(body);
	const value = jsonOrUndefined(text);
	assertNoRefusal(value, text, connection);
	return value;
}

/** Throws what a refusal means that came as a success. */
function assertNoRefusal(value: unknown, json: string, connection: GlmConnection): void {
	if (!isJsonObject(value) || (value['error'] == null && value['success'] !== false)) return;
	const failure = serviceFailure({ host: connection.endpoint.host, status: 200, body: json });
	throw withoutKeyIn(new FailureError(failure), connection);
}

function batchIn(connection: GlmConnection, value: unknown): Batch {
	return withoutKeyInBatch(readable(readBatch(value), connection), connection);
}

function withoutKeyInBatch(batch: Batch, { key }: GlmConnection): Batch {
	return batch.errors === undefined ? batch : { ...batch, errors: withoutKey(batch.errors, key) };
}

function readable<Value>(value: Value | undefined, { endpoint }: GlmConnection): Value {
	if (value === undefined) throw new FailureError({ kind: 'answerUnreadable', host: endpoint.host });
	return value;
}

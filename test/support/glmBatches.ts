import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Answer, answerFormat, answerText, describeRequest, pieces } from './glmAnswer.ts';
import { sendJson } from './glmBehaviours.ts';
import { isFields } from './glmContentRules.ts';
import { type ErrorName, errorReply, Refused } from './glmErrors.ts';
import type { InlineForm } from './glmMedia.ts';
import { checkChatRequest } from './glmRequestRules.ts';

/** A function of files or batches. */
export type BatchCall = 'upload' | 'listFiles' | 'content' | 'delete' | 'create' | 'list' | 'get' | 'cancel';

/** What comes in place of the usual reply, once. */
export type BatchFault =
	/** A refusal; nothing is done. */
	| { readonly kind: 'error'; readonly error: ErrorName }
	/** The connection breaks after the first bytes of the request. */
	| { readonly kind: 'drop' }
	/** All is done, and the connection breaks before the reply. */
	| { readonly kind: 'lost' }
	/** The first half of the reply, and the connection breaks. */
	| { readonly kind: 'cut' }
	/** Another body with this status. */
	| { readonly kind: 'reply'; readonly status?: number; readonly body: string };

/** A line of an uploaded file, judged. */
interface ReceivedLine {
	readonly customId: string;
	/** The question as `shortBody` gives it. */
	readonly body: unknown;
	/** The hashes of the pixels of its pictures. */
	readonly pixelHashes: readonly string[];
	/** The text of its answer; undefined if it is refused. */
	readonly answer: string | undefined;
	/** The line about it in a file of results. */
	readonly result: string;
}

/** A file that was taken. */
interface ReceivedFile {
	readonly id: string;
	readonly name: string;
	readonly bytes: number;
	readonly model: string;
	readonly lines: readonly ReceivedLine[];
}

/** A batch that was made. */
interface MadeBatch {
	readonly id: string;
	readonly file: ReceivedFile;
	readonly metadata: unknown;
	readonly created: number;
	readonly deletesInput: boolean;
	looks: number;
	isCancelled: boolean;
	status: string;
	outputFileId: string | null;
	errorFileId: string | null;
}

export interface GlmBatches {
	/** All files that were taken, deleted ones too, in their order. */
	readonly files: readonly ReceivedFile[];
	/** The ids of the batches that were made, in their order. */
	readonly batchIds: readonly string[];
	/** The ids of files that are still there: questions, answers and refusals. */
	readonly keptFiles: ReadonlySet<string>;
	/** All calls in their order, those that met a fault too. */
	readonly calls: readonly BatchCall[];
	/** The status at each look at a batch; the last one stays. */
	statuses: readonly string[];
	/** Returns why a line is refused while the batch runs. */
	refuseLine: (index: number, line: { readonly pixelHashes: readonly string[] }) => ErrorName | undefined;
	/** Returns what a line is answered in place of the usual answer, from its upload on. */
	answerLine: (
		index: number,
		line: { readonly pixelHashes: readonly string[] },
	) => { readonly text: string; readonly finishReason?: string } | undefined;
	/** Changes what is said of a batch. */
	describe: (batch: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
	/** Changes a file of results before it is sent. */
	spoil: (content: string) => string;
	/** Lets the next call of a function meet a fault. */
	fault(call: BatchCall, fault: BatchFault): void;
}

/** What a request is judged by, beside itself. */
interface BatchContext {
	readonly base: string;
	readonly usedRequestIds: ReadonlySet<string>;
	readonly refusedForm: InlineForm | undefined;
}

/** The models that files are taken for, in the order of the service's refusal. */
const acceptedModels =
	'glm-5.1 glm-5-turbo glm-4 glm-4-plus glm-4-air glm-4v glm-4v-plus glm-5v-turbo glm-4v-plus-0111'.split(' ');

const largestFile = 100_000_000;
const mostLines = 50_000;
const chatFunction = '/v4/chat/completions';

/** A request for one of these functions, read but not judged. */
interface BatchRequest {
	readonly call: BatchCall;
	readonly fault: BatchFault | undefined;
	/** The id in its path. */
	readonly id: string;
	readonly query: URLSearchParams;
	readonly body: Buffer<ArrayBuffer>;
	readonly contentType: string;
}

interface JudgedBatches extends GlmBatches {
	/** Reads a request for a file or a batch; undefined if it is for something else. */
	read(incoming: IncomingMessage): Promise<BatchRequest | undefined>;
	/** @throws Refused */
	answer(request: BatchRequest, response: ServerResponse): Promise<void>;
	reset(): void;
}

/** The files and batches of the stand-in. A file is judged when it comes, line by line; of its pictures only hashes stay. */
export function createGlmBatches(context: BatchContext): JudgedBatches {
	const files: ReceivedFile[] = [];
	const made: MadeBatch[] = [];
	const calls: BatchCall[] = [];
	const faults: { readonly call: BatchCall; readonly fault: BatchFault }[] = [];
	/** What the files hold that are there; those with questions are not kept. */
	const contents = new Map<string, string>();
	const usual = {
		statuses: ['validating', 'in_progress', 'finalizing', 'completed'] as readonly string[],
		refuseLine: (() => undefined) as GlmBatches['refuseLine'],
		answerLine: (() => undefined) as GlmBatches['answerLine'],
		describe: ((batch) => batch) as GlmBatches['describe'],
		spoil: ((content) => content) as GlmBatches['spoil'],
	};

	const judgeLine = async (text: string, seen: Set<string>, index: number): Promise<[string, ReceivedLine]> => {
		const line = parse(text);
		if (!isFields(line) || Object.keys(line).toSorted().join() !== 'body,custom_id,method,url') {
			throw new Refused('1210', `line ${index + 1} is not a question, or has other fields`);
		}
		const { custom_id: customId, method, url, body } = line;
		if (typeof customId !== 'string' || customId.length < 6) throw new Refused('1210-custom-id', 'it is too short');
		if (seen.has(customId)) throw new Refused('1210', `custom_id ${customId} is there twice`);
		seen.add(customId);
		if (method !== 'POST' || url !== chatFunction) throw new Refused('1210', `line ${index + 1} asks another function`);
		const model = isFields(body) ? body['model'] : undefined;
		if (typeof model !== 'string' || !acceptedModels.includes(model)) {
			throw new Refused('1210-batch-model', `no batches for ${String(model)}`, { models: acceptedModels.join('、') });
		}
		const about = { customId, body: shortBody(body) };
		const media = { images: [], imageUrls: [], videos: [], videoUrls: [] };
		const result = (status: number, answer: unknown): string =>
			JSON.stringify({ response: { status_code: status, body: answer }, custom_id: customId, id: 'batch_1' });
		try {
			const checked = await checkChatRequest(body, { ...context, media });
			if (checked.stream) throw new Refused('1210', 'a line asks for a stream');
			const pixelHashes = checked.media.images.map(({ pixelHash }) => pixelHash);
			const refusal = self.refuseLine(index, { pixelHashes });
			if (refusal !== undefined) {
				const { status, body: why } = errorReply(refusal);
				return [model, { ...about, pixelHashes, answer: undefined, result: result(status, why) }];
			}
			const other = self.answerLine(index, { pixelHashes });
			const answer: Answer = {
				...describeRequest(checked),
				...(other && { pieces: pieces(other.text, 'content'), finishReason: other.finishReason ?? 'stop' }),
			};
			const text200 = parse(answerFormat(checked).frames(answer).join(''));
			return [model, { ...about, pixelHashes, answer: answerText(answer), result: result(200, text200) }];
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
			const { status, body: why } = error.reply;
			return [model, { ...about, pixelHashes: [], answer: undefined, result: result(status, why) }];
		}
	};

	const upload = async ({ body, contentType }: BatchRequest): Promise<object> => {
		if (!contentType.startsWith('multipart/form-data; boundary=')) {
			throw new Refused('1210', `Content-Type is ${contentType}, not multipart/form-data`);
		}
		const form = await new Response(body, { headers: { 'content-type': contentType } }).formData().catch(() => {
			throw new Refused('1210', 'the form cannot be read');
		});
		const names = [...form.keys()].toSorted().join();
		if (names !== 'file,purpose') throw new Refused('1210', `the form has the fields ${names}`);
		if (form.get('purpose') !== 'batch') throw new Refused('1214', 'the purpose', { field: 'purpose' });
		const file = form.get('file');
		if (!(file instanceof File) || !file.name.endsWith('.jsonl')) throw new Refused('1210', 'no .jsonl file');
		if (file.size > largestFile) throw new Refused('1210', `the file has ${file.size} bytes`);
		const bytes = Buffer.from(await file.arrayBuffer());
		const seen = new Set<string>();
		const lines: ReceivedLine[] = [];
		let model: string | undefined;
		for (let from = 0; from < bytes.length;) {
			const found = bytes.indexOf(0x0a, from);
			const end = found < 0 ? bytes.length : found;
			const [lineModel, line] = await judgeLine(bytes.toString('utf8', from, end), seen, lines.length);
			if (model !== undefined && model !== lineModel) throw new Refused('1210', 'the file asks two models');
			model = lineModel;
			lines.push(line);
			from = end + 1;
		}
		if (model === undefined || lines.length > mostLines)
			throw new Refused('1210', `the file has ${lines.length} lines`);
		const taken = { id: `file_${randomUUID()}`, name: file.name, bytes: file.size, model, lines };
		files.push(taken);
		contents.set(taken.id, '');
		return describeFile(taken);
	};

	const create = ({ body, contentType }: BatchRequest): object => {
		const fields = contentType.startsWith('application/json') ? parse(body.toString()) : undefined;
		const known = ['auto_delete_input_file', 'endpoint', 'input_file_id', 'metadata'];
		if (!isFields(fields) || Object.keys(fields).some((name) => !known.includes(name))) {
			throw new Refused('1210', 'the body is no JSON, or has other fields');
		}
		const { input_file_id: id, endpoint, auto_delete_input_file: deletesInput = true, metadata = null } = fields;
		const file = contents.has(String(id)) ? files.find((each) => each.id === id) : undefined;
		if (!file) throw new Refused('1214', 'there is no such file', { field: 'input_file_id' });
		if (endpoint !== chatFunction) throw new Refused('1214', 'another endpoint', { field: 'endpoint' });
		if (typeof deletesInput !== 'boolean') throw new Refused('1214', 'it', { field: 'auto_delete_input_file' });
		if (metadata !== null && !isMetadata(metadata)) throw new Refused('1214', 'its limits', { field: 'metadata' });
		const batch: MadeBatch = {
			id: `batch_${randomUUID()}`,
			file,
			metadata,
			created: Date.now(),
			deletesInput,
			looks: 0,
			isCancelled: false,
			status: 'validating',
			outputFileId: null,
			errorFileId: null,
		};
		made.push(batch);
		return describeBatch(batch);
	};

	/** Moves a batch on, as each look at it does. */
	const look = (batch: MadeBatch): object => {
		if (batch.outputFileId === null && batch.errorFileId === null) {
			const next = batch.isCancelled ? ['cancelling', 'cancelled'] : self.statuses;
			batch.status = next[Math.min(batch.looks, next.length - 1)] ?? 'completed';
			batch.looks++;
			if (['completed', 'expired', 'cancelled'].includes(batch.status)) end(batch);
		}
		return describeBatch(batch);
	};

	/** Writes what a batch has come to; one that was given up has answered every other line. */
	const end = (batch: MadeBatch): void => {
		const { lines } = batch.file;
		const some = batch.status === 'completed' ? lines : lines.filter((_, index) => index % 2 === 0);
		const write = (chosen: readonly ReceivedLine[]): string | null => {
			if (chosen.length === 0) return null;
			const id = `file_${randomUUID()}`;
			contents.set(id, shuffled(chosen.map(({ result }) => `${result}\n`)).join(''));
			return id;
		};
		batch.outputFileId = write(some.filter(({ answer }) => answer !== undefined));
		batch.errorFileId = write(some.filter(({ answer }) => answer === undefined));
		if (batch.deletesInput) contents.delete(batch.file.id);
	};

	const describeBatch = ({ file, ...batch }: MadeBatch): object => {
		const isOver = batch.outputFileId !== null || batch.errorFileId !== null;
		const refused = file.lines.filter(({ answer }) => answer === undefined).length;
		const counts = isOver
			? { completed: file.lines.length - refused, failed: refused }
			: { completed: null, failed: null };
		return self.describe({
			id: batch.id,
			object: 'batch',
			endpoint: chatFunction,
			input_file_id: file.id,
			completion_window: null,
			status: batch.status,
			output_file_id: batch.outputFileId,
			error_file_id: batch.errorFileId,
			created_at: batch.created,
			request_counts: { total: file.lines.length, ...counts },
			metadata: batch.metadata,
		});
	};

	const batchOf = (id: string): MadeBatch => {
		const batch = made.find((each) => each.id === id);
		if (!batch) throw new Refused('1222', `there is no batch ${id}`, { path: `/batches/${id}` });
		return batch;
	};

	const checkFile = (id: string): void => {
		if (!contents.has(id)) throw new Refused('1222', `there is no file ${id}`, { path: `/files/${id}` });
	};

	const replies: Readonly<Record<BatchCall, (request: BatchRequest) => Promise<object | string> | object | string>> = {
		upload,
		create,
		get: ({ id }) => look(batchOf(id)),
		list: ({ query }) => page(made.toReversed(), query, describeBatch),
		listFiles: ({ query }) => {
			if (query.get('purpose') !== 'batch') throw new Refused('1213', 'no purpose', { field: 'purpose' });
			return page(files.filter(({ id }) => contents.has(id)).toReversed(), query, describeFile);
		},
		content: ({ id }) => {
			checkFile(id);
			return self.spoil(contents.get(id) ?? '');
		},
		delete: ({ id }) => {
			checkFile(id);
			contents.delete(id);
			return { id, object: 'file', deleted: true };
		},
		cancel: ({ id }) => {
			const batch = batchOf(id);
			if (batch.outputFileId !== null || batch.errorFileId !== null) throw new Refused('1210', 'it has ended');
			batch.isCancelled = true;
			batch.looks = 0;
			batch.status = 'cancelling';
			return describeBatch(batch);
		},
	};

	const self: JudgedBatches = {
		...usual,
		files,
		calls,
		get keptFiles() {
			return new Set(contents.keys());
		},
		get batchIds() {
			return made.map(({ id }) => id);
		},
		fault: (call: BatchCall, fault: BatchFault) => void faults.push({ call, fault }),
		reset: () => {
			for (const list of [files, made, calls, faults]) list.length = 0;
			contents.clear();
			Object.assign(self, usual);
		},
		read: async (incoming: IncomingMessage): Promise<BatchRequest | undefined> => {
			const { pathname, searchParams: query } = new URL(incoming.url ?? '', 'http://127.0.0.1');
			const path = pathname.startsWith(context.base) ? pathname.slice(context.base.length) : '';
			const [, list = '', id = '', more = ''] = /^\/(files|batches)(?:\/([\w%-]+)(?:\/(\w+))?)?$/.exec(path) ?? [];
			const call = callOf([incoming.method ?? '', list, id && 'id', more].filter(Boolean).join(' '));
			if (!call) return undefined;
			calls.push(call);
			const at = faults.findIndex((each) => each.call === call);
			const fault = at < 0 ? undefined : faults.splice(at, 1)[0]?.fault;
			if (fault?.kind === 'drop') {
				incoming.once('data', () => incoming.destroy()).resume();
				incoming.once('end', () => incoming.destroy());
			}
			const contentType = incoming.headers['content-type'] ?? '';
			return { call, fault, id: decodeURIComponent(id), query, body: await buffer(incoming), contentType };
		},
		answer: async (request: BatchRequest, response: ServerResponse): Promise<void> => {
			const { fault, call } = request;
			if (fault?.kind === 'error') throw new Refused(fault.error, 'as the test wants');
			if (fault?.kind === 'reply') return void response.writeHead(fault.status ?? 200).end(fault.body);
			const reply = await replies[call](request);
			if (fault?.kind === 'lost') return void response.destroy();
			if (fault?.kind === 'cut') {
				const text = typeof reply === 'string' ? reply : JSON.stringify(reply);
				response.writeHead(200, { 'content-length': Buffer.byteLength(text) });
				response.write(text.slice(0, text.length / 2), () => response.destroy());
			} else if (typeof reply === 'string')
				response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(reply);
			else sendJson(response, 200, reply);
		},
	};
	return self;
}

const callsByRoute: Readonly<Record<string, BatchCall>> = {
	'POST files': 'upload',
	'GET files': 'listFiles',
	'GET files id content': 'content',
	'DELETE files id': 'delete',
	'POST batches': 'create',
	'GET batches': 'list',
	'GET batches id': 'get',
	'POST batches id cancel': 'cancel',
};

/** A body of which only the beginnings of its pictures are left. */
export function shortBody(body: unknown): unknown {
	const shorten = (name: string, value: unknown): unknown =>
		name === 'url' && typeof value === 'string' ? value.slice(0, 30) : value;
	return JSON.parse(JSON.stringify(body, shorten) ?? 'null');
}

function callOf(route: string): BatchCall | undefined {
	return callsByRoute[route];
}

function describeFile({ id, name, bytes }: ReceivedFile): object {
	return { id, object: 'file', bytes, created_at: Math.floor(Date.now() / 1000), filename: name, purpose: 'batch' };
}

function isMetadata(value: unknown): boolean {
	if (!isFields(value) || Object.keys(value).length > 16) return false;
	return Object.entries(value).every(
		([name, text]) => name.length <= 64 && typeof text === 'string' && text.length <= 512,
	);
}

function page<Entry extends { readonly id: string }>(
	all: readonly Entry[],
	query: URLSearchParams,
	describe: (entry: Entry) => object,
): object {
	const limit = Number(query.get('limit') ?? 20);
	if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new Refused('1214', 'limit', { field: 'limit' });
	const after = query.get('after');
	const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
	const entries = all.slice(from, from + limit);
	return {
		object: 'list',
		data: entries.map(describe),
		first_id: entries[0]?.id ?? null,
		last_id: entries.at(-1)?.id ?? null,
		has_more: from + limit < all.length,
	};
}

/** Returns the same items in another order, always the same one. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
	const rank = (index: number): number => (index * 7919 + 13) % 1009;
	return items
		.map((item, index) => ({ item, rank: rank(index) }))
		.sort((a, b) => a.rank - b.rank)
		.map(({ item }) => item);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

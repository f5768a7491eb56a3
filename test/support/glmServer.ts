import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { answerFormat, answerText, describeRequest, layoutFormat } from './glmAnswer.ts';
import { createGlmBatches, type GlmBatches } from './glmBatches.ts';
import { answerAsUsual, behave, type Behaviour, sendJson } from './glmBehaviours.ts';
import { errorReply, Refused } from './glmErrors.ts';
import type { InlineForm, ReceivedMedia } from './glmMedia.ts';
import { listedModels, planModels } from './glmModels.ts';
import { type CheckedRequest, checkChatRequest, checkLayoutRequest } from './glmRequestRules.ts';

export { pixelHash } from './glmMedia.ts';
export type { Behaviour } from './glmBehaviours.ts';

export interface GlmServerOptions {
	/** Accepted API keys. With none, no key is needed. */
	readonly keys?: readonly string[];
	/** The form of inline pictures and videos that is answered with an error. */
	readonly refusedForm?: InlineForm;
	/** Makes it an HTTPS server. PEM. */
	readonly tls?: { readonly key: string; readonly cert: string };
	/** What is said about the plan's quota; without it there is nothing at that address. */
	readonly quota?: () => QuotaReply;
}

/** A reply of the address for a plan's quota. */
export interface QuotaReply {
	/** 200 unless told. */
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: string;
}

/** A request as it arrived, listed once it was read and judged. */
export interface RecordedRequest extends ReceivedMedia {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	/** The body as it came; empty for one about files and batches. */
	readonly text: string;
	/** The parsed body; undefined where it is no JSON. */
	readonly body: unknown;
	/** Milliseconds since 1970. */
	readonly arrived: number;
	/** When the peer closed the connection before it had the whole answer, in milliseconds since 1970; `drop`, `reset` and `stop` count too. */
	readonly closed: Promise<number>;
	/** The rule that it broke. */
	readonly refusal?: { readonly code: string; readonly why: string };
	/** The word that only this answer holds. */
	readonly word?: string;
	/** The whole text of the usual answer to it, which a scripted behaviour may send in part or not at all. */
	readonly answer?: string;
}

/** A behaviour in the queue. */
interface Scripted {
	/** The request that it fell to. */
	readonly request: Promise<RecordedRequest>;
	/** `hold`: settles once the first part was written. */
	readonly held: Promise<void>;
	/** `hold`: lets the rest of the answer go. */
	release(): void;
}

export interface GlmServer {
	/** The base URL, as the extension's setting takes it. */
	readonly endpoint: string;
	readonly port: number;
	/** All requests, refused ones too, in the order in which they were judged. */
	readonly requests: readonly RecordedRequest[];
	/** Accepted API keys; may be changed while it runs. */
	readonly keys: Set<string>;
	/** The word in the latest answer. */
	readonly word: string | undefined;
	/** Its files and batches. */
	readonly batches: GlmBatches;
	/** The first request that no earlier call has returned, waiting for it. */
	nextRequest(): Promise<RecordedRequest>;
	/** Queues a behaviour for one right request; a refused one doesn't use it up. */
	script(behaviour: Behaviour): Scripted;
	/** Forgets requests and scripts, ends what is still being answered and accepts the keys of the start. */
	reset(): void;
	stop(): Promise<void>;
}

interface Turn {
	readonly behaviour: Behaviour;
	readonly request: PromiseWithResolvers<RecordedRequest>;
	readonly held: PromiseWithResolvers<void>;
	readonly released: PromiseWithResolvers<void>;
}

const base = '/api/paas/v4';
/** Of the Coding Plan. */
const planBase = '/api/coding/paas/v4';
const quotaPath = '/api/monitor/usage/quota/limit';

/** Starts a strict stand-in for the service on the loopback interface, on a free port. */
export async function startGlmServer(options: GlmServerOptions = {}): Promise<GlmServer> {
	const keys = new Set(options.keys);
	const requests: RecordedRequest[] = [];
	const waiting: PromiseWithResolvers<RecordedRequest>[] = [];
	const turns: Turn[] = [];
	const usedRequestIds = new Set<string>();
	const open = new Set<ServerResponse>();
	const batches = createGlmBatches({ base, usedRequestIds, refusedForm: options.refusedForm });
	let taken = 0;

	const record = (request: RecordedRequest): void => {
		requests.push(request);
		const waiter = waiting.shift();
		if (waiter) {
			taken++;
			waiter.resolve(request);
		}
	};

	const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
		const batchRequest = await batches.read(incoming);
		const arrival = await readArrival(incoming, response);
		const isLayout = arrival.path === `${base}/layout_parsing`;
		let checked: CheckedRequest;
		try {
			if (options.quota && arrival.method === 'GET' && arrival.path === quotaPath) {
				checkBareKey(arrival.headers.authorization, keys);
				record(arrival);
				const { status = 200, headers, body } = options.quota();
				return void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
			}
			checkAuthorization(arrival.headers.authorization, keys);
			if (arrival.method === 'GET' && arrival.path === `${base}/models`) {
				record(arrival);
				return sendJson(response, 200, modelList());
			}
			if (batchRequest) {
				await batches.answer(batchRequest, response);
				return record(arrival);
			}
			checkEnvelope(arrival);
			const check = isLayout ? checkLayoutRequest : checkChatRequest;
			const { refusedForm } = options;
			checked = await check(arrival.body, { usedRequestIds, refusedForm, media: arrival });
			if (arrival.path.startsWith(planBase) && !planModels.has(checked.modelName)) {
				throw new Refused('1311', `the plan has no ${checked.modelName}`);
			}
		} catch (error) {
			// Anything but a broken rule is a slip in this server; the test that meets it reads why.
			const { reply, message } =
				error instanceof Refused ? error : { reply: errorReply('500'), message: String(error) };
			record({ ...arrival, refusal: { code: reply.body.error.code, why: message } });
			return sendJson(response, reply.status, reply.body);
		}
		if (checked.requestId !== undefined) {
			usedRequestIds.add(checked.requestId);
		}
		const answer = describeRequest(checked);
		const request = { ...arrival, word: answer.word, answer: answerText(answer) };
		const turn = turns.shift();
		record(request);
		turn?.request.resolve(request);
		const hold = async (): Promise<void> => {
			turn?.held.resolve();
			await turn?.released.promise;
		};
		const format = isLayout ? layoutFormat(checked) : answerFormat(checked);
		const exchange = { response, answer, format, hold };
		await (turn ? behave(exchange, turn.behaviour) : answerAsUsual(exchange));
	};

	const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
		open.add(response);
		response.once('close', () => open.delete(response));
		// A peer that leaves in the middle of its request has nobody to answer to.
		serve(incoming, response).catch(() => response.destroy());
	};
	const server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;

	return {
		endpoint: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}${base}`,
		port,
		requests,
		keys,
		batches,
		get word() {
			return requests.findLast((request) => request.word !== undefined)?.word;
		},
		nextRequest: async () => {
			const request = requests[taken];
			if (request) {
				taken++;
				return request;
			}
			const waiter = Promise.withResolvers<RecordedRequest>();
			waiting.push(waiter);
			return waiter.promise;
		},
		script: (behaviour) => {
			const turn: Turn = {
				behaviour,
				request: Promise.withResolvers(),
				held: Promise.withResolvers(),
				released: Promise.withResolvers(),
			};
			turns.push(turn);
			return {
				request: turn.request.promise,
				held: turn.held.promise,
				release: () => turn.released.resolve(),
			};
		},
		reset: () => {
			for (const response of open) response.destroy();
			requests.length = 0;
			waiting.length = 0;
			turns.length = 0;
			taken = 0;
			batches.reset();
			keys.clear();
			for (const key of options.keys ?? []) keys.add(key);
		},
		stop: async () => {
			if (!server.listening) {
				return;
			}
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

async function readArrival(incoming: IncomingMessage, response: ServerResponse): Promise<RecordedRequest> {
	const arrived = Date.now();
	const closed = Promise.withResolvers<number>();
	response.once('close', () => {
		if (!response.writableFinished) {
			closed.resolve(Date.now());
		}
	});
	const bytes = await buffer(incoming);
	const text = bytes.toString();
	return {
		method: incoming.method ?? '',
		path: incoming.url ?? '',
		headers: incoming.headers,
		text,
		body: isUtf8(bytes) ? parseJson(text) : undefined,
		arrived,
		closed: closed.promise,
		images: [],
		imageUrls: [],
		videos: [],
		videoUrls: [],
	};
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function checkAuthorization(authorization: string | undefined, keys: ReadonlySet<string>): void {
	if (keys.size === 0) {
		return;
	}
	if (authorization === undefined) {
		throw new Refused('1001', 'no Authorization header');
	}
	if (!authorization.startsWith('Bearer ') || !keys.has(authorization.slice('Bearer '.length))) {
		throw new Refused('1000', 'the key is not among the accepted ones, or not sent as Bearer');
	}
}

/** The address for a plan's quota takes the key by itself. */
function checkBareKey(authorization: string | undefined, keys: ReadonlySet<string>): void {
	if (authorization === undefined || !keys.has(authorization)) {
		throw new Refused('1000', 'the key is not among the accepted ones, or not sent by itself');
	}
}

/** All about a request but its body. */
function checkEnvelope({ method, path, headers, body }: RecordedRequest): void {
	const isKnown =
		path === `${base}/layout_parsing` || [base, planBase].some((each) => path === `${each}/chat/completions`);
	if (method !== 'POST' || !isKnown) {
		throw new Refused('1222', `there is no ${method} ${path}`, { path });
	}
	if (!/^application\/json(; ?charset=utf-8)?$/i.test(headers['content-type'] ?? '')) {
		throw new Refused('1210', `Content-Type is ${headers['content-type'] ?? 'missing'}, not application/json`);
	}
	if (body === undefined) {
		throw new Refused('1210', 'the body is not JSON in UTF-8');
	}
}

function modelList(): object {
	const created = 1_753_632_000;
	return { object: 'list', data: listedModels.map((id) => ({ id, object: 'model', created, owned_by: 'z-ai' })) };
}

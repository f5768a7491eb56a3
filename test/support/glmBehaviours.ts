import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Answer, type AnswerFormat, type AnswerPiece, doneFrame, eventFrame, pieces } from './glmAnswer.ts';
import { type ErrorName, errorReply } from './glmErrors.ts';

/** What the server can do instead of its usual answer: name of the behaviour → what it needs to know. Those about a stream also work on a synchronous answer. */
interface BehaviourOptions {
	/** Sends the first `pieces` chunks (unless told: the reasoning and half of the text), then waits for `release()`. */
	readonly hold: { readonly pieces?: number };
	/** Waits so long between two chunks. */
	readonly paced: { readonly milliseconds: number };
	/** Answers this text, cut into chunks here or by the caller. */
	readonly text: {
		readonly text: string | readonly AnswerPiece[];
		readonly finishReason?: string;
		/** Nothing is sent before `release()`. */
		readonly isHeld?: boolean;
	};
	/** Stops at the limit of tokens. */
	readonly length: unknown;
	/** Half the answer, then the word of the safety audit; what was shown has to go. */
	readonly sensitive: unknown;
	/** Half the answer, then the service says that its inference failed. */
	readonly networkError: unknown;
	/** An error of `test/fixtures/glm/errors.json`, with its HTTP status. */
	readonly error: { readonly error: ErrorName; readonly headers?: OutgoingHttpHeaders };
	/** The same body with status 200. */
	readonly errorIn200: { readonly error: ErrorName };
	/** The same body with status 200 and the content type of a stream, yet no event around it. */
	readonly bareJsonError: { readonly error: ErrorName };
	/** A 200 of the older, flat shape: `{"code":1000,"msg":…,"success":false}`. */
	readonly flatError: { readonly code: number; readonly message: string };
	/** Half the answer, then an event that holds the error. */
	readonly errorInStream: { readonly error: ErrorName };
	/** Half the answer, then the body ends in good order. */
	readonly cut: unknown;
	/** Half the answer, then the connection is closed although the body isn't over. */
	readonly drop: unknown;
	/** Half the answer, then the connection is reset. */
	readonly reset: unknown;
	/** All of the answer but `[DONE]`. */
	readonly noDone: unknown;
	/** All of the answer; the body never ends. */
	readonly lingering: unknown;
	/** Headers, then nothing, for ever. */
	readonly silent: unknown;
	/** Not even headers, for ever. */
	readonly mute: unknown;
	readonly redirect: { readonly to: string };
	/** A gateway's page, 502 unless told. */
	readonly html: { readonly status?: number };
	/** 200 and not one byte. */
	readonly emptyBody: unknown;
	/** The whole answer compressed, asked for or not. */
	readonly gzip: unknown;
	/** Half the answer, a frame cut in its middle, and on the same line the whole answer again under a new id. */
	readonly glued: unknown;
	/** The whole answer with what the standard of event streams allows: comments, event names, ids, CRLF, a byte order mark. */
	readonly decorated: unknown;
	/** The whole answer in the shapes that other services and older pages use: null, lists, empty choices, usage apart. */
	readonly foreign: unknown;
}

/** What the server does, once, with the next right chat request. */
export type Behaviour<Kind extends keyof BehaviourOptions = keyof BehaviourOptions> = {
	[Each in Kind]: { readonly kind: Each } & BehaviourOptions[Each];
}[Kind];

/** One right request and all that is needed to answer it. */
export interface Exchange {
	readonly response: ServerResponse;
	readonly answer: Answer;
	readonly format: AnswerFormat;
	/** Tells the test that the first part was sent. */
	readonly hold: () => Promise<void>;
}

const behaviours: {
	readonly [Kind in keyof BehaviourOptions]: (exchange: Exchange, behaviour: Behaviour<Kind>) => Promise<void> | void;
} = {
	hold: async (exchange, { pieces: count }) => {
		const frames = framesOf(exchange);
		const reasoned = exchange.answer.pieces.findIndex(({ content }) => content);
		const first = Math.min(count ?? Math.floor((reasoned + frames.length) / 2), frames.length);
		await send(exchange, frames.slice(0, first));
		await exchange.hold();
		await finish(exchange, frames.slice(first));
	},
	paced: async (exchange, { milliseconds }) => {
		for (const frame of framesOf(exchange)) {
			await send(exchange, [frame]);
			await delay(milliseconds);
		}
		exchange.response.end();
	},
	text: async (exchange, { text, finishReason = 'stop', isHeld = false }) => {
		if (isHeld) await exchange.hold();
		const given = typeof text === 'string' ? pieces(text, 'content') : text;
		await answerAsUsual({ ...exchange, answer: { ...exchange.answer, pieces: given, finishReason } });
	},
	length: (exchange) => answerAsUsual(half(exchange, 'length')),
	sensitive: (exchange) => answerAsUsual(half(exchange, 'sensitive')),
	networkError: (exchange) => answerAsUsual(half(exchange, 'network_error')),
	error: ({ response }, { error, headers }) => sendError(response, error, { headers }),
	errorIn200: ({ response }, { error }) => sendError(response, error, { status: 200 }),
	bareJsonError: ({ response }, { error }) =>
		sendError(response, error, { status: 200, headers: { 'Content-Type': 'text/event-stream;charset=UTF-8' } }),
	flatError: ({ response }, { code, message }) => sendJson(response, 200, { code, msg: message, success: false }),
	errorInStream: (exchange, { error }) =>
		finish(exchange, [...firstHalf(exchange), eventFrame(errorReply(error).body)]),
	cut: (exchange) => finish(exchange, firstHalf(exchange)),
	drop: async (exchange) => {
		await send(exchange, firstHalf(exchange));
		exchange.response.socket?.end();
	},
	reset: async (exchange) => {
		await send(exchange, firstHalf(exchange));
		// A reset overtakes what is still under way.
		await delay(50);
		exchange.response.socket?.resetAndDestroy();
	},
	noDone: (exchange) =>
		finish(
			exchange,
			framesOf(exchange).filter((frame) => frame !== doneFrame),
		),
	lingering: (exchange) => send(exchange, framesOf(exchange)),
	silent: (exchange) => send(exchange, []),
	mute: () => {},
	redirect: ({ response }, { to }) => void response.writeHead(307, { Location: to }).end(),
	html: ({ response }, { status = 502 }) =>
		void response
			.writeHead(status, { 'Content-Type': 'text/html' })
			.end('<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'),
	emptyBody: ({ response, format }) => void response.writeHead(200, { 'Content-Type': format.contentType }).end(),
	gzip: (exchange) => {
		const { response, format } = exchange;
		response.writeHead(200, { 'Content-Type': format.contentType, 'Content-Encoding': 'gzip' });
		response.end(gzipSync(framesOf(exchange).join('')));
	},
	glued: (exchange) => {
		const id = exchange.format.head['id'];
		const again = framesOf(exchange).map((frame) => frame.replace(`"id":"${String(id)}"`, `"id":"${String(id)}again"`));
		const broken = firstHalf(exchange).at(-1)?.slice(0, 90) ?? '';
		return finish(exchange, [...firstHalf(exchange).slice(0, -1), broken, ...again]);
	},
	decorated: (exchange) =>
		finish(exchange, [
			'\u{FEFF}: comment\r\n\r\nretry: 3000\r\n\r\n',
			...framesOf(exchange).map((frame) => `: ping\r\nevent: message\r\nid: 7\r\n${frame.replaceAll('\n', '\r\n')}`),
		]),
	foreign: (exchange) => {
		const { head } = exchange.format;
		const chunk = (delta: unknown, rest?: object) =>
			eventFrame({
				...head,
				choices: [{ index: 0, delta, finish_reason: null, logprobs: null, ...rest }],
				usage: null,
				new: {},
			});
		const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
		return finish(exchange, [
			eventFrame({ ...head, choices: [] }),
			...exchange.answer.pieces.map(({ content, reasoning }) =>
				chunk({
					content: content === undefined ? null : [{ type: 'text', text: content }],
					reasoning_content: reasoning,
				}),
			),
			chunk({}, { finish_reason: 'stop' }),
			chunk({ role: 'assistant', content: null }, { finish_reason: 'stop' }),
			eventFrame({ ...head, choices: [], usage }),
			doneFrame,
		]);
	},
};

/** Answers a right request as the service does. */
export function answerAsUsual(exchange: Exchange): Promise<void> {
	return finish(exchange, framesOf(exchange));
}

/** Answers a right request in a scripted way. */
export async function behave<Kind extends keyof BehaviourOptions>(
	exchange: Exchange,
	behaviour: Behaviour<Kind>,
): Promise<void> {
	await behaviours[behaviour.kind](exchange, behaviour);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
}

function sendError(
	response: ServerResponse,
	name: ErrorName,
	{ status, headers }: { status?: number; headers?: OutgoingHttpHeaders | undefined },
): void {
	const reply = errorReply(name);
	response.writeHead(status ?? reply.status, { 'Content-Type': 'application/json; charset=UTF-8', ...headers });
	response.end(JSON.stringify(reply.body));
}

function framesOf({ format, answer }: Exchange): readonly string[] {
	return format.frames(answer);
}

function firstHalf(exchange: Exchange): readonly string[] {
	const frames = framesOf(exchange);
	return frames.slice(0, Math.floor(frames.length / 2));
}

/** All of the thinking, and half of the text. */
function half(exchange: Exchange, finishReason: string): Exchange {
	const { answer } = exchange;
	const begun = answer.pieces.findIndex(({ content }) => content);
	const some = answer.pieces.slice(0, Math.floor((begun + answer.pieces.length) / 2));
	return { ...exchange, answer: { ...answer, pieces: some, finishReason } };
}

/** Sends frames, each character beyond ASCII that comes first in its frame cut in the middle of its bytes. */
async function send({ response, format }: Exchange, frames: readonly string[]): Promise<void> {
	if (!response.headersSent) {
		response.writeHead(200, { 'Content-Type': format.contentType });
		response.flushHeaders();
	}
	for (const frame of frames) {
		const bytes = Buffer.from(frame);
		const cut = bytes.findIndex((byte) => byte > 0x7f) + 1;
		for (const part of cut > 0 ? [bytes.subarray(0, cut), bytes.subarray(cut)] : [bytes]) {
			if (response.destroyed) {
				return;
			}
			await new Promise<void>((resolve) => response.write(part, () => resolve()));
			// Writes in one turn of the event loop arrive as one.
			await setImmediate();
		}
	}
}

async function finish(exchange: Exchange, frames: readonly string[]): Promise<void> {
	await send(exchange, frames);
	exchange.response.end();
}

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { isJsonObject, jsonOrUndefined, type JsonObject } from '../../src/core/glm/json.ts';
import { pictureColour } from './pictureColour.ts';

/** A model that a server has. */
export interface LocalModel {
	readonly name: string;
	/** True if it takes pictures. */
	readonly sees: boolean;
}

/** What a server does other than it should. */
type Slip = 'forgetsHistory' | 'ignoresMaxTokens' | 'sendsNoFinish';

export interface LocalServerOptions {
	/** A free one unless given. */
	readonly port?: number;
	/** The first one is loaded; llama.cpp and vLLM have it alone. */
	readonly models?: readonly LocalModel[];
	/** The key that llama.cpp and vLLM were started with; Ollama and LM Studio ask for none. */
	readonly key?: string;
	readonly slip?: Slip;
}

/** A request as it arrived. */
interface LocalRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	/** The parsed body; undefined where it is no JSON. */
	readonly body: unknown;
}

export interface LocalServer {
	/** The base URL of its OpenAI style. */
	readonly endpoint: string;
	readonly port: number;
	/** All requests, refused ones too, in the order in which they arrived. */
	readonly requests: readonly LocalRequest[];
	stop(): Promise<void>;
}

export interface Reply {
	readonly status: number;
	/** A text is sent as it is, anything else as JSON. */
	readonly body: unknown;
}

/** A request that this server refuses. */
export class Refused extends Error {
	readonly reply: Reply;

	constructor(reply: Reply) {
		super(JSON.stringify(reply.body));
		this.reply = reply;
	}
}

/** What sets one make of server apart from the others. */
export interface Make {
	/** Replies by method and path, beside the chat's. */
	readonly routes: Readonly<Record<string, (body: unknown) => Reply>>;
	/** The reply to any other path. */
	readonly nowhere: (method: string, path: string) => Reply;
	/** Refuses a request without the right key. */
	readonly checkKey?: (path: string, authorization: string | undefined) => void;
	/** Returns the model that answers to a name. */
	readonly modelFor: (name: string) => LocalModel;
	/** Refuses parameters. */
	readonly checkParameters?: (body: JsonObject) => void;
	/** Returns the bytes behind a picture's address. */
	readonly picture: (url: string) => Buffer;
	/** The refusal of bytes that are no picture. */
	readonly broken: Reply;
	/** The refusal of a picture by a model that takes none. */
	readonly cannotSee: (model: LocalModel) => Reply;
	/** The refusal of a part that is neither text nor picture. */
	readonly unknownPart: (type: string) => Reply;
	/** The field in which the model thinks. */
	readonly reasoning: 'reasoning' | 'reasoning_content';
	/** True if every event names the role, and not only the first. */
	readonly repeatsRole: boolean;
	/** Fields of each answer and event. */
	readonly head: (model: LocalModel) => JsonObject;
}

/** When all of their models and answers were made, in seconds since 1970. */
export const created = 1_764_230_400;

/** Starts a stand-in for one make of server on the loopback interface. */
export async function startLocalServer(options: LocalServerOptions, make: Make): Promise<LocalServer> {
	const requests: LocalRequest[] = [];
	const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
		const { method = '', url = '', headers } = incoming;
		const path = url.replace(/\?.*/, '');
		const body = jsonOrUndefined(await readText(incoming));
		requests.push({ method, path, headers, body });
		try {
			make.checkKey?.(path, headers.authorization);
			const route = make.routes[`${method} ${path}`];
			if (route) return sendReply(response, route(body));
			if (`${method} ${path}` !== 'POST /v1/chat/completions') return sendReply(response, make.nowhere(method, path));
			await answer(body, response, { make, slip: options.slip });
		} catch (error) {
			sendReply(response, error instanceof Refused ? error.reply : { status: 500, body: String(error) });
		}
	};
	// A peer that leaves in the middle of its request has nobody to answer to.
	const server = createServer((incoming, response) => {
		serve(incoming, response).catch(() => response.destroy());
	});
	server.listen(options.port ?? 0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		endpoint: `http://127.0.0.1:${port}/v1`,
		port,
		requests,
		stop: async () => {
			if (!server.listening) return;
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

function sendReply(response: ServerResponse, { status, body }: Reply): void {
	const isText = typeof body === 'string';
	response.writeHead(status, { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' });
	response.end(isText ? body : JSON.stringify(body));
}

/** What all of these models say beside the colours, so that an answer has a length that can be limited. */
const restOfAnswer =
	'It fills the whole picture from one edge to the other, evenly and without any text, border, shadow or pattern, ' +
	'and there is nothing else in it that one could name or count.';

async function answer(
	body: unknown,
	response: ServerResponse,
	{ make, slip }: { readonly make: Make; readonly slip: Slip | undefined },
): Promise<void> {
	const request = isJsonObject(body) ? body : {};
	const model = make.modelFor(typeof request['model'] === 'string' ? request['model'] : '');
	make.checkParameters?.(request);
	const all = Array.isArray(request['messages']) ? request['messages'].filter(isJsonObject) : [];
	const messages = slip === 'forgetsHistory' ? all.slice(-1) : all;
	const colours: string[] = [];
	for (const url of pictureUrls(messages, make)) {
		if (!model.sees) throw new Refused(make.cannotSee(model));
		const bytes = make.picture(url);
		const colour = await pictureColour(bytes).catch(() => {
			throw new Refused(make.broken);
		});
		colours.push(colour);
	}
	const wanted = request['max_tokens'];
	const limit =
		typeof wanted === 'number' && wanted > 0 && slip !== 'ignoresMaxTokens' ? wanted : Number.POSITIVE_INFINITY;
	// One token a word; what is thought counts as well.
	const thoughts = words('I look at it.');
	const said = words(sayingOf(colours, messages));
	const sent = [
		...thoughts.map((word) => ({ field: make.reasoning, word })),
		...said.map((word) => ({ field: 'content', word })),
	].slice(0, limit);
	const finish = slip === 'sendsNoFinish' ? null : sent.length < thoughts.length + said.length ? 'length' : 'stop';
	const usage = {
		prompt_tokens: 20 * messages.length + 300 * colours.length,
		completion_tokens: sent.length,
		total_tokens: 20 * messages.length + 300 * colours.length + sent.length,
	};
	const head = { id: `chatcmpl-${randomUUID()}`, created, ...make.head(model) };
	if (request['stream'] !== true) {
		const joined = (field: string): string =>
			sent
				.filter((each) => each.field === field)
				.map(({ word }) => word)
				.join('');
		const message = { role: 'assistant', content: joined('content'), [make.reasoning]: joined(make.reasoning) };
		const choices = [{ index: 0, message, finish_reason: finish }];
		return sendReply(response, { status: 200, body: { ...head, object: 'chat.completion', choices, usage } });
	}
	const event = (value: unknown): void => void response.write(`data: ${JSON.stringify(value)}\n\n`);
	const chunk = (delta: JsonObject, reason: string | null = null): void =>
		event({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: reason }] });
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	if (!make.repeatsRole) chunk({ role: 'assistant', content: null });
	for (const { field, word } of sent) {
		chunk(make.repeatsRole ? { role: 'assistant', content: '', [field]: word } : { [field]: word });
	}
	if (finish !== null) chunk(make.repeatsRole ? { role: 'assistant', content: '' } : {}, finish);
	const asked = request['stream_options'];
	if (isJsonObject(asked) && asked['include_usage'] === true) {
		event({ ...head, object: 'chat.completion.chunk', choices: [], usage });
	}
	response.end('data: [DONE]\n\n');
}

/** Cuts a text into words, each with the blank behind it. */
function words(text: string): readonly string[] {
	return text.match(/\S+\s*/g) ?? [];
}

function sayingOf(colours: readonly string[], messages: readonly JsonObject[]): string {
	const [colour] = colours;
	const last = messages.at(-1)?.['content'];
	const asked = Array.isArray(last)
		? last.map((part) => String(isJsonObject(part) ? part['text'] : '')).join(' ')
		: last;
	if (colour !== undefined && String(asked).includes('one JSON object')) {
		const [alt, reason] = [`A ${colour} square.`, 'Its colour is all there is.'];
		return JSON.stringify(
			String(asked).includes('"verdict"')
				? { verdict: 'wrong', better: alt, reason }
				: { kind: 'informative', alt, reason },
		);
	}
	const seen = colours.map((each, index) => `Picture ${index + 1} is ${each}.`).join(' ');
	return `${seen || 'There is no picture.'} ${restOfAnswer}`;
}

/** Returns the addresses of all pictures, in the order of the messages. */
function pictureUrls(messages: readonly JsonObject[], { unknownPart }: Make): readonly string[] {
	return messages.flatMap(({ content }) =>
		(Array.isArray(content) ? content : []).flatMap((part: unknown) => {
			const { type, image_url: image } = isJsonObject(part) ? part : {};
			if (type === 'text') return [];
			if (type !== 'image_url') throw new Refused(unknownPart(String(type)));
			const url = isJsonObject(image) ? image['url'] : image;
			return [String(url)];
		}),
	);
}

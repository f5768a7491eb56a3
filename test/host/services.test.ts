import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';
import { failureOf } from '../../src/core/failure.ts';
import { createGlmEngine } from '../../src/engines/glm/glmEngine.ts';
import { createUndiciTransport } from '../../src/engines/glm/undiciTransport.ts';
import { failureMessage } from '../../src/host/failures/failureMessage.ts';
import { preparedSample } from '../support/preparedSample.ts';
import { openAiPath, send, situations, type RequestBody, type Situation } from './serviceTable.ts';

/** What came of one question. */
interface Outcome {
	readonly text: string;
	readonly thinking: string;
	readonly tokens: number | undefined;
	readonly sentence: string | undefined;
	readonly button: string | undefined;
	readonly requests: readonly RequestBody[];
	/** The paths that were looked at. */
	readonly looks: readonly string[];
}

describe('Any server that speaks the API, and what the user sees of it', () => {
	const image = preparedSample('dialog-light.png');

	async function ask({ replies, lists, model = 'some-model', path = openAiPath }: Situation): Promise<Outcome> {
		const requests: RequestBody[] = [];
		const looks: string[] = [];
		const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
			if (request.method === 'GET') {
				looks.push(request.url ?? '');
				return send(response, lists?.(request.url ?? '') ?? { status: 404, body: 'Not Found' });
			}
			const body = (await readJson(request)) as RequestBody;
			const count = requests.push(body);
			const reply = typeof replies === 'function' ? replies(body, count) : (replies[count - 1] ?? replies.at(-1));
			if (reply) send(response, reply);
		};
		const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const transport = createUndiciTransport({
			proxy: '',
			noProxy: [],
			proxyAuthorization: undefined,
			strictSsl: true,
			useProxy: false,
		});
		const endpoint = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
		const engine = createGlmEngine(
			{ endpoint, key: undefined, transport: transport.send, idleTimeout: 600 },
			{ model, stream: true, imageEncoding: 'auto', temperature: 0.5, maxTokens: 100 },
			// One more try, at once.
			{ maxRetries: 1, now: Date.now, random: () => 0, sleep: () => Promise.resolve() },
		);
		let [text, thinking, tokens]: [string, string, number | undefined] = ['', '', undefined];
		let failure: ReturnType<typeof failureOf> | undefined;
		try {
			const messages = [{ role: 'user', text: 'What is it?', media: [image] }] as const;
			for await (const part of engine.answer({ task: 'describe', messages }, new AbortController().signal)) {
				if (part.kind === 'text') text += part.text;
				else if (part.kind === 'reasoning') thinking += part.text;
				else if (part.kind === 'restarted') [text, thinking] = ['', ''];
				else if (part.kind === 'usage') tokens = (tokens ?? 0) + part.usage.totalTokens;
			}
		} catch (error) {
			failure = failureOf(error);
		} finally {
			await transport.destroy();
			server.closeAllConnections();
			server.close();
		}
		const message = failure && failureMessage(failure);
		return { text, thinking, tokens, sentence: message?.message, button: message?.action?.id, requests, looks };
	}

	for (const [about, rows] of Object.entries(situations)) {
		describe(about, () => {
			for (const row of rows) {
				it(`${row.server} ${row.situation}`, async () => {
					const { seen, requests = 1, looks = 0 } = row;
					const outcome = await ask(row);
					if ('sentence' in seen) {
						assert.match(outcome.sentence ?? `the answer: ${outcome.text}`, seen.sentence);
						if (seen.button !== undefined) assert.equal(outcome.button, seen.button);
						assert.equal(outcome.text, seen.text ?? '');
					} else {
						assert.equal(outcome.sentence, undefined);
						assert.equal(outcome.text, seen.text);
						assert.equal(outcome.thinking, seen.thinking ?? '');
						if (seen.tokens !== undefined) assert.equal(outcome.tokens, seen.tokens);
					}
					assert.equal(outcome.requests.length, requests);
					assert.equal(outcome.looks.length, looks);
				});
			}
		});
	}
});

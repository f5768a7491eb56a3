import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { serviceAt } from '../../../src/core/glm/services.ts';
import { createUndiciTransport } from '../../../src/engines/glm/undiciTransport.ts';
import {
	altText,
	judgedWrong,
	answer,
	either,
	refusal,
	shortAnswer,
	withoutReasoning,
	type Expectation,
	type Outcome,
} from '../../live/expectations.ts';
import { liveCheck, mostRequests, type Ended, type Result } from '../../live/liveCheck.ts';
import { questionsFor, type Question, type Subject } from '../../live/questions.ts';
import { startGlmServer, type Behaviour, type GlmServer } from '../../support/glmServer.ts';
import type { LocalServer } from '../../support/localServer.ts';
import { startLlamaCpp, startLmStudio, startOllama, startVllm } from '../../support/localServers.ts';
import { projectDir } from '../../support/places.mjs';

const key = '0123456789abcdef0123456789abcdef.liveCheckTests';

function subjectAt(endpoint: string, model: string, givenKey?: string): Subject {
	const url = new URL(endpoint);
	return { endpoint: url, service: serviceAt(url), model, key: givenKey };
}

/** Runs a whole check. */
async function check(
	subject: Subject,
	onQuestion?: (question: Question) => void,
): Promise<Ended & { readonly results: readonly Result[] }> {
	const proxy = { proxy: '', noProxy: [], proxyAuthorization: undefined, strictSsl: true, useProxy: false };
	const transport = createUndiciTransport(proxy);
	const { signal } = new AbortController();
	const results: Result[] = [];
	try {
		const rows = liveCheck(subject, { transport: transport.send, signal, ...(onQuestion && { onQuestion }) });
		for (;;) {
			const step = await rows.next();
			if (step.done) return { ...step.value, results };
			results.push(step.value);
		}
	} finally {
		await transport.destroy();
	}
}

/** The rows as they are read: an expected one by what came, another with what is otherwise. */
function table(results: readonly Result[]): Readonly<Record<string, string>> {
	return Object.fromEntries(
		results.map(({ question, came, deviation }) => [
			question.what,
			`${deviation === undefined ? '' : `${deviation} | `}${came.replace(/^“.*”/, 'answer')}`,
		]),
	);
}

const streamed = 'answer, stop';

/** What all servers of the OpenAI style do alike. */
const likeOpenAi = {
	'List of models': 'accepted',
	'One picture, streamed': streamed,
	'One picture, in one answer': 'answer, stop, 320 + 41 tokens',
	'Two pictures': streamed,
	'Follow-up': streamed,
	Sampling: streamed,
	'Length of the answer': 'answer, length',
	User: streamed,
	'Alt text': streamed,
	'Judgement of an alt text': streamed,
};

describe('live check', () => {
	const stops: (() => Promise<void>)[] = [];
	const started = <Server extends { stop(): Promise<void> }>(server: Server): Server => {
		stops.push(() => server.stop());
		return server;
	};
	afterEach(async () => {
		await Promise.all(stops.splice(0).map((stop) => stop()));
	});

	describe('of local servers', () => {
		const servers: readonly (readonly [
			string,
			string,
			() => Promise<LocalServer>,
			Readonly<Record<string, string>>,
		])[] = [
			[
				'Ollama',
				'qwen3-vl:8b',
				() => startOllama(),
				{
					'Unknown model': "modelUnknown: 404 model 'glm-imagined' not found",
					'Too long an answer': streamed,
					'Broken picture': 'service: 400 Failed to load image or audio file',
					'Wrong path': 'functionMissing: 404 404 page not found',
				},
			],
			[
				'LM Studio',
				'qwen/qwen3-vl-8b',
				() => startLmStudio(),
				{
					'Unknown model': streamed,
					'Too long an answer': streamed,
					'Broken picture': 'service: 400 Failed to load image or audio file',
					'Wrong path': 'functionMissing: 200 Unexpected endpoint or method. (POST /v1/nowhere/v1/chat/completions)',
				},
			],
			[
				'llama.cpp',
				'any-name',
				() => startLlamaCpp(),
				{
					'Unknown model': streamed,
					'Too long an answer': streamed,
					'Broken picture': 'service: 400 Failed to load image or audio file',
					'Wrong path': 'functionMissing: 404 File Not Found',
				},
			],
			[
				'vLLM',
				'zai-org/GLM-4.6V-Flash',
				() => startVllm(),
				{
					'Unknown model': 'modelUnknown: 404 The model `glm-imagined` does not exist.',
					'Too long an answer':
						"tooLong: 400 'max_tokens' or 'max_completion_tokens' is too large: 100000000. This model's maximum " +
						'context length is 32768 tokens and your request has 1019 input tokens (100000000 > 32768 - 1019). ' +
						'(parameter=max_tokens, value=100000000)',
					'Broken picture': 'service: 400 cannot identify image file <_io.BytesIO object at 0x7f2a4c1d8f40>',
					'Wrong path': 'functionMissing: 404 Not Found',
				},
			],
		];
		for (const [name, model, start, own] of servers) {
			it(`finds nothing otherwise at ${name}, in one request a question`, async () => {
				const server = started(await start());
				const { results, requests, left } = await check(subjectAt(server.endpoint, model));
				assert.deepEqual(table(results), { ...likeOpenAi, ...own });
				assert.deepEqual([requests, left], [server.requests.length, 0]);
				assert.equal(requests, results.length);
			});
		}

		it('finds a server that forgets what was said before', async () => {
			const { endpoint } = started(await startVllm({ slip: 'forgetsHistory' }));
			const { results } = await check(subjectAt(endpoint, 'zai-org/GLM-4.6V-Flash'));
			assert.deepEqual(deviations(results), [['Follow-up', 'no “blue”']]);
		});

		it('finds a server that ignores max_tokens', async () => {
			const { endpoint } = started(await startOllama({ slip: 'ignoresMaxTokens' }));
			const { results } = await check(subjectAt(endpoint, 'qwen3-vl:8b'));
			assert.deepEqual(deviations(results), [['Length of the answer', '203 characters, stop']]);
		});

		it('finds a server that gives no finish reason, in each answer', async () => {
			const { endpoint } = started(await startLlamaCpp({ slip: 'sendsNoFinish' }));
			const { results } = await check(subjectAt(endpoint, 'any-name'));
			assert.deepEqual(
				deviations(results)
					.slice(0, 5)
					.map(([, deviation]) => deviation),
				Array(5).fill('no finish reason'),
			);
		});

		it('tries a wrong key, and the given one otherwise', async () => {
			const server = started(await startVllm({ key }));
			const { results } = await check(subjectAt(server.endpoint, 'zai-org/GLM-4.6V-Flash', key));
			assert.deepEqual(deviations(results), []);
			assert.equal(table(results)['Wrong key'], 'keyRefused: 401 Unauthorized');
			const others = server.requests.filter(({ headers }) => headers.authorization !== `Bearer ${key}`);
			assert.equal(others.length, 1);
		});

		it('ends where every further question would be refused as well', async () => {
			const server = started(await startVllm({ key }));
			const { results, requests, left } = await check(subjectAt(server.endpoint, 'zai-org/GLM-4.6V-Flash'));
			assert.deepEqual(table(results), { 'List of models': 'refused | keyMissing' });
			assert.deepEqual([requests, server.requests.length, left], [1, 1, 13]);
		});
	});

	describe('of GLM', () => {
		const model = 'glm-4.6v-flash';
		const text = (words: string): Behaviour => ({ kind: 'text', text: words });
		/** What the stand-in says in place of its usual answer, which names no colour. */
		const answers: Readonly<Record<string, Behaviour>> = {
			'One picture, streamed': text('A red square.'),
			'One picture, in one answer': text('It is crimson all over.'),
			'Two pictures': text('Red, blue.'),
			'Follow-up': text('Blue.'),
			Sampling: text('Red'),
			'No sampling': text('Red'),
			'Length of the answer': { kind: 'length' },
			User: text('Red'),
			'No thinking': text('Red'),
			'Alt text': text('{"kind": "text", "alt": "The backup could not be finished.", "reason": "It is text."}'),
			'Judgement of an alt text': text('{"verdict": "wrong", "better": "The backup failed.", "reason": "No boats."}'),
		};
		const checkGlm = async (
			server: GlmServer,
			more: Readonly<Record<string, Behaviour>> = {},
		): ReturnType<typeof check> =>
			check(subjectAt(server.endpoint, model, key), ({ what }) => {
				const behaviour = { ...answers, ...more }[what];
				if (behaviour) server.script(behaviour);
			});

		it('finds nothing otherwise, in one request a question', async () => {
			const server = started(await startGlmServer({ keys: [key] }));
			const { results, requests, left } = await checkGlm(server);
			const rows = table(results);
			assert.deepEqual(deviations(results), []);
			assert.equal(rows['One picture, streamed'], 'answer, stop, 1037 + 13 tokens');
			assert.match(rows['Length of the answer'] ?? '', /^answer, length, /);
			assert.deepEqual(
				['Unknown model', 'Model that reads only text', 'Wrong key', 'Too long an answer', 'Broken picture'].map(
					(what) => rows[what],
				),
				[
					'modelUnknown: 1211 模型不存在，请检查模型代码。',
					"modelCannotSee: 1214 messages.content.type 参数非法, 取值范围 ['text']",
					'keyRefused: 1000 身份验证失败。',
					'requestRefused: 1210 max_tokens参数非法：限制数值范围[1,32768]',
					'requestRefused: 1210 图片输入格式/解析错误',
				],
			);
			assert.deepEqual([requests, server.requests.length, left], [19, 19, 0]);
			assert.ok(requests < mostRequests);
			// The stand-in judges each request by itself; what makes each row is there.
			const sent = server.requests.map(({ body }) => body as Readonly<Record<string, unknown>> | undefined);
			for (const [name, value] of Object.entries({
				temperature: 0.3,
				top_p: 0.8,
				do_sample: false,
				user_id: 'glimpse-live-check',
				stream: false,
				max_tokens: 16,
			})) {
				assert.ok(
					sent.some((body) => body?.[name] === value),
					name,
				);
			}
			assert.deepEqual(sent.find((body) => body && 'thinking' in body)?.['thinking'], { type: 'disabled' });
			const followUp = server.requests.find(({ text: sentText }) => sentText.includes('"role":"assistant"'));
			assert.equal(followUp?.images.length, 1);
			assert.equal(server.requests.filter(({ videos }) => videos.length === 1).length, 1);
		});

		it('finds thinking where it was switched off', async () => {
			const server = started(await startGlmServer({ keys: [key] }));
			const { results } = await checkGlm(server, {
				'No thinking': { kind: 'text', text: [{ reasoning: 'Hm.' }, { content: 'Red.' }] },
			});
			assert.deepEqual(deviations(results), [['No thinking', 'it reasoned']]);
		});

		it('ends when the account has no balance left', async () => {
			const server = started(await startGlmServer({ keys: [key] }));
			const { results, left } = await checkGlm(server, { Sampling: { kind: 'error', error: '1113' } });
			assert.deepEqual(deviations(results), [['Sampling', 'no answer']]);
			assert.match(table(results)['Sampling'] ?? '', /^no answer \| noBalance: 1113 ./);
			assert.equal(left, 13);
		});
	});

	it('sends no more than the requests it promises, however often a service wants another form', async () => {
		let count = 0;
		const server = createServer((request, response) => {
			count++;
			request.resume().on('end', () => response.writeHead(400).end('{"error":"invalid image input"}'));
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		started({
			stop: async () => {
				server.close().closeAllConnections();
				await once(server, 'close');
			},
		});
		const { port } = server.address() as AddressInfo;
		const { results, requests, left } = await check(subjectAt(`http://127.0.0.1:${port}/v1`, 'any'));
		assert.deepEqual([count, requests], [mostRequests, mostRequests]);
		assert.match(results.at(-1)?.came ?? '', /^unreachable: 20 requests were sent$/);
		assert.ok(left > 0);
	});

	/** What differs by service and address alone. */
	const expectations: readonly (readonly [
		endpoint: string,
		model: string,
		key: string | undefined,
		what: string,
		words: string | undefined,
	])[] = [
		['http://127.0.0.1:11434/v1', 'a', undefined, 'Unknown model', 'modelUnknown'],
		['http://127.0.0.1:1234/v1', 'a', undefined, 'Unknown model', 'modelUnknown, or an answer'],
		['https://api.example.com/v1', 'a', key, 'Unknown model', 'modelUnknown'],
		['https://api.example.com/v1', 'a', undefined, 'Wrong key', 'keyRefused'],
		['http://127.0.0.1:1234/v1', 'a', undefined, 'Wrong key', undefined],
		['https://api.example.com/v1', 'a', key, 'Model that reads only text', undefined],
		['https://api.z.ai/api/paas/v4', 'GLM-4.6V', key, 'Video', 'an answer; tokens'],
		['https://api.z.ai/api/paas/v4', 'glm-4v', key, 'Video', undefined],
		['https://api.z.ai/api/paas/v4', 'glm-9', key, 'Video', undefined],
		['https://api.z.ai/api/paas/v4', 'glm-5.3-flash', key, 'No thinking', undefined],
	];
	for (const [endpoint, model, given, what, words] of expectations) {
		it(`expects of ${model} at ${endpoint} ${given ? 'with' : 'without'} a key, for ${what}: ${words ?? 'nothing'}`, () => {
			const row = questionsFor(subjectAt(endpoint, model, given)).find((each) => each.what === what);
			assert.equal(row?.expected.words, words);
		});
	}

	describe('judges', () => {
		const good: Outcome = {
			text: 'A Red square beside a blue one, described in two hundred words.',
			reasoning: '',
			finish: 'stop',
			usage: { promptTokens: 300, completionTokens: 20, totalTokens: 320 },
			failure: undefined,
		};
		const red = { word: 'red', pattern: /\bred\b/i };
		const blue = { word: 'blue', pattern: /\bblue\b/i };
		const full = answer({ names: [red, blue], withUsage: true });
		const judged: readonly (readonly [Expectation, Partial<Outcome>, string | undefined])[] = [
			[full, {}, undefined],
			[full, { text: 'A blue one, then a red one.' }, 'no “blue”'],
			[full, { text: 'It is described.' }, 'no “red”'],
			[full, { text: ' \n' }, 'no text'],
			[full, { finish: undefined }, 'no finish reason'],
			[full, { finish: 'length' }, 'finish reason length'],
			[full, { usage: undefined }, 'no tokens'],
			[full, { failure: { kind: 'answerCut', host: 'a' } }, 'no finish reason'],
			[full, { failure: { kind: 'answerUnreadable', host: 'a' } }, 'no answer'],
			[answer({ withUsage: false }), { usage: undefined }, undefined],
			[withoutReasoning(full), { reasoning: 'Hm.' }, 'it reasoned'],
			[shortAnswer(16), {}, undefined],
			[shortAnswer(6), {}, '63 characters, stop'],
			[shortAnswer(6), { text: '', reasoning: good.text, finish: 'length' }, undefined],
			[shortAnswer(20), { text: 'a'.repeat(999) }, undefined],
			[shortAnswer(20), { text: 'a'.repeat(999), usage: undefined }, '999 characters, stop'],
			[altText, { text: '{"kind":"text","alt":"Yes"}' }, undefined],
			[altText, { text: '{"kind":"decorative","alt":""}' }, 'an empty alt text'],
			[altText, { text: '{"kind":"text"}' }, 'no alt text in it'],
			[judgedWrong, { text: '{"verdict":"wrong","better":"A dialog."}' }, undefined],
			[judgedWrong, { text: '{"verdict":"wrong","better":""}' }, 'no better text'],
			[judgedWrong, { text: '{"verdict":"fits"}' }, 'the verdict fits'],
			[judgedWrong, { text: 'It is wrong.' }, 'no verdict in it'],
			[refusal('silent', 'redirected'), {}, 'not refused'],
			[refusal('silent', 'redirected'), { failure: { kind: 'redirected', host: 'a' } }, undefined],
			[refusal('silent'), { failure: { kind: 'redirected', host: 'a' } }, 'read as redirected'],
			[either(refusal('silent'), full), {}, undefined],
			[either(refusal('redirected'), full), { failure: { kind: 'redirected', host: 'a' } }, undefined],
			[either(refusal('silent'), full), { failure: { kind: 'redirected', host: 'a' } }, 'read as redirected'],
		];
		for (const [expected, given, deviation] of judged) {
			it(`${JSON.stringify(given).slice(0, 60)} by “${expected.words}”: ${deviation ?? 'as expected'}`, () => {
				assert.equal(expected.deviation({ ...good, ...given }), deviation);
			});
		}
	});

	it('never asks more questions than requests are allowed', () => {
		const { length } = questionsFor(subjectAt('https://api.z.ai/api/paas/v4', 'glm-4.6v', key));
		assert.ok(length < mostRequests, String(length));
	});

	describe('as a command', () => {
		/** Runs it to its end, or stops it once `stopAfter` has settled. */
		async function run(
			args: readonly string[],
			stopAfter?: Promise<unknown>,
		): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> {
			const child = spawn(process.execPath, ['test/live/runLive.ts', ...args], {
				cwd: projectDir,
				env: { ...process.env, GLIMPSE_API_KEY: key },
			});
			void stopAfter?.then(() => child.kill('SIGINT'));
			const [out, error, [code]] = await Promise.all([
				readText(child.stdout),
				readText(child.stderr),
				once(child, 'close') as Promise<[number | null]>,
			]);
			return { code, out, error };
		}

		it('prints the table without the key, and ends with 0', async () => {
			const { endpoint } = started(await startVllm({ key }));
			const { code, out } = await run(['--endpoint', endpoint, '--model', 'zai-org/GLM-4.6V-Flash']);
			assert.match(out, /^✔ {2}Unknown model +model: glm-imagined +modelUnknown, or an answer +modelUnknown: 404 /m);
			assert.match(out, /^Nothing was otherwise than expected, 15 requests\.$/m);
			assert.ok(!out.includes(key) && !out.includes('✘'));
			assert.equal(code, 0);
		});

		it('marks what is otherwise, and ends with 1', async () => {
			const { endpoint } = started(await startVllm({ slip: 'forgetsHistory' }));
			const { code, out } = await run(['--endpoint', endpoint, '--model', 'zai-org/GLM-4.6V-Flash']);
			assert.match(out, /^✘ {2}Follow-up +.* an answer, “blue” +no “blue”: “There is no picture\./m);
			assert.match(out, /^1 otherwise than expected, 15 requests\.$/m);
			assert.equal(code, 1);
		});

		it('stops at once after Ctrl+C, and ends with 130', async () => {
			const server = started(await startGlmServer({ keys: [key] }));
			const scripted = server.script({ kind: 'mute' });
			const { code, out } = await run(['--endpoint', server.endpoint, '--model', 'glm-4.6v-flash'], scripted.request);
			assert.match(out, /^Nothing was otherwise than expected, 18 not asked, 2 requests\.$/m);
			assert.equal(code, 130);
		});

		const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
			['without a model', ['--endpoint', 'https://api.z.ai/api/paas/v4'], /There is no --endpoint, or no --model\./],
			['plain http to a public host', ['--endpoint', 'http://example.org/v1', '--model', 'a'], /endpointInvalid/],
			['a model without eyes', ['--endpoint', 'http://127.0.0.1:9/v1', '--model', 'glm-4.6'], /modelTextOnly/],
		];
		for (const [what, args, why] of refused) {
			it(`asks nothing ${what}`, async () => {
				const { code, error } = await run(args);
				assert.match(error, why);
				assert.equal(code, 2);
			});
		}
	});
});

function deviations(results: readonly Result[]): readonly (readonly [string, string])[] {
	return results.flatMap(({ question, deviation }) => (deviation === undefined ? [] : [[question.what, deviation]]));
}

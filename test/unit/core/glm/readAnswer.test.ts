import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AnswerPart } from '../../../../src/core/answer.ts';
import { FailureError } from '../../../../src/core/failure.ts';
import { EventReader } from '../../../../src/core/glm/eventStream.ts';
import { readAnswer } from '../../../../src/core/glm/readAnswer.ts';
import { serviceFailure } from '../../../../src/core/glm/serviceFailure.ts';
import { hostilePatterns } from '../../../support/hostilePatterns.ts';
import { assertLinear } from '../../../support/linearTime.ts';

const host = 'models.example';

const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
const says = (content: string): string =>
	event({ id: '1', choices: [{ index: 0, delta: { role: 'assistant', content } }] });
const last = event({
	choices: [{ index: 0, finish_reason: 'stop', delta: { role: 'assistant', content: '' } }],
	usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 },
});
const done = 'data: [DONE]\n\n';
const whole = says('图中有') + says(' 🐈 and Ünïcode') + last + done;

async function* inPieces(bytes: Uint8Array, lengths: Iterable<number>): AsyncGenerator<Uint8Array> {
	let from = 0;
	for (const length of lengths) {
		if (from >= bytes.length) return;
		yield bytes.subarray(from, from + length);
		from += length;
	}
	if (from < bytes.length) yield bytes.subarray(from);
}

async function read(stream: string | AsyncIterable<Uint8Array>): Promise<AnswerPart[]> {
	const chunks = typeof stream === 'string' ? inPieces(new TextEncoder().encode(stream), []) : stream;
	return Array.fromAsync(readAnswer(chunks, host));
}

const textOf = (parts: readonly AnswerPart[]): string =>
	parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');

/** What a reader sees in the end. */
async function outcomeOf(stream: string | AsyncIterable<Uint8Array>): Promise<Readonly<Record<string, unknown>>> {
	const written = { text: '', reasoning: '' };
	const outcome: Record<string, unknown> = {};
	const chunks = typeof stream === 'string' ? inPieces(new TextEncoder().encode(stream), []) : stream;
	try {
		for await (const part of readAnswer(chunks, host)) {
			assert.ok(part.kind === 'restarted' || !(part.kind in outcome), `${part.kind} came twice`);
			if (part.kind === 'restarted') Object.assign(written, { text: '', reasoning: '' });
			else if (part.kind === 'text' || part.kind === 'reasoning') written[part.kind] += part.text;
			else if (part.kind === 'finish') outcome['finish'] = part.reason;
			else if (part.kind === 'usage') outcome['usage'] = part.usage;
		}
	} catch (error) {
		if (!(error instanceof FailureError)) throw error;
		outcome['failure'] = error.failure;
	}
	const { text, reasoning } = written;
	return { ...(text && { text }), ...(reasoning && { reasoning }), ...outcome };
}

async function failureOf(stream: string): Promise<string> {
	const { failure } = await outcomeOf(stream);
	return typeof failure === 'object' && failure && 'kind' in failure ? String(failure.kind) : 'none';
}

describe('readAnswer', () => {
	it('gives text, finish reason and usage, and skips the empty text of the last event', async () => {
		assert.deepEqual(await read(whole), [
			{ kind: 'text', text: '图中有' },
			{ kind: 'text', text: ' 🐈 and Ünïcode' },
			{ kind: 'finish', reason: 'stop' },
			{ kind: 'usage', usage: { promptTokens: 10, completionTokens: 2, totalTokens: 12 } },
		]);
	});

	it('gives the same text however its bytes are cut and its lines end', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 8 }),
				fc.array(fc.integer({ min: 1, max: 40 })),
				fc.constantFrom('\n', '\r\n', '\r'),
				async (texts, lengths, lineEnd) => {
					const stream = (texts.map(says).join('') + last + done).replaceAll('\n', lineEnd);
					const parts = await read(inPieces(new TextEncoder().encode(stream), lengths));
					assert.equal(textOf(parts), texts.join(''));
				},
			),
		);
	});

	it('gives each piece as soon as its bytes are there', async () => {
		const arrived: string[] = [];
		async function* slowly(): AsyncGenerator<Uint8Array> {
			for (const piece of [says('first'), says('second'), last]) {
				arrived.push(`sent ${piece.length}`);
				yield new TextEncoder().encode(piece);
			}
		}
		for await (const part of readAnswer(slowly(), host)) {
			if (part.kind === 'text') arrived.push(part.text);
		}
		assert.deepEqual(
			arrived.map((entry) => entry.split(' ')[0]),
			['sent', 'first', 'sent', 'second', 'sent'],
		);
	});

	it('stops at [DONE] although the line stays open', async () => {
		async function* lingering(): AsyncGenerator<Uint8Array> {
			yield new TextEncoder().encode(whole);
			throw new Error('It read on.');
		}
		assert.equal(textOf(await read(lingering())), '图中有 🐈 and Ünïcode');
	});

	it('takes a last event without its empty line', async () => {
		assert.equal(textOf(await read((says('x') + last).trimEnd())), 'x');
	});

	it('reads a whole answer, whatever the content type said', async () => {
		const json = JSON.stringify({
			choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: [{ type: 'text', text: 'All.' }] } }],
		});
		assert.deepEqual(await read(`\n${json}`), [
			{ kind: 'text', text: 'All.' },
			{ kind: 'finish', reason: 'stop' },
		]);
	});

	it('tells what the service counted', async () => {
		const usage = {
			prompt_tokens: 9,
			completion_tokens: 5,
			prompt_tokens_details: { cached_tokens: 4 },
			completion_tokens_details: { reasoning_tokens: 3 },
		};
		const parts = await read(says('x') + event({ choices: [{ finish_reason: 'stop', delta: null }], usage }));
		assert.deepEqual(parts.at(-1), {
			kind: 'usage',
			usage: { promptTokens: 9, completionTokens: 5, totalTokens: 14, cachedTokens: 4, reasoningTokens: 3 },
		});
	});

	it('reads on behind an event that was cut in its middle and begun anew on the same line', async () => {
		const first = says('Old. ').replace('"id":"1"', '"id":"2026a"');
		const anew = says('New.').replace('"id":"1"', '"id":"2026b"');
		const glued = `data: {"id":"2026a","object":"chat.c${anew}`;
		assert.deepEqual(
			(await read(first + glued + last + done)).map((part) => (part.kind === 'text' ? part.text : part.kind)),
			['Old. ', 'restarted', 'New.', 'finish', 'usage'],
		);
	});

	it('takes the same finish reason twice for one', async () => {
		const parts = await read(says('x') + last + last + done);
		assert.equal(parts.filter(({ kind }) => kind === 'finish').length, 1);
	});

	it('skips what the standard of event streams allows besides', async () => {
		const decorated = `: hello\nretry: 3\n\n${whole.replaceAll('data:', 'event: message\nid: 7\ndata:')}`;
		assert.equal(textOf(await read(`\u{FEFF}${decorated}`)), '图中有 🐈 and Ünïcode');
	});

	it('takes empty choices and null for nothing', async () => {
		const empty = event({ choices: [] }) + event({ choices: [{ delta: { content: null } }], usage: null });
		assert.equal(textOf(await read(empty + whole)), '图中有 🐈 and Ünïcode');
	});

	const failures: readonly [title: string, stream: string, kind: string][] = [
		['a stream that ends early', says('half'), 'answerCut'],
		['nothing at all', '', 'answerCut'],
		['[DONE] without a finish reason', says('half') + done, 'answerCut'],
		['a plain JSON error', '{"error":{"code":"1113","message":"No money"}}', 'noBalance'],
		["a gateway's page", '<html>Sign in</html>', 'answerUnreadable'],
		[
			'a service that fails while it writes',
			says('x') + event({ choices: [{ finish_reason: 'network_error', delta: {} }] }),
			'answerBroken',
		],
		['JSON without an end', `{${' '.repeat(5 * 1024 * 1024)}`, 'answerUnreadable'],
		['an error in the stream', says('half') + event({ error: { code: '1302', message: 'Rate limit' } }), 'busy'],
		['an event that is no JSON', 'data: {"choices":[\n\n', 'answerUnreadable'],
		[
			'an answer that the safety audit blocks',
			says('x') + event({ choices: [{ finish_reason: 'sensitive', delta: { role: 'user', content: '' } }] }),
			'answerWithheld',
		],
		['an endless line', `data: ${'x'.repeat(5 * 1024 * 1024)}`, 'answerUnreadable'],
	];
	for (const [title, stream, kind] of failures) {
		it(`${title}: ${kind}`, async () => assert.equal(await failureOf(stream), kind));
	}

	it('gives what came before a connection broke, with what was counted so far', async () => {
		async function* breaking(): AsyncGenerator<Uint8Array> {
			yield new TextEncoder().encode(says('Half.').replace('}\n', ',"usage":{"total_tokens":3}}\n'));
			throw new FailureError({ kind: 'silent', host, seconds: 1 });
		}
		assert.deepEqual(await outcomeOf(breaking()), {
			text: 'Half.',
			usage: { promptTokens: 0, completionTokens: 0, totalTokens: 3 },
			failure: { kind: 'silent', host, seconds: 1 },
		});
	});

	it('closes the connection when nobody reads on', async () => {
		let isClosed = false;
		async function* lasting(): AsyncGenerator<Uint8Array> {
			try {
				for (;;) yield new TextEncoder().encode(says('x') + says('y'));
			} finally {
				isClosed = true;
			}
		}
		for await (const part of readAnswer(lasting(), host)) if (part.kind === 'text') break;
		assert.ok(isClosed);
	});

	it('reads events that differ in their content only like all others', async () => {
		const texts = [
			'a',
			'b',
			'"',
			'\\',
			'\n',
			'\\"',
			'data: ',
			'"content":"',
			'\u{7F}é🐈',
			'"},"x":{"y":"',
			' ',
			'</p>',
			'\ud800',
		];
		await fc.assert(
			fc.asyncProperty(fc.array(fc.constantFrom(...texts), { maxLength: 20 }), async (pieces) => {
				assert.equal(textOf(await read(pieces.map(says).join('') + last)), pieces.join(''));
			}),
		);
	});
});

const finish = event({ choices: [{ finish_reason: 'stop', delta: {} }] });
const choice = (fields: object): string => event({ choices: [fields] });
const delta = (fields: object): string => choice({ delta: fields });
const spoken = { text: 'AB', finish: 'stop' };
const thought = { reasoning: 'Hm.', text: 'A', finish: 'stop' };
const between = (middle: string): string => says('A') + middle + says('B') + finish + done;

/** What is read, whichever service wrote it. */
const streams: Readonly<Record<string, readonly (readonly [stream: string, outcome: object])[]>> = {
	'a heartbeat is skipped': [
		...['', 'data:', 'data: ', 'data: null', 'data: ping', 'data: keep-alive', 'data: 1', 'data: "text"', 'data'].map(
			(line) => [between(`${line}\n\n`), spoken] as const,
		),
		[between('event: ping\ndata: {"type": "ping"}\n\n'), spoken],
		[between('event: ping\ndata: {no JSON\n\n'), spoken],
		[between('event:ping\ndata: {"error": {"message": "none"}}\n\n'), spoken],
		[between(': OPENROUTER PROCESSING\n\n'), spoken],
	],
	'a stream ends': [
		...['[DONE]', ' [DONE] \t', 'done', '[done]', 'DONE', '[Done]', '[DONE]\ndata: [DONE]'].map(
			(end) => [`${says('AB')}${finish}data: ${end}\n\n${says('C')}`, spoken] as const,
		),
		[says('AB') + finish + done + done, spoken],
		[`${says('AB')}${finish}data: [DONE]`, spoken],
	],
	'blanks stand where they may not': [
		[` ${says('AB')}${finish}`, spoken],
		[`\n\n\t${says('AB')}${finish}`, spoken],
		[`\u{FEFF} \u{FEFF}${says('AB')}${finish}`, spoken],
		[between('').replaceAll('data:', '  data:'), spoken],
		[between('').replaceAll('data: ', '\t data:').replaceAll('\n\n', '\n  \n'), spoken],
		[between('').replaceAll('data: ', 'data:   '), spoken],
	],
	'a field has another type': [
		[event({ id: 7, choices: [{ delta: { content: 42 } }] }) + finish, { text: '42', finish: 'stop' }],
		[says('AB') + event({ usage: '' }) + finish, spoken],
		[says('AB') + event({ usage: {} }) + finish, spoken],
		[says('AB') + event({ choices: {} }) + event({ choices: [null, 1, 'x'] }) + finish, spoken],
		[says('AB') + event({ choices: [{ delta: 'x', message: 1, text: {} }] }) + finish, spoken],
		[
			choice({ delta: { content: 'A' }, finish_reason: 'null' }) +
				choice({ delta: { content: 'B' }, finish_reason: '' }) +
				finish,
			spoken,
		],
		[`data: {"choices":[{"delta":{"content":"A"},"logprob":NaN}]}\n\n${says('B')}${finish}`, spoken],
		[
			`data: {"x":[-Infinity,Infinity,"-NaN \\" NaN"],"choices":[{"delta":{"content":"NaN \\"Infinity\\""}}]}\n\n${finish}`,
			{ text: 'NaN "Infinity"', finish: 'stop' },
		],
		[
			`data: ${JSON.stringify({ usage: { prompt_tokens: '10', completion_tokens: '2', total_tokens: ' 12 ' } })}\n\n${says('AB')}${finish}`,
			{ ...spoken, usage: { promptTokens: 10, completionTokens: 2, totalTokens: 12 } },
		],
		[
			`data: {"usage":{"prompt_tokens":1e999,"completion_tokens":"x","total_tokens":5,"prompt_tokens_details":[]}}\n\n${says('AB')}${finish}`,
			{ ...spoken, usage: { promptTokens: 0, completionTokens: 0, totalTokens: 5 } },
		],
	],
	'a text has another form': [
		[delta({ content: ['A', 'B'] }) + finish, spoken],
		[delta({ content: [{ text: 'A' }, null, { type: 'text', text: { value: 'B' } }] }) + finish, spoken],
		[delta({ content: [{ type: 'image_url', image_url: {} }, { text: 'AB' }] }) + finish, spoken],
		[choice({ text: 'A' }) + choice({ text: 'B', finish_reason: 'stop' }), spoken],
		[delta({ refusal: 'AB' }) + finish, spoken],
		[JSON.stringify({ choices: [{ message: { content: null, refusal: 'AB' }, finish_reason: 'stop' }] }), spoken],
		[JSON.stringify({ choices: [{ text: 'AB', finish_reason: 'stop' }] }), spoken],
		[choice({ delta: {}, message: { content: 'AB' } }) + finish, spoken],
		[choice({ message: { content: 'A' } }) + choice({ message: { content: 'B' } }) + finish, spoken],
		[says('A') + says('B') + choice({ delta: {}, message: { content: 'AB' } }) + finish, spoken],
		[says('A') + says('B') + choice({ message: { content: 'AB' }, finish_reason: 'stop' }), spoken],
		[
			delta({ reasoning_content: 'Hm.' }) + choice({ message: { reasoning_content: 'Hm.', content: 'A' } }) + finish,
			thought,
		],
	],
	'a reasoning has another form': [
		[delta({ reasoning_content: 'Hm.' }) + says('A') + finish, thought],
		[delta({ reasoning: 'Hm.' }) + says('A') + finish, thought],
		[delta({ reasoning: 'Hm.', reasoning_content: 'Hm.' }) + says('A') + finish, thought],
		[delta({ reasoning: { effort: 'low' }, reasoning_content: 'Hm.' }) + says('A') + finish, thought],
		[delta({ content: [{ type: 'thinking', thinking: 'Hm.' }] }) + says('A') + finish, thought],
		[
			delta({
				content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'H' }, { text: 'm.' }] }, { text: 'A' }],
			}) + finish,
			thought,
		],
	],
	'the reasoning ends in the content': [
		[says('Hm.</think>A') + finish, thought],
		[says('H') + says('m.</th') + says('ink>') + says('\n') + says('\nA') + finish, thought],
		[
			delta({ reasoning_content: 'Hm.' }) + says('A</think>B') + finish,
			{ reasoning: 'Hm.', text: 'A</think>B', finish: 'stop' },
		],
	],
	'usage comes in every event': [
		[
			[1, 2, 3]
				.map((total) => event({ choices: [{ delta: { content: 'A' } }], usage: { total_tokens: total } }))
				.join('') +
				finish +
				event({ choices: [], usage: null }),
			{ text: 'AAA', finish: 'stop', usage: { promptTokens: 0, completionTokens: 0, totalTokens: 3 } },
		],
		[
			event({ usage: { total_tokens: 1 } }) +
				event({ choices: [{ finish_reason: 'sensitive' }], usage: { total_tokens: 2 } }),
			{
				failure: { kind: 'answerWithheld', filters: [] },
				usage: { promptTokens: 0, completionTokens: 0, totalTokens: 2 },
			},
		],
		[
			event({ usage: { total_tokens: 1 } }) + says('A'),
			{
				text: 'A',
				failure: { kind: 'answerCut', host },
				usage: { promptTokens: 0, completionTokens: 0, totalTokens: 1 },
			},
		],
	],
	'events are not told apart as they should be': [
		[(says('A') + says('B') + finish + done).replaceAll('\n\n', '\n'), spoken],
		[(says('A') + says('B') + finish).replaceAll('\n\n', '\r\n'), spoken],
		[(says('A') + says('B') + finish).replaceAll('\n\n', '\n').replaceAll('data: ', ''), spoken],
		[`${(says('A') + says('B') + finish).replaceAll('\n\n', '')}\n\n${done}`, spoken],
		[`${JSON.stringify({ choices: [{ message: { content: 'AB' }, finish_reason: 'stop' }] })}\n\n${done}`, spoken],
		[says('AB').replace('data: ', 'data: data: ') + finish, spoken],
		[`${says('A')}event: chunk\n${says('B')}${finish}event: close\n${done}`, spoken],
	],
	'a reason to end has another name': [
		...['STOP', 'eos', 'eos_token', 'end_turn', 'stop_sequence', { type: 'stop', matched: 7 }].map(
			(finish_reason) => [says('AB') + choice({ delta: {}, finish_reason }), spoken] as const,
		),
		...['MAX_TOKENS', 'max_tokens', 'model_length'].map(
			(finish_reason) => [says('AB') + choice({ delta: {}, finish_reason }), { text: 'AB', finish: 'length' }] as const,
		),
		...['content_filter', 'SAFETY'].map(
			(finish_reason) =>
				[
					says('AB') + choice({ delta: {}, finish_reason }),
					{ text: 'AB', failure: { kind: 'answerWithheld', filters: [] } },
				] as const,
		),
		...['error', 'insufficient_system_resource', 'abort'].map(
			(finish_reason) =>
				[
					says('AB') + choice({ delta: {}, finish_reason }),
					{ text: 'AB', failure: { kind: 'answerBroken', host } },
				] as const,
		),
		[says('AB') + choice({ delta: {}, finish_reason: 'tool_calls' }), { text: 'AB', finish: 'tool_calls' }],
	],
	'usage stands elsewhere': [
		[
			says('AB') + choice({ delta: {}, finish_reason: 'stop', usage: { total_tokens: 3 } }),
			{ ...spoken, usage: { promptTokens: 0, completionTokens: 0, totalTokens: 3 } },
		],
		[
			says('AB') + finish + event({ usage: { input_tokens: 1, output_tokens: 2 } }),
			{ ...spoken, usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 } },
		],
	],
	'an event tells of progress': [
		[event({ status: 'processing', message: 'In the queue.' }) + says('AB') + finish, spoken],
		[event({ code: 0, message: 'success' }) + says('AB') + finish, spoken],
		[
			says('AB') + event({ choices: [{ finish_reason: 'stop' }], base_resp: { status_code: 0, status_msg: '' } }),
			spoken,
		],
	],
	'an error says nothing': [
		...['', null, {}, false, []].map(
			(error) => [event({ error, choices: [{ delta: { content: 'AB' } }] }) + finish, spoken] as const,
		),
		[between('error:\n\n'), spoken],
	],
	'plain JSON is no bare object': [
		[
			`: keep-alive\n\n: OPENROUTER PROCESSING\r\n\n ${JSON.stringify({ choices: [{ message: { content: 'AB' }, finish_reason: 'stop' }] })}`,
			spoken,
		],
		[
			`[${['A', 'B'].map((content) => JSON.stringify({ choices: [{ delta: { content } }] })).join()},\n{"choices":[{"finish_reason":"stop"}]}]`,
			spoken,
		],
		[': keep-alive\n\n', { failure: { kind: 'answerCut', host } }],
		['[]', { failure: { kind: 'answerCut', host } }],
	],
	'what the audit found has another form': [
		...['x', [null, 1], {}].map(
			(content_filter) =>
				[
					event({ choices: [{ finish_reason: 'sensitive' }], content_filter }),
					{ failure: { kind: 'answerWithheld', filters: [] } },
				] as const,
		),
		[
			event({ choices: [{ finish_reason: 'sensitive' }], contentFilter: [{ role: 'user', level: '2' }, {}] }),
			{
				failure: {
					kind: 'answerWithheld',
					filters: [
						{ role: 'user', level: 2 },
						{ role: '', level: undefined },
					],
				},
			},
		],
	],
};

/** Bodies of a 200 that name an error, with the body of the refusal that they stand for. */
const errors: readonly (readonly [stream: string, body: string])[] = [
	['event: error\ndata: {"code":"1302","message":"Busy."}\n\n', '{"code":"1302","message":"Busy."}'],
	['event: error\ndata: Something failed.\n\n', '{"error":{"message":"Something failed."}}'],
	['event: error\ndata: "Something failed."\n\n', '{"error":{"message":"Something failed."}}'],
	['event: error\ndata: {"message":\n\n', '{"error":{"message":"{\\"message\\":"}}'],
	['error: Something failed.\n\n', '{"error":{"message":"Something failed."}}'],
	['error: {"error":{"code":"1302"}}\n\n', '{"error":{"code":"1302"}}'],
	...[
		'{"object":"error","message":"Something failed."}',
		'{"error":{"code":"1302","message":"Busy."},"choices":[{"delta":{"content":"B"}}]}',
		'{"error":"Something failed.","choices":[]}',
		'{"success":false,"msg":"Something failed.","code":1000}',
		'[{"error":{"code":"1302","message":"Busy."}}]',
	].flatMap((json) => [[`data: ${json}\n\n`, json] as const, [json, json] as const]),
	[
		'data: {"error":{"code":"1302","message":"Busy."},"x":NaN}\n\n',
		'{"error":{"code":"1302","message":"Busy."},"x":null}',
	],
	...[
		'{"detail":"Something failed."}',
		'{"detail":[{"msg":"Something failed."}]}',
		'{"errors":[{"message":"Something failed."}]}',
		'{"code":"1302","message":"Busy."}',
		'"Something failed."',
		'Something failed.\nTry later: now.',
		'database: none',
		'error',
	].map((body) => [body, body] as const),
	[': keep-alive\n\n  Something failed. \n', 'Something failed.'],
	['{"error":{"message":"Something failed."}}\n\ndata: [DONE]\n\n', '{"error":{"message":"Something failed."}}'],
	...[
		'{"error_code":336003,"error_msg":"Something failed."}',
		'{"base_resp":{"status_code":1004,"status_msg":"login fail"}}',
	].map((body) => [body, body] as const),
	['a\n'.repeat(100_000), 'a\n'.repeat(2048).trim()],
];

const unreadable: readonly string[] = [
	'data: {"choices":[\n\n',
	'data: [1,\n\n',
	'data:  {\n\n',
	'data: {"x":NaN\n\n',
	'{"choices":[',
	'[1,',
	'{"choices":"none"}',
	': a page\n\n<!DOCTYPE html><p>Sign in</p>',
	'\u{1F}\u{FFFD}\b\0\0\0\0\0',
	'\u{FFFD}\u{FFFD}ung: Fehler',
	'N\0o\0',
	`data: x\n${`data: ${'x'.repeat(100_000)}\n`.repeat(50)}`,
	'x'.repeat(5 * 1024 * 1024),
];

/** A name for a stream, with events that all have in short. */
function name(stream: string): string {
	const short = ['A', 'B', 'AB', 'C'].reduce((text, words) => text.replaceAll(says(words), `${words}…`), stream);
	const shorter = short.replaceAll(finish, 'end…').replaceAll(done, 'done…');
	return JSON.stringify(shorter.length > 150 ? `${shorter.slice(0, 150)}…` : shorter);
}

describe('readAnswer, from services that differ', () => {
	for (const [title, rows] of Object.entries(streams)) {
		for (const [stream, outcome] of rows) {
			it(`${title}: ${name(stream)}`, async () => {
				assert.deepEqual(await outcomeOf(stream), outcome);
				assert.deepEqual(
					await outcomeOf(inPieces(new TextEncoder().encode(stream), Array(stream.length).fill(1))),
					outcome,
				);
			});
		}
	}

	for (const [stream, body] of errors) {
		it(`an error is named: ${name(stream)}`, async () =>
			assert.deepEqual(await outcomeOf(stream), { failure: serviceFailure({ host, status: 200, body }) }));
	}

	for (const body of [
		'{"error":{"message":"Something failed.","code":500}}',
		'{"code":50505,"message":"Model service overloaded. Please try again later.","data":null}',
		'{"id":"1","choices":null,"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}',
	]) {
		for (const prefix of ['data: ', '']) {
			it(`an error in the middle is named: ${prefix}${body}`, async () =>
				assert.deepEqual(await outcomeOf(`${says('A')}${prefix}${body}\n\n`), {
					text: 'A',
					failure: serviceFailure({ host, status: 200, body }),
				}));
		}
	}

	it('an error in a choice is named', async () => {
		const error = { code: 502, message: 'Provider disconnected' };
		const failure = serviceFailure({ host, status: 200, body: JSON.stringify({ error }) });
		const part = choice({ delta: { content: '' }, finish_reason: 'error', error });
		assert.deepEqual(await outcomeOf(says('A') + part), { text: 'A', failure });
		assert.deepEqual(await outcomeOf(JSON.stringify({ choices: [{ error, message: { content: '' } }] })), { failure });
	});

	it('an error in the middle leaves what was written', async () => {
		const body = '{"error":{"message":"Something failed."}}';
		assert.deepEqual(await outcomeOf(`${says('A')}event: error\ndata: Something failed.\n\n${says('B')}`), {
			text: 'A',
			failure: serviceFailure({ host, status: 200, body }),
		});
	});

	for (const stream of unreadable) {
		it(`nothing can be read: ${name(stream)}`, async () => assert.equal(await failureOf(stream), 'answerUnreadable'));
	}
});

describe('A hostile stream is read in linear time', () => {
	const lines = hostilePatterns.concat(
		['\n', '\r', '\r\n', ' ', ':\n', 'data:\n', 'data: {\n\n', 'x\r', 'done '].map((piece) => ({
			name: JSON.stringify(piece),
			of: (length) => piece.repeat(length / piece.length),
		})),
	);
	for (const [title, beginning] of [
		['at the beginning', ''],
		['in a line', 'data: '],
		['behind a field', 'id: 1\n'],
		['in JSON', '{'],
	] as const) {
		for (const size of [16, 1_000_000]) {
			it(`${title}, ${size} bytes at a time`, () => {
				const run = (text: string): void => {
					const bytes = new TextEncoder().encode(beginning + text);
					const reader = new EventReader(host, () => undefined);
					try {
						for (let at = 0; at < bytes.length; at += size) reader.read(bytes.subarray(at, at + size));
						reader.end();
					} catch (error) {
						if (!(error instanceof FailureError)) throw error;
					}
				};
				assertLinear('EventReader', run, lines, { length: 50_000 });
			});
		}
	}
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AnswerPart } from '../../../../src/core/answer.ts';
import { FailureError } from '../../../../src/core/failure.ts';
import { readAnswer } from '../../../../src/core/glm/readAnswer.ts';

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
	return Array.fromAsync(readAnswer(chunks, 'models.example'));
}

const textOf = (parts: readonly AnswerPart[]): string =>
	parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');

async function failureOf(stream: string): Promise<string> {
	try {
		await read(stream);
	} catch (error) {
		if (error instanceof FailureError) return error.failure.kind;
		throw error;
	}
	return 'none';
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
		for await (const part of readAnswer(slowly(), 'models.example')) {
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
});

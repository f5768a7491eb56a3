import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
	batchBody,
	batchLine,
	batchOutcome,
	readBatch,
	readBatchAnswer,
	readBatchFile,
	readLines,
	readPage,
} from '../../../../src/core/glm/batch.ts';
import { batchPrice, knownModels, takesBatches } from '../../../../src/core/glm/models.ts';
import { serviceAt } from '../../../../src/core/glm/services.ts';

const host = 'models.example';

describe('takesBatches', () => {
	for (const [endpoint, model, expected] of [
		['https://open.bigmodel.cn/api/paas/v4', 'glm-4v', true],
		['https://open.bigmodel.cn/api/paas/v4', 'GLM-4V-Plus-0111', true],
		['https://open.bigmodel.cn/api/paas/v4', 'glm-5v-turbo', true],
		['https://open.bigmodel.cn/api/paas/v4', 'glm-4.6v', false],
		['https://open.bigmodel.cn/api/paas/v4', 'glm-4v-flash', false],
		['https://open.bigmodel.cn/api/paas/v4', 'something-else', false],
		['https://open.bigmodel.cn/api/coding/paas/v4', 'glm-5v-turbo', false],
		['https://api.z.ai/api/paas/v4', 'glm-5v-turbo', false],
		['https://relay.example/api/paas/v4', 'glm-4v-plus', false],
		['http://127.0.0.1:11434/v1', 'glm-4v', false],
	] as const) {
		it(`${model} at ${endpoint}: ${expected}`, () =>
			assert.equal(takesBatches(serviceAt(new URL(endpoint)), model), expected));
	}

	it('is true of four models', () => {
		const models = knownModels.filter((model) => takesBatches({ hasBatches: true }, model));
		assert.deepEqual(models.toSorted(), ['glm-4v', 'glm-4v-plus', 'glm-4v-plus-0111', 'glm-5v-turbo']);
	});
});

describe('batchPrice', () => {
	it('is half of the usual one', () =>
		assert.deepEqual(batchPrice({ currency: '¥', input: 5, output: 22 }), { currency: '¥', input: 2.5, output: 11 }));
	it('stays free, or unknown', () =>
		assert.deepEqual([batchPrice('free'), batchPrice(undefined)], ['free', undefined]));
});

describe('what is sent', () => {
	it('is one line for each question', () => {
		const line = batchLine('custom-1', { model: 'glm-4v', text: 'two\nlines' });
		assert.match(line, /^[^\n]+\n$/);
		assert.deepEqual(JSON.parse(line), {
			custom_id: 'custom-1',
			method: 'POST',
			url: '/v4/chat/completions',
			body: { model: 'glm-4v', text: 'two\nlines' },
		});
	});

	it('marks a batch', () =>
		assert.deepEqual(batchBody('file-1', 'mark-1'), {
			input_file_id: 'file-1',
			endpoint: '/v4/chat/completions',
			auto_delete_input_file: true,
			metadata: { glimpse: 'mark-1' },
		}));
});

describe('readBatch', () => {
	const nothing = {
		status: 'underWay',
		mark: undefined,
		done: undefined,
		inputFileId: undefined,
		outputFileId: undefined,
		errorFileId: undefined,
		errors: undefined,
	};
	for (const [what, value, expected] of [
		['no object', 'batch_1', undefined],
		['no id', { status: 'completed' }, undefined],
		['an id that is too long', { id: 'x'.repeat(1000) }, undefined],
		...['', '..', '../files/1', 'a/b', 'a b', 'a?b', '批'].map((id) => [`the id “${id}”`, { id }, undefined] as const),
		['an id alone', { id: 7 }, { id: '7', ...nothing }],
		['a status of its kind that is new', { id: 'b', status: 'paused' }, { id: 'b', ...nothing }],
		['a status that is none', { id: 'b', status: {} }, { id: 'b', ...nothing }],
		...(['completed', 'failed', 'expired', 'cancelled'] as const).map(
			(status) => [status, { id: 'b', status }, { id: 'b', ...nothing, status }] as const,
		),
		...(['validating', 'in_progress', 'finalizing', 'cancelling'] as const).map(
			(status) => [status, { id: 'b', status }, { id: 'b', ...nothing }] as const,
		),
		[
			'counts that are null',
			{ id: 'b', request_counts: { total: 2, completed: null, failed: null } },
			{ id: 'b', ...nothing },
		],
		['counts', { id: 'b', request_counts: { total: 9, completed: 4, failed: '2' } }, { id: 'b', ...nothing, done: 6 }],
		['counts beside it', { id: 'b', total: 9, completed: 4 }, { id: 'b', ...nothing, done: 4 }],
		['counts that are none', { id: 'b', request_counts: { completed: -1, failed: 'x' } }, { id: 'b', ...nothing }],
		['a mark', { id: 'b', metadata: { glimpse: 'mark-1' } }, { id: 'b', ...nothing, mark: 'mark-1' }],
		['a mark that is none', { id: 'b', metadata: { glimpse: {} } }, { id: 'b', ...nothing }],
		[
			'files',
			{ id: 'b', input_file_id: 'i', output_file_id: '', error_file_id: null },
			{ id: 'b', ...nothing, inputFileId: 'i' },
		],
		[
			'errors in a list',
			{ id: 'b', errors: { data: [{ message: 'M' }] } },
			{ id: 'b', ...nothing, errors: '{"error":{"message":"M"}}' },
		],
		['errors as a text', { id: 'b', errors: 'M' }, { id: 'b', ...nothing, errors: '{"error":"M"}' }],
		['no errors', { id: 'b', errors: { data: [] } }, { id: 'b', ...nothing }],
		['endless errors', { id: 'b', errors: 'M'.repeat(5000) }, { id: 'b', ...nothing }],
	] as const) {
		it(what, () => assert.deepEqual(readBatch(value), expected));
	}
});

describe('lists', () => {
	for (const [what, value, expected] of [
		['no list', {}, undefined],
		['a page of another kind', '<html>', undefined],
		['a refusal', { error: { code: '1302' } }, undefined],
		['an empty one', { object: 'list', data: [] }, { entries: [], next: undefined }],
		['an empty one as null', { object: 'list', data: null }, { entries: [], next: undefined }],
		[
			'the last page',
			{ data: [{ id: 'a', filename: 'a.jsonl', bytes: 5 }, 7], has_more: false, last_id: 'a' },
			{ entries: [{ id: 'a', name: 'a.jsonl', size: 5 }], next: undefined },
		],
		[
			'another page',
			{ data: [{ id: 'a' }], has_more: true, last_id: 'z' },
			{ entries: [{ id: 'a', name: undefined, size: undefined }], next: 'z' },
		],
		[
			'another page, by its entries',
			{ data: [{ id: 'a' }], has_more: true },
			{ entries: [{ id: 'a', name: undefined, size: undefined }], next: 'a' },
		],
	] as const) {
		it(what, () => assert.deepEqual(readPage(value, readBatchFile), expected));
	}
});

describe('batchOutcome', () => {
	const answered = (text: string, finishReason = 'stop'): object => ({
		kind: 'answered',
		text,
		finishReason,
		usage: undefined,
	});
	const choice = (message: object, reason: string | null = 'stop'): object => ({
		choices: [{ index: 0, finish_reason: reason, message }],
	});
	for (const [what, line, expected] of [
		['an answer', { response: { status_code: 200, body: choice({ content: 'A cat.' }) } }, answered('A cat.')],
		['an answer without a status', { response: { body: choice({ content: 'A cat.' }) } }, answered('A cat.')],
		[
			'an answer as a text',
			{ response: { status_code: '200', body: JSON.stringify(choice({ content: 'A cat.' })) } },
			answered('A cat.'),
		],
		[
			'one that was cut',
			{ response: { status_code: 200, body: choice({ content: 'A' }, 'length') } },
			answered('A', 'length'),
		],
		[
			'thinking, which is no answer',
			{ response: { status_code: 200, body: choice({ content: '<think>Hm</think>A cat.', reasoning_content: 'So' }) } },
			answered('A cat.'),
		],
		[
			'thinking without a beginning',
			{ response: { status_code: 200, body: choice({ content: 'Hm</think>A cat.' }) } },
			answered('A cat.'),
		],
		[
			'what the audit withheld',
			{ response: { status_code: 200, body: choice({ content: '' }, 'sensitive') } },
			'answerWithheld',
		],
		['half an answer', { response: { status_code: 200, body: choice({ content: 'A' }, null) } }, 'answerCut'],
		['a refusal', { response: { status_code: 400, body: { error: { code: '1301', message: 'M' } } } }, 'blocked'],
		[
			'a refusal as a success',
			{ response: { status_code: 200, body: { error: { code: '1302', message: 'M' } } } },
			'busy',
		],
		['an error alone', { response: null, error: { code: '1210', message: '图片输入格式/解析错误' } }, 'requestRefused'],
		['nothing', {}, 'service'],
		['an answer that is none', { response: { status_code: 200, body: 'no' } }, 'service'],
	] as const) {
		it(`${what}: ${typeof expected === 'string' ? expected : JSON.stringify(expected)}`, async () => {
			const answer = readBatchAnswer(JSON.stringify({ ...line, custom_id: 'custom-1' }));
			assert.ok(answer);
			assert.equal(answer.customId, 'custom-1');
			const outcome = await batchOutcome(answer, host);
			assert.deepEqual(
				outcome.kind === 'failed' && typeof expected === 'string' ? outcome.failure.kind : outcome,
				expected,
			);
		});
	}

	it('is asked of lines only that name their question', () => {
		for (const line of ['', 'x', '[]', 'null', '{}', '{"custom_id":7}']) assert.equal(readBatchAnswer(line), undefined);
	});
});

describe('any JSON', () => {
	const fields =
		'id status metadata glimpse request_counts completed failed errors data has_more custom_id response status_code body error choices message content finish_reason'.split(
			' ',
		);
	const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 4 },
			fc.jsonValue({ maxDepth: 1 }),
			tie('object'),
			fc.array(tie('object'), { maxLength: 3 }),
		),
		object: fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 6 }),
	}));

	it('is read as a batch, a file, a list or an answer, or as none', () =>
		fc.assert(
			fc.asyncProperty(value, async (each) => {
				for (const read of [readBatch, readBatchFile]) assert.match(read(each)?.id ?? 'none', /^\w[\w.:-]*$/);
				readPage(each, readBatch);
				const answer = readBatchAnswer(JSON.stringify({ custom_id: 'custom-1', response: each, error: each }));
				assert.ok(answer);
				const outcome = await batchOutcome(answer, host);
				assert.ok(
					outcome.kind === 'answered' ? typeof outcome.text === 'string' : outcome.failure.kind !== 'unexpected',
				);
			}),
			{ numRuns: 500 },
		));
});

describe('readLines', () => {
	async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
	}
	const linesOf = (text: string, size: number): Promise<readonly string[]> =>
		Array.fromAsync(readLines(inPieces(Buffer.from(text), size)));

	it('gives the same lines however the bytes are split', () =>
		fc.assert(
			fc.asyncProperty(
				fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', ' '))),
				fc.boolean(),
				fc.integer({ min: 1, max: 20 }),
				async (lines, endsInBreak, size) => {
					const text = lines.join('\n') + (endsInBreak ? '\n' : '');
					const expected = text.split('\n');
					if (expected.at(-1) === '') expected.pop();
					assert.deepEqual(await linesOf(text, size), expected);
				},
			),
		));

	for (const length of [4 * 1024 * 1024, 4 * 1024 * 1024 + 1]) {
		it(`${length === 4 * 1024 * 1024 ? 'gives' : 'passes over'} a line of ${length} characters`, async () => {
			const lines = await linesOf(`a\n${'x'.repeat(length)}\nb\n`, 60_000);
			assert.deepEqual(
				lines.map((line) => line.length),
				length === 4 * 1024 * 1024 ? [1, length, 1] : [1, 1],
			);
			const last = await linesOf(`a\n${'x'.repeat(length)}`, 60_000);
			assert.equal(last.length, length === 4 * 1024 * 1024 ? 2 : 1);
		});
	}
});

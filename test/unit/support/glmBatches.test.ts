import assert from 'node:assert/strict';
import sharp from 'sharp';
import { type GlmServer, startGlmServer } from '../../support/glmServer.ts';

const red = await sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } })
	.png()
	.toBuffer();
const base64 = red.toString('base64');

type Json = any; // oxlint-disable-line typescript/no-explicit-any

const question = (other: object = {}, body: object = {}): object => ({
	custom_id: 'request-1',
	method: 'POST',
	url: '/v4/chat/completions',
	body: {
		model: 'glm-4v',
		messages: [
			{
				role: 'user',
				content: [
					{ type: 'image_url', image_url: { url: base64 } },
					{ type: 'text', text: 'What is it?' },
				],
			},
		],
		...body,
	},
	...other,
});

describe('the files and batches of glmServer', () => {
	let server: GlmServer;
	before(async () => {
		server = await startGlmServer({ keys: ['id.secret'] });
	});
	beforeEach(() => server.reset());
	after(() => server.stop());

	const ask = async (
		method: string,
		path: string,
		body?: FormData | object,
	): Promise<{ status: number; body: Json; text: string }> => {
		const isForm = body instanceof FormData;
		const response = await fetch(server.endpoint + path, {
			method,
			headers: { authorization: 'Bearer id.secret', ...(body && !isForm && { 'content-type': 'application/json' }) },
			body: isForm ? body : body && JSON.stringify(body),
		});
		const text = await response.text();
		const json: Json = text.startsWith('{"') && !text.includes('\n') ? JSON.parse(text) : undefined;
		return { status: response.status, body: json, text };
	};
	const form = (
		lines: readonly (object | string)[],
		{ purpose = 'batch', name = 'questions.jsonl' }: { purpose?: string; name?: string } = {},
	): FormData => {
		const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
		const data = new FormData();
		data.set('purpose', purpose);
		data.set('file', new File([text], name));
		return data;
	};
	const uploaded = async (...lines: readonly object[]): Promise<string> =>
		(await ask('POST', '/files', form(lines))).body.id;
	const made = async (...lines: readonly object[]): Promise<string> => {
		const batch = { input_file_id: await uploaded(...lines), endpoint: '/v4/chat/completions' };
		return (await ask('POST', '/batches', batch)).body.id;
	};
	const formWithout = (name: string): FormData => {
		const data = form([question()]);
		data.delete(name);
		return data;
	};
	const formWith = (name: string): FormData => {
		const data = form([question()]);
		data.set(name, 'x');
		return data;
	};

	const refused: readonly (readonly [what: string, form: () => FormData | object, why: RegExp])[] = [
		['JSON in place of a form', () => ({ purpose: 'batch' }), /multipart/],
		['no purpose', () => formWithout('purpose'), /fields file/],
		['no file', () => formWithout('file'), /fields purpose/],
		['a field that is unknown', () => formWith('knowledge_id'), /knowledge_id/],
		['another purpose', () => form([question()], { purpose: 'agent' }), /purpose/],
		['a file of another kind', () => form([question()], { name: 'questions.json' }), /jsonl/],
		['an empty file', () => form([]), /0 lines/],
		['a line that is no JSON', () => form([question(), 'x']), /line 2/],
		['an empty line', () => form([question(), '', question({ custom_id: 'request-2' })]), /line 2/],
		['a line with another field', () => form([question({ priority: 1 })]), /other fields/],
		['a short custom_id', () => form([question({ custom_id: 'abcde' })]), /too short/],
		['a custom_id that is no text', () => form([question({ custom_id: 1_000_000 })]), /too short/],
		['the same custom_id twice', () => form([question(), question()]), /twice/],
		['another method', () => form([question({ method: 'GET' })]), /another function/],
		['another function', () => form([question({ url: '/v4/embeddings' })]), /another function/],
		['a model formWithout batches', () => form([question({}, { model: 'glm-4.6v' })]), /no batches for glm-4\.6v/],
		[
			'two models',
			() => form([question(), question({ custom_id: 'request-2' }, { model: 'glm-4v-plus' })]),
			/two models/,
		],
	];
	for (const [what, body, why] of refused) {
		it(`refuses ${what}`, async () => {
			const reply = await ask('POST', '/files', body());
			assert.equal(reply.status, 400);
			assert.match(server.requests.at(-1)?.refusal?.why ?? '', why);
			assert.deepEqual([server.batches.files.length, server.batches.keptFiles.size], [0, 0]);
		});
	}

	it('lists the models when it refuses one', async () => {
		const { body } = await ask('POST', '/files', form([question({}, { model: 'glm-4.6v' })]));
		assert.match(body.error.message, /glm-4v、glm-4v-plus、glm-5v-turbo、glm-4v-plus-0111$/);
	});

	it('wants a key', async () => {
		const reply = await fetch(`${server.endpoint}/files?purpose=batch`);
		assert.equal(reply.status, 401);
	});

	for (const [what, other] of [
		['a file that is not there', { input_file_id: 'file_1' }],
		['no file', { input_file_id: undefined }],
		['another endpoint', { endpoint: '/v4/embeddings' }],
		['no endpoint', { endpoint: undefined }],
		['a field that is unknown', { completion_window: '24h' }],
		['a switch that is none', { auto_delete_input_file: 'true' }],
		['metadata that is no text', { metadata: { a: 1 } }],
		['endless metadata', { metadata: { a: 'x'.repeat(513) } }],
	] as const) {
		it(`refuses a batch of ${what}`, async () => {
			const id = await uploaded(question());
			const reply = await ask('POST', '/batches', { input_file_id: id, endpoint: '/v4/chat/completions', ...other });
			assert.equal(reply.status, 400, reply.text);
			assert.equal(server.batches.batchIds.length, 0);
		});
	}

	it('moves a batch on with each look, and deletes its questions at the end', async () => {
		const id = await made(question());
		const seen: unknown[] = [];
		for (let look = 0; look < 5; look++) {
			const { body } = await ask('GET', `/batches/${id}`);
			seen.push([body.status, body.request_counts.completed, typeof body.output_file_id]);
		}
		assert.deepEqual(seen, [
			['validating', null, 'object'],
			['in_progress', null, 'object'],
			['finalizing', null, 'object'],
			['completed', 1, 'string'],
			['completed', 1, 'string'],
		]);
		assert.equal(server.batches.keptFiles.size, 1);
	});

	it('answers as to a question, and refuses by line, in another order', async () => {
		const lines = Array.from({ length: 12 }, (_, index) => question({ custom_id: `request-${index}` }));
		const wrong = question({ custom_id: 'request-wrong' }, { temperature: 7 });
		server.batches.statuses = ['completed'];
		const { body } = await ask('GET', `/batches/${await made(...lines, wrong)}`);
		const answers: readonly Json[] = (await ask('GET', `/files/${body.output_file_id}/content`)).text
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
		const ids = answers.map((answer) => answer.custom_id);
		assert.deepEqual(new Set(ids), new Set(lines.map((_, index) => `request-${index}`)));
		assert.notDeepEqual(
			ids,
			lines.map((_, index) => `request-${index}`),
		);
		for (const { custom_id: id, response } of answers) {
			const line = server.batches.files[0]?.lines.find(({ customId }) => customId === id);
			assert.equal(response.status_code, 200);
			assert.equal(response.body.choices[0].message.content, line?.answer);
			assert.match(line?.answer ?? '', /3 × 2/);
		}
		const { text } = await ask('GET', `/files/${body.error_file_id}/content`);
		assert.partialDeepStrictEqual(JSON.parse(text), {
			custom_id: 'request-wrong',
			response: { status_code: 400, body: { error: { code: '1214' } } },
		});
	});

	it('answers what a test wants', async () => {
		server.batches.statuses = ['completed'];
		server.batches.answerLine = (index) => (index === 1 ? { text: 'A cat that', finishReason: 'length' } : undefined);
		const id = await made(question(), question({ custom_id: 'request-2' }));
		const { body } = await ask('GET', `/batches/${id}`);
		const { text } = await ask('GET', `/files/${body.output_file_id}/content`);
		const choice = '{"finish_reason":"length","index":0,"message":{"content":"A cat that","role":"assistant"}}';
		assert.ok(text.includes(choice), text);
		assert.match(server.batches.files[0]?.lines[0]?.answer ?? '', /3 × 2/);
	});

	it('cancels what has not ended, with the answers until then', async () => {
		const id = await made(question(), question({ custom_id: 'request-2' }));
		assert.equal((await ask('POST', `/batches/${id}/cancel`)).body.status, 'cancelling');
		assert.equal((await ask('GET', `/batches/${id}`)).body.status, 'cancelling');
		const { status, output_file_id: output } = (await ask('GET', `/batches/${id}`)).body;
		assert.equal(status, 'cancelled');
		assert.equal((await ask('GET', `/files/${output}/content`)).text.trim().split('\n').length, 1);
		assert.equal((await ask('POST', `/batches/${id}/cancel`)).status, 400);
	});

	it('lists files and batches in pages, the newest first', async () => {
		const ids: string[] = [];
		for (let index = 0; index < 5; index++) ids.unshift(await made(question()));
		const first = (await ask('GET', '/batches?limit=3')).body;
		assert.deepEqual([first.data.map(({ id }: Json) => id), first.has_more], [ids.slice(0, 3), true]);
		const second = (await ask('GET', `/batches?limit=3&after=${first.last_id}`)).body;
		assert.deepEqual([second.data.map(({ id }: Json) => id), second.has_more], [ids.slice(3), false]);
		assert.equal((await ask('GET', '/batches?limit=101')).status, 400);
		assert.equal((await ask('GET', '/files')).status, 400);
		const files = (await ask('GET', '/files?purpose=batch&limit=100')).body;
		assert.deepEqual(
			files.data.map(({ filename, id }: Json) => [filename, id]),
			server.batches.files.toReversed().map(({ id }) => ['questions.jsonl', id]),
		);
	});

	it('deletes a file once', async () => {
		const id = await uploaded(question());
		assert.deepEqual((await ask('DELETE', `/files/${id}`)).body, { id, object: 'file', deleted: true });
		assert.equal((await ask('DELETE', `/files/${id}`)).status, 404);
		assert.equal((await ask('GET', `/files/${id}/content`)).status, 404);
	});
});

import assert from 'node:assert/strict';
import { requestBody, type RequestOptions } from '../../../../src/core/glm/request.ts';
import { serviceAt } from '../../../../src/core/glm/services.ts';
import type { Message } from '../../../../src/core/message.ts';

const image = (name: string) =>
	({ mediaType: 'image/png', bytes: new TextEncoder().encode(name), width: 1, height: 1, name }) as const;
const base64 = (bytes: Uint8Array): string => `b64(${new TextDecoder().decode(bytes)})`;
const glm = serviceAt(new URL('https://open.bigmodel.cn/api/paas/v4'));
const plain: RequestOptions = { model: 'glm-4.6v-flash', requestId: 'request-1', stream: true, imageEncoding: 'auto' };
const question: readonly Message[] = [{ role: 'user', text: 'What is it?', media: [image('x')] }];
const body = (options: Partial<RequestOptions>, messages = question) =>
	requestBody(messages, { ...plain, ...options }, { service: glm, base64 });

describe('requestBody', () => {
	it('sends nothing that was not set', () => {
		assert.deepEqual(body({}), {
			model: 'glm-4.6v-flash',
			request_id: 'request-1',
			stream: true,
			messages: [
				{
					role: 'user',
					content: [
						{ type: 'image_url', image_url: { url: 'data:image/png;base64,b64(x)' } },
						{ type: 'text', text: 'What is it?' },
					],
				},
			],
		});
	});

	it('keeps the order of pictures and turns, and an answer as a plain string', () => {
		const { messages } = body({}, [
			{ role: 'user', text: 'Both?', media: [image('b'), image('a')] },
			{ role: 'assistant', text: 'Yes.' },
			{ role: 'user', text: 'And now?', media: [] },
		]);
		assert.deepEqual(messages, [
			{
				role: 'user',
				content: [
					{ type: 'image_url', image_url: { url: 'data:image/png;base64,b64(b)' } },
					{ type: 'image_url', image_url: { url: 'data:image/png;base64,b64(a)' } },
					{ type: 'text', text: 'Both?' },
				],
			},
			{ role: 'assistant', content: 'Yes.' },
			{ role: 'user', content: [{ type: 'text', text: 'And now?' }] },
		]);
	});

	it('sends a service of the OpenAI style only what OpenAI documents', () => {
		const options = {
			...plain,
			temperature: 0,
			topP: 1,
			maxTokens: 9,
			doSample: true,
			userId: 'user-1',
			thinking: 'off',
		} as const;
		const openAi = serviceAt(new URL('https://models.example/v1'));
		const content = [
			{ type: 'image_url', image_url: { url: 'data:image/png;base64,b64(x)' } },
			{ type: 'text', text: 'What is it?' },
		];
		const sent = { model: 'glm-4v', messages: [{ role: 'user', content }], stream: true, top_p: 1, user: 'user-1' };
		const model = { ...options, model: 'glm-4v' };
		assert.deepEqual(requestBody(question, model, { service: openAi, base64 }), {
			...sent,
			max_tokens: 9,
			temperature: 0,
		});
		const refusedFields = new Set(['max_tokens', 'temperature']);
		assert.deepEqual(requestBody(question, model, { service: openAi, refusedFields, base64 }), {
			...sent,
			max_completion_tokens: 9,
		});
	});

	const cases: readonly [title: string, options: Partial<RequestOptions>, expected: object][] = [
		[
			'every parameter',
			{ temperature: 0.5, topP: 0.6, maxTokens: 9, doSample: true, userId: 'user-1' },
			{ temperature: 0.5, top_p: 0.6, max_tokens: 9, do_sample: true, user_id: 'user-1' },
		],
		['one synchronous answer', { stream: false }, { stream: false }],
		['0 and 1 as they are to a current model', { temperature: 0, topP: 1 }, { temperature: 0, top_p: 1 }],
		[
			'1 inside the open range of the first generation',
			{ model: 'glm-4v', temperature: 1, topP: 1 },
			{ temperature: 0.99, top_p: 0.99 },
		],
		[
			'0 to the first generation: no sampling',
			{ model: 'glm-4v-plus', temperature: 0, topP: 0 },
			{ do_sample: false, temperature: 0.01, top_p: 0.01 },
		],
	];
	for (const [title, options, expected] of cases) {
		it(`sends ${title}`, () => {
			const { model, request_id, messages, ...rest } = body(options);
			assert.deepEqual(rest, { stream: true, ...expected });
			assert.ok(model && request_id && messages);
		});
	}

	const urlOf = (options: Partial<RequestOptions>): unknown =>
		(body(options) as { messages: { content: { image_url: { url: string } }[] }[] }).messages[0]?.content[0]?.image_url
			.url;
	for (const [model, imageEncoding, url] of [
		['glm-4v', 'auto', 'b64(x)'],
		['glm-4v-plus', 'auto', 'b64(x)'],
		['glm-4.5v', 'auto', 'data:image/png;base64,b64(x)'],
		['unheard-of', 'auto', 'data:image/png;base64,b64(x)'],
		['glm-4v', 'dataUri', 'data:image/png;base64,b64(x)'],
		['glm-4.6v', 'base64', 'b64(x)'],
	] as const) {
		it(`writes a picture for ${model}, ${imageEncoding}, as ${url}`, () => {
			assert.equal(urlOf({ model, imageEncoding }), url);
		});
	}
});

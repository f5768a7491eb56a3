import assert from 'node:assert/strict';
import OpenAI from 'openai';
import sharp from 'sharp';
import type { LocalServer, LocalServerOptions } from '../../support/localServer.ts';
import { startLlamaCpp, startLmStudio, startOllama, startVllm } from '../../support/localServers.ts';

const red = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#d02020' } })
	.png()
	.toBuffer();
const dataUri = `data:image/png;base64,${red.toString('base64')}`;

const makes = { Ollama: startOllama, 'LM Studio': startLmStudio, 'llama.cpp': startLlamaCpp, vLLM: startVllm } as const;
type MakeName = keyof typeof makes;

/** The model that each has loaded. */
const models: Readonly<Record<MakeName, string>> = {
	Ollama: 'qwen3-vl:8b',
	'LM Studio': 'qwen/qwen3-vl-8b',
	'llama.cpp': 'GLM-4.6V-Flash-Q4_K_M.gguf',
	vLLM: 'zai-org/GLM-4.6V-Flash',
};

describe('localServers', () => {
	let server: LocalServer;
	const start = async (make: MakeName, options?: LocalServerOptions): Promise<void> => {
		server = await makes[make](options);
	};
	const at = (path: string, init?: RequestInit): Promise<Response> =>
		fetch(`http://127.0.0.1:${server.port}${path}`, init);
	const post = (path: string, body: unknown): Promise<Response> =>
		at(path, { method: 'POST', body: JSON.stringify(body) });
	const ask = (model: string, url: string, more: object = {}): Promise<Response> =>
		post('/v1/chat/completions', {
			model,
			messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
			...more,
		});
	afterEach(() => server.stop());

	for (const make of Object.keys(makes) as MakeName[]) {
		it(`${make} streams so that an independent client reads it`, async () => {
			await start(make);
			const client = new OpenAI({ baseURL: server.endpoint, apiKey: 'none', maxRetries: 0 });
			const listed = await client.models.list();
			assert.equal(listed.data[0]?.id, models[make]);
			const messages = [
				{ role: 'user' as const, content: [{ type: 'image_url' as const, image_url: { url: dataUri } }] },
			];
			const chunks: OpenAI.ChatCompletionChunk[] = [];
			const options = { include_usage: true };
			const stream = { model: models[make], messages, stream: true as const, stream_options: options };
			for await (const chunk of await client.chat.completions.create(stream)) chunks.push(chunk);
			const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
			assert.match(text, /^Picture 1 is red\. It fills/);
			assert.equal(chunks.findLast(({ choices }) => choices.length > 0)?.choices[0]?.finish_reason, 'stop');
			assert.ok((chunks.at(-1)?.usage?.total_tokens ?? 0) > 300);
			const { choices, usage } = await client.chat.completions.create({ model: models[make], messages, max_tokens: 8 });
			assert.equal(choices[0]?.message.content, 'Picture 1 is red. ');
			assert.equal(choices[0]?.finish_reason, 'length');
			assert.equal(usage?.completion_tokens, 8);
		});
	}

	/** Where each says what it has, and which of it can see. */
	const discovery: readonly (readonly [MakeName, string, unknown, RegExp])[] = [
		['Ollama', '/api/tags', undefined, /^\{"models":\[\{"name":"qwen3-vl:8b",.*"name":"llama3\.2:latest"/],
		['Ollama', '/api/show', { model: 'qwen3-vl:8b' }, /"capabilities":\["completion","vision",/],
		['Ollama', '/api/show', { model: 'llama3.2' }, /"capabilities":\["completion","tools"\]/],
		['Ollama', '/api/show', { model: 'imagined' }, /^\{"error":"model 'imagined' not found"\}$/],
		['LM Studio', '/api/v0/models', undefined, /"type":"vlm",.*"state":"loaded",.*"type":"llm",.*"type":"embeddings"/],
		['LM Studio', '/api/tags', undefined, /^\{"error":"Unexpected endpoint or method\. \(GET \/api\/tags\)"\}$/],
		['llama.cpp', '/props', undefined, /"modalities":\{"vision":true,"audio":false\}/],
		['llama.cpp', '/v1/models', undefined, /"capabilities":\["completion","multimodal"\].*"owned_by":"llamacpp"/],
		['vLLM', '/v1/models', undefined, /"owned_by":"vllm",.*"max_model_len":32768/],
		['vLLM', '/props', undefined, /^\{"detail":"Not Found"\}$/],
	];
	for (const [make, path, body, said] of discovery) {
		it(`${make} says at ${path} ${body ? `of ${JSON.stringify(body)} ` : ''}what it has`, async () => {
			await start(make);
			const reply = await (body ? post(path, body) : at(path));
			assert.match(await reply.text(), said);
			assert.deepEqual(
				server.requests.map((request) => [request.path, request.body]),
				[[path, body]],
			);
		});
	}

	const blind = [{ name: 'blind', sees: false }];
	const bare = red.toString('base64');
	const broken = 'data:image/png;base64,iVBORw0KGgo=';
	const refusals: readonly (readonly [MakeName, string, number, RegExp, LocalServerOptions?, object?])[] = [
		['Ollama', bare, 400, /"message":"invalid image input"/],
		['Ollama', 'https://example.org/a.png', 400, /image URLs are not currently supported/],
		['Ollama', broken, 400, /Failed to load image/],
		['Ollama', dataUri, 404, /"model 'imagined' not found"/, {}, { model: 'imagined' }],
		['Ollama', dataUri, 500, /missing data required for image input/, { models: [{ name: 'a:latest', sees: false }] }],
		['LM Studio', bare, 400, /^\{"error":"Invalid 'content': 'image_url'/],
		['LM Studio', dataUri, 400, /^\{"error":"Model does not support images/, { models: blind }],
		['LM Studio', dataUri, 404, /"code":"model_not_found"/, { models: [] }],
		['llama.cpp', bare, 500, /^\{"error":\{"code":500,"message":"Invalid url value"/],
		['llama.cpp', dataUri, 500, /provide the mmproj/, { models: blind }],
		['llama.cpp', broken, 400, /Failed to load image/],
		['llama.cpp', dataUri, 401, /Invalid API Key/, { key: 'secret' }],
		['vLLM', bare, 400, /must be either a HTTP, data or file URL/],
		['vLLM', broken, 400, /cannot identify image file/],
		['vLLM', dataUri, 400, /is not a multimodal model/, { models: blind }],
		['vLLM', dataUri, 401, /^\{"error":"Unauthorized"\}$/, { key: 'secret' }],
		['vLLM', dataUri, 404, /The model `imagined` does not exist/, {}, { model: 'imagined' }],
		['vLLM', dataUri, 400, /max_tokens must be at least 1, got 0/, {}, { max_tokens: 0 }],
		['vLLM', dataUri, 400, /maximum context length is 32768/, {}, { max_tokens: 1_000_000 }],
	];
	for (const [make, url, status, said, options, more] of refusals) {
		it(`${make} refuses with its own words: ${said.source}`, async () => {
			await start(make, options);
			const reply = await ask(options?.models?.[0]?.name.replace(':latest', '') ?? models[make], url, more);
			assert.match(await reply.text(), said);
			assert.equal(reply.status, status);
		});
	}

	for (const make of ['LM Studio', 'llama.cpp'] as const) {
		it(`${make} answers with the loaded model, whatever the name`, async () => {
			await start(make);
			const { model }: OpenAI.ChatCompletion = await (await ask('imagined', dataUri)).json();
			assert.equal(model, models[make]);
		});
	}
});

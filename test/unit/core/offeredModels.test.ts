import assert from 'node:assert/strict';
import {
	readLlamaCppSight,
	readLmStudioModels,
	readModelList,
	readOllamaModel,
	readOllamaTags,
	type OfferedModel,
} from '../../../src/core/glm/offeredModels.ts';

/** Returns the models of a list as one reads them: `id sees context`. */
function words(models: readonly OfferedModel[] | undefined): readonly string[] | undefined {
	return models?.map(({ id, sees, context, runsAt }) =>
		[id, sees === undefined ? '?' : sees ? 'sees' : 'text', context, runsAt].filter(Boolean).join(' '),
	);
}

describe('A list of models in the form of OpenAI', () => {
	const lists: readonly [server: string, body: unknown, models: readonly string[] | undefined, program?: string][] = [
		[
			'vLLM',
			{ data: [{ id: 'zai-org/GLM-4.6V', owned_by: 'vllm', max_model_len: 32768 }] },
			['zai-org/GLM-4.6V ? 32768'],
			'vLLM',
		],
		[
			'SGLang',
			{ data: [{ id: 'glm-4.5v', owned_by: 'sglang', max_model_len: 65536 }] },
			['glm-4.5v ? 65536'],
			'SGLang',
		],
		['Ollama', { data: [{ id: 'llava:7b', owned_by: 'library' }] }, ['llava:7b ?'], 'Ollama'],
		[
			'llama.cpp',
			{
				models: [
					{ name: 'a.gguf', capabilities: ['completion', 'multimodal'] },
					{ name: 'b.gguf', capabilities: ['completion'] },
				],
				data: [
					{ id: 'a.gguf', owned_by: 'llamacpp' },
					{ id: 'b.gguf', owned_by: 'llamacpp' },
				],
			},
			['a.gguf sees', 'b.gguf text'],
			'llama.cpp',
		],
		[
			'OpenRouter',
			{
				data: [
					{ id: 'z-ai/glm-4.6v', context_length: 131072, architecture: { input_modalities: ['text', 'image'] } },
					{ id: 'z-ai/glm-4.6', architecture: { input_modalities: ['text'] } },
				],
			},
			['z-ai/glm-4.6v sees 131072', 'z-ai/glm-4.6 text'],
		],
		[
			'Mistral',
			{
				data: [
					{ id: 'pixtral', capabilities: { vision: true } },
					{ id: 'ministral', capabilities: { vision: false } },
				],
			},
			['pixtral sees', 'ministral text'],
		],
		[
			'OpenAI',
			{ object: 'list', data: [{ id: 'gpt-4o', owned_by: 'system' }, { id: 'text-embedding-3-small' }] },
			['gpt-4o ?'],
		],
		[
			'Together',
			[
				{ id: 'meta-llama/Llama-4-Scout', object: 'model', type: 'chat', context_length: 1048576 },
				{ id: 'black-forest-labs/FLUX.1', object: 'model', type: 'image' },
				{ id: 'Salesforce/Llama-Rank', type: 'rerank' },
				{ id: 'meta-llama/Llama-Guard', type: 'moderation' },
			],
			['meta-llama/Llama-4-Scout ? 1048576'],
		],
		[
			'Fireworks',
			{
				data: [
					{
						id: 'accounts/fireworks/models/qwen2p5-vl-32b-instruct',
						owned_by: 'fireworks',
						supports_chat: true,
						supports_image_input: true,
						context_length: 128000,
					},
					{ id: 'accounts/fireworks/models/deepseek-v3', supports_chat: true, supports_image_input: false },
					{ id: 'accounts/fireworks/models/flux', supports_chat: false, supports_image_input: true },
				],
			},
			['accounts/fireworks/models/qwen2p5-vl-32b-instruct sees 128000', 'accounts/fireworks/models/deepseek-v3 text'],
		],
		[
			'Moonshot',
			{
				data: [
					{ id: 'kimi-k2.6', context_length: 262144, supports_image_in: true, supports_video_in: true },
					{ id: 'moonshot-v1-8k', context_length: 8192, supports_image_in: false },
				],
			},
			['kimi-k2.6 sees 262144', 'moonshot-v1-8k text 8192'],
		],
		[
			'Volcengine Ark',
			{
				data: [
					{
						id: 'doubao-seed-1-8-251228',
						domain: 'VLM',
						status: '',
						modalities: { input_modalities: ['text', 'image', 'video'], output_modalities: ['text'] },
						token_limits: { context_window: 262144 },
					},
					{ id: 'doubao-seed-2-0-mini', task_type: ['VisualQuestionAnswering', 'TextGeneration'] },
					{ id: 'doubao-lite', task_type: ['TextGeneration'] },
					{ id: 'doubao-old', domain: 'VLM', status: 'Shutdown' },
				],
			},
			['doubao-seed-1-8-251228 sees 262144', 'doubao-seed-2-0-mini sees', 'doubao-lite ?'],
		],
		[
			'Hugging Face',
			{
				data: [
					{
						id: 'Qwen/Qwen2.5-VL-7B-Instruct',
						owned_by: 'Qwen',
						architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
						providers: [{ provider: 'hyperbolic', status: 'live', context_length: 32768 }],
					},
				],
			},
			['Qwen/Qwen2.5-VL-7B-Instruct sees 32768'],
		],
		[
			'Xinference',
			{
				data: [
					{ id: 'qwen2.5-vl-instruct', model_type: 'LLM', model_ability: ['chat', 'vision'], context_length: 128000 },
					{ id: 'qwen3', model_type: 'LLM', model_ability: ['chat'] },
					{ id: 'bge-m3', model_type: 'embedding' },
					{ id: 'whisper', model_type: 'audio', model_ability: ['audio2text'] },
				],
			},
			['qwen2.5-vl-instruct sees 128000', 'qwen3 text'],
		],
		[
			'DeepInfra',
			{ data: [{ id: 'Qwen/Qwen3-VL', metadata: { context_length: 262144, tags: ['vision', 'reasoning'] } }] },
			['Qwen/Qwen3-VL sees 262144'],
		],
		[
			'GPUStack',
			{ data: [{ id: 'qwen2.5-vl', owned_by: 'gpustack', meta: { n_ctx: 8192, support_vision: true } }] },
			['qwen2.5-vl sees'],
		],
		['Lemonade', { data: [{ id: 'Gemma3-4b-it', labels: ['hot', 'vision'] }] }, ['Gemma3-4b-it sees']],
		[
			'Vercel',
			{
				data: [
					{ id: 'zai/glm-4.6v', type: 'language', tags: ['vision', 'tool-use'], context_window: 128000 },
					{ id: 'openai/text-3', type: 'embedding' },
				],
			},
			['zai/glm-4.6v sees 128000'],
		],
		[
			'Mistral, of models that do not chat',
			{ data: [{ id: 'mistral-moderation', capabilities: { completion_chat: false, vision: false } }] },
			[],
		],
		['Anthropic', { data: [{ type: 'model', id: 'claude-9', display_name: 'Claude' }] }, ['claude-9 ?']],
		[
			'GitHub',
			{ data: [{ id: 'openai/gpt-4.1', supported_input_modalities: ['text', 'image'] }] },
			['openai/gpt-4.1 sees'],
		],
		['one that lists nothing', { data: [] }, []],
		['one without a list', { models: [] }, undefined],
		['one that sends a list of something else', [{ id: 'a' }, 7], undefined],
		['one that answers with a page', undefined, undefined],
		['one whose list is none', { data: 'many' }, undefined],
	];
	for (const [server, body, models, program] of lists) {
		it(`is read as ${server} sends it`, () => {
			const offer = readModelList(body);
			assert.deepEqual([words(offer?.models), offer?.program], [models, program]);
		});
	}

	it('is not trusted', () => {
		const ids: readonly unknown[] = [
			'good',
			'good',
			'',
			7,
			null,
			'two\nlines',
			'a\u{202e}b',
			' blank',
			'x'.repeat(201),
			'with space.gguf',
		];
		const offer = readModelList({
			data: [
				null,
				'text',
				...ids.map((id) => ({ id, max_model_len: 'NaN' })),
				{ id: 'deep', capabilities: 7, architecture: [], owned_by: {} },
			],
		});
		assert.deepEqual(words(offer?.models), ['good ?', 'with space.gguf ?', 'deep ?']);
		assert.equal(
			readModelList({ data: Array.from({ length: 100_000 }, (_, index) => ({ id: `m${index}` })) })?.models.length,
			500,
		);
	});
});

describe("A server's own list of models", () => {
	it('of Ollama says which it knows to see, and which run elsewhere', () => {
		const offer = readOllamaTags({
			models: [
				{ name: 'llava:7b', model: 'llava:7b', details: { families: ['llama', 'clip'] } },
				{ name: 'qwen3-vl:8b', capabilities: ['completion', 'vision'] },
				{ name: 'llama3.2', capabilities: ['completion'] },
				{ name: 'gemma3', details: { families: ['gemma3'] } },
				{ name: 'qwen3-vl:235b-cloud', remote_host: 'https://ollama.com:443', remote_model: 'qwen3-vl:235b' },
				{ name: 'nomic-embed-text' },
			],
		});
		assert.deepEqual(words(offer?.models), [
			'llava:7b sees',
			'qwen3-vl:8b sees',
			'llama3.2 text',
			'gemma3 ?',
			'qwen3-vl:235b-cloud ? ollama.com',
		]);
		assert.equal(readOllamaTags({ error: 'no' }), undefined);
	});

	it('of Ollama says of one what it can do', () => {
		const info = { 'general.architecture': 'qwen3vl', 'qwen3vl.context_length': 262_144 };
		assert.deepEqual(readOllamaModel({ capabilities: ['vision'], model_info: info }), { sees: true, context: 262_144 });
		assert.deepEqual(readOllamaModel({ capabilities: ['completion'] }), { sees: false, context: undefined });
		for (const body of [undefined, null, [], { capabilities: 'vision' }, { model_info: 7 }]) {
			assert.equal(readOllamaModel(body).sees, undefined);
		}
	});

	it('of LM Studio leaves out what only embeds', () => {
		const offer = readLmStudioModels({
			data: [
				{ id: 'zai-org/glm-4.6v-flash', type: 'vlm', max_context_length: 131_072 },
				{ id: 'openai/gpt-oss-20b', type: 'llm' },
				{ id: 'nomic', type: 'embeddings' },
			],
		});
		assert.deepEqual(words(offer?.models), ['zai-org/glm-4.6v-flash sees 131072', 'openai/gpt-oss-20b text']);
		const current = readLmStudioModels({
			models: [
				{
					type: 'llm',
					key: 'mistralai/devstral-small-2',
					max_context_length: 393_216,
					capabilities: { vision: true, trained_for_tool_use: true },
				},
				{ type: 'llm', key: 'openai/gpt-oss-20b', capabilities: { vision: false } },
				{ type: 'embedding', key: 'nomic' },
			],
		});
		assert.deepEqual(words(current?.models), ['mistralai/devstral-small-2 sees 393216', 'openai/gpt-oss-20b text']);
		for (const body of [undefined, { data: [] }, { data: [{ id: 'plain' }] }, { error: 'Unexpected endpoint' }]) {
			assert.equal(readLmStudioModels(body), undefined);
		}
	});

	it('of llama.cpp is completed by its properties', () => {
		assert.equal(readLlamaCppSight({ modalities: { vision: true } }), true);
		assert.equal(readLlamaCppSight({ modalities: { vision: false } }), false);
		for (const body of [undefined, {}, { modalities: [] }, { modalities: { vision: 'yes' } }]) {
			assert.equal(readLlamaCppSight(body), undefined);
		}
	});
});

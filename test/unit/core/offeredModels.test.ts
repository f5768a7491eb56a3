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
		['one that lists nothing', { data: [] }, []],
		['one without a list', { models: [] }, undefined],
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

import assert from 'node:assert/strict';
import { codingEndpoint, serviceAt } from '../../../../src/core/glm/services.ts';

describe('serviceAt', () => {
	for (const [endpoint, kind, name, fields, encoding, currency, isPlan] of [
		['https://open.bigmodel.cn/api/paas/v4', 'glm', 'BigModel', 'glm', 'byModel', '¥', false],
		['https://OPEN.bigmodel.cn./api/paas/v4', 'glm', 'BigModel', 'glm', 'byModel', '¥', false],
		['https://open.bigmodel.cn/api/coding/paas/v4', 'glm', 'BigModel Coding Plan', 'glm', 'byModel', undefined, true],
		['https://api.z.ai/api/paas/v4', 'glm', 'Z.ai', 'glm', 'byModel', '$', false],
		['https://api.z.ai/api/coding/paas/v4', 'glm', 'Z.ai Coding Plan', 'glm', 'byModel', undefined, true],
		['https://relay.example/api/paas/v4', 'glm', undefined, 'glm', 'byModel', undefined, false],
		['http://localhost:11434/v1', 'ollama', 'Ollama', 'openAi', 'dataUri', undefined, false],
		['http://127.0.0.1:1234/v1', 'lmStudio', 'LM Studio', 'openAi', 'dataUri', undefined, false],
		['http://[::1]:8080/v1', 'llamaCpp', 'llama.cpp', 'openAi', 'dataUri', undefined, false],
		['http://localhost:8000/v1', 'openAi', undefined, 'openAi', 'dataUri', undefined, false],
		['https://models.example:11434/v1', 'openAi', undefined, 'openAi', 'dataUri', undefined, false],
		['https://open.bigmodel.cn.example/v1', 'openAi', undefined, 'openAi', 'dataUri', undefined, false],
	] as const) {
		it(`${endpoint}: ${name ?? kind}`, () =>
			assert.partialDeepStrictEqual(serviceAt(new URL(endpoint)), {
				kind,
				name,
				fields,
				encoding,
				currency,
				isPlan,
			}));
	}
});

describe('codingEndpoint', () => {
	for (const [endpoint, coding] of [
		['https://open.bigmodel.cn/api/paas/v4', 'https://open.bigmodel.cn/api/coding/paas/v4'],
		['https://api.z.ai/api/paas/v4/', 'https://api.z.ai/api/coding/paas/v4'],
		['https://api.z.ai/api/coding/paas/v4', undefined],
		['https://relay.example/api/paas/v4', undefined],
	] as const) {
		it(`${endpoint}: ${coding ?? 'none'}`, () => assert.equal(codingEndpoint(new URL(endpoint)), coding));
	}
});

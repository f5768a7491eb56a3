import assert from 'node:assert/strict';
import { documentedPrompt, promptFor } from '../../../src/core/prompts.ts';
import { taskIds } from '../../../src/core/tasks.ts';

const question = { task: 'describe', text: '', imageCount: 1, language: undefined } as const;

describe('promptFor', () => {
	it('has words of its own for every task but the question', () => {
		const words = taskIds.map((task) => promptFor({ ...question, task }));
		assert.equal(new Set(words).size, taskIds.length);
		assert.deepEqual(
			taskIds.filter((task) => promptFor({ ...question, task }) === ''),
			['ask'],
		);
	});

	for (const [what, asked, words] of [
		['a question alone', { task: 'ask', text: ' What? ' }, 'What?'],
		['a question with a language', { task: 'ask', text: 'What?', language: 'German' }, 'What?\n\nAnswer in German.'],
		[
			"the user's prompt in place of the task's",
			{ ownPrompt: ' Be brief. ', text: 'And funny.' },
			'Be brief.\n\nAnd funny.',
		],
		["the task's in place of an empty one", { ownPrompt: ' ' }, promptFor(question)],
	] as const) {
		it(what, () => assert.equal(promptFor({ ...question, ...asked }), words));
	}

	it('asks for one part a picture where there are several, and only to describe', () => {
		assert.match(promptFor({ ...question, imageCount: 2 }), /a heading with its number/);
		assert.equal(
			promptFor({ ...question, task: 'extractText', imageCount: 2 }),
			promptFor({ ...question, task: 'extractText' }),
		);
	});
});

describe('documentedPrompt', () => {
	for (const [task, model, words] of [
		['extractText', 'glm-ocr', 'Text Recognition:'],
		['extractText', 'GLM-OCR:latest', 'Text Recognition:'],
		['extractText', 'zai-org/GLM-OCR', 'Text Recognition:'],
		['extractText', 'mlx-community/GLM-OCR-bf16', 'Text Recognition:'],
		['describe', 'glm-ocr', undefined],
		['extractText', 'not-glm-ocr', undefined],
		['extractText', 'glm-ocrs', undefined],
		['extractText', 'glm-4.6v', undefined],
	] as const) {
		it(`${task} with ${model}: ${words}`, () => assert.equal(documentedPrompt(task, model), words));
	}
});

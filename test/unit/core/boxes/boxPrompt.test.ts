import assert from 'node:assert/strict';
import { answerWithoutPlaces } from '../../../../src/core/boxes/answerWithoutPlaces.ts';
import { showWhereQuestion } from '../../../../src/core/boxes/boxPrompt.ts';
import { emptyConversation, reduce, type Turn } from '../../../../src/core/conversation.ts';
import { promptFor } from '../../../../src/core/prompts.ts';
import type { TaskId } from '../../../../src/core/tasks.ts';

const question = { task: 'explainScreenshot', text: '', imageCount: 1, language: 'German', model: 'glm-4.6v' } as const;
const bare = (task: TaskId): string => promptFor({ ...question, task, model: undefined });

describe('The prompt asks for places', () => {
	it('in the form that the model is documented to write, at the end', () => {
		const prompt = promptFor(question);
		assert.match(
			prompt,
			/\n\nEnd with the places .*\[\{'label': '…', 'bbox_2d': \[x1, y1, x2, y2\]\}\], .* 0–1000\.\n\nAnswer in German\.$/,
		);
	});

	for (const [model, form] of [
		['gemini-2.5-flash', /'box_2d': \[y1, x1, y2, x2\]\}\], .* 0–1000\./],
		['kimi-vl-a3b', /'bbox_2d': \[x1, y1, x2, y2\]\}\], .* 0–1\./],
		['qwen2.5vl:7b', /'bbox_2d': \[x1, y1, x2, y2\]\}\], values in pixels\./],
	] as const) {
		it(`as ${model} writes them`, () => assert.match(promptFor({ ...question, model }), form));
	}

	it('with the number of the picture where several are sent, pieces counted singly', () => {
		assert.match(promptFor({ ...question, sentCount: 3 }), /'image': the number of the image, 'bbox_2d'/);
		assert.match(
			promptFor({ ...question, task: 'compare', imageCount: 2 }),
			/'image': the number of the image, 'bbox_2d'/,
		);
	});

	it('not of a model that is not known to write boxes, in other tasks, or in words of the user’s own', () => {
		for (const model of ['gpt-5', 'glm-4v-plus', 'autoglm-phone-9b', undefined]) {
			assert.equal(promptFor({ ...question, model }), bare('explainScreenshot'));
		}
		for (const task of ['describe', 'extractText', 'uiToCode', 'altText', 'ask'] as const) {
			assert.equal(promptFor({ ...question, task }), bare(task));
		}
		assert.equal(promptFor({ ...question, ownPrompt: 'Be brief.' }), 'Be brief.\n\nAnswer in German.');
	});
});

describe('showWhereQuestion', () => {
	it('asks for what is named, or for all of the last answer', () => {
		assert.match(showWhereQuestion(' the menu ', question) ?? '', /^Show where this is: the menu\. .*'bbox_2d'/);
		assert.match(showWhereQuestion('', question) ?? '', /everything that your last answer named/);
	});

	it('is none for a model that gives no boxes', () => {
		assert.equal(showWhereQuestion('', { model: 'llava', imageCount: 1 }), undefined);
	});
});

describe('answerWithoutPlaces', () => {
	const answer = "A dialog. Save is at [10, 20, 300, 400].\n\n[{'label': 'Save', 'bbox_2d': [10, 20, 300, 400]}]\n";
	function turn(more: Partial<Turn>, task: TaskId = 'explainScreenshot'): Turn {
		const asked = { id: 'a', task, text: '', sources: [], follows: false };
		const [first] = reduce(emptyConversation, { kind: 'asked', question: asked }).turns;
		assert.ok(first);
		const picture = { id: 'p', name: 'a.png', mediaType: 'image/png', width: 900, height: 900, byteLength: 9 };
		const answerer = { engine: 'glm', model: 'glm-4.6v', host: 'h' } as const;
		return { ...first, pictures: [picture], answerer, text: answer, ...more };
	}

	it('leaves out the list that the prompt asked for, whole or cut, and nothing else', () => {
		const rest = 'A dialog. Save is at [10, 20, 300, 400].';
		assert.equal(answerWithoutPlaces(turn({})), rest);
		assert.equal(answerWithoutPlaces(turn({ text: answer.slice(0, -10) })), rest);
		assert.equal(
			answerWithoutPlaces(turn({ pictures: [{ id: 'p', kind: 'image', url: 'https://a.b/c.png', name: 'c' }] })),
			rest,
		);
	});

	it('leaves all that a user asked for, and what is not at the end', () => {
		assert.equal(answerWithoutPlaces(turn({}, 'ask')), answer);
		assert.equal(answerWithoutPlaces(turn({ answerer: { engine: 'local' } })), answer);
		assert.equal(answerWithoutPlaces(turn({ text: `${answer}More.` })), `${answer}More.`);
	});
});

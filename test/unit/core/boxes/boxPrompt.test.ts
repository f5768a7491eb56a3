import assert from 'node:assert/strict';
import { answerWithoutPlaces } from '../../../../src/core/boxes/answerWithoutPlaces.ts';
import { placesPrompt, showWhereQuestion } from '../../../../src/core/boxes/boxPrompt.ts';
import { emptyConversation, reduce, type Turn } from '../../../../src/core/conversation.ts';
import { promptFor } from '../../../../src/core/prompts.ts';
import type { TaskId } from '../../../../src/core/tasks.ts';

const glm = { model: 'glm-4.6v', imageCount: 1 };
const several = /'image': the number of the image, 'bbox_2d'/;

describe('The prompt asks for places', () => {
	for (const [model, form] of [
		['glm-4.6v', /^End with the places .*\[\{'label': '…', 'bbox_2d': \[x1, y1, x2, y2\]\}\], .* 0–1000\.$/],
		['gemini-2.5-flash', /'box_2d': \[y1, x1, y2, x2\]\}\], .* 0–1000\.$/],
		['kimi-vl-a3b', /'bbox_2d': \[x1, y1, x2, y2\]\}\], .* 0–1\.$/],
		['qwen2.5vl:7b', /'bbox_2d': \[x1, y1, x2, y2\]\}\], values in pixels\.$/],
	] as const) {
		it(`as ${model} writes them`, () =>
			assert.match(placesPrompt('explainScreenshot', { model, imageCount: 1 }), form));
	}

	it('with the number of the picture where several are sent', () => {
		assert.match(placesPrompt('compare', { ...glm, imageCount: 2 }), several);
		assert.doesNotMatch(placesPrompt('compare', glm), several);
	});

	it('not of a model that is not known to write boxes, and not in other tasks', () => {
		for (const model of ['gpt-5', 'glm-4v-plus', 'autoglm-phone-9b']) {
			assert.equal(placesPrompt('compare', { ...glm, model }), '');
		}
		for (const task of ['describe', 'extractText', 'uiToCode', 'altText', 'ask'] as const) {
			assert.equal(placesPrompt(task, glm), '');
		}
	});

	it('before it names the language, and never in words of the user’s own', () => {
		const question = { task: 'compare', text: '', imageCount: 2, language: 'German', placesPrompt: 'Where?' } as const;
		assert.match(promptFor(question), /\n\nWhere\?\n\nAnswer in German\.$/);
		assert.equal(promptFor({ ...question, ownPrompt: 'Be brief.' }), 'Be brief.\n\nAnswer in German.');
	});
});

describe('showWhereQuestion', () => {
	it('asks for what is named, or for all of the last answer', () => {
		assert.match(showWhereQuestion(' the menu ', glm) ?? '', /^Show where this is: the menu\. .*'bbox_2d'/);
		assert.match(showWhereQuestion('', glm) ?? '', /everything that your last answer named/);
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
		assert.equal(answerWithoutPlaces(turn({ pictures: [] })), rest);
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

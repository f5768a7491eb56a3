import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerWithoutPlaces } from '../../../../src/core/boxes/answerWithoutPlaces.ts';
import { asksForPlaces, placesPrompt } from '../../../../src/core/boxes/boxPrompt.ts';
import { emptyConversation, reduce, type Turn } from '../../../../src/core/conversation.ts';
import { promptFor } from '../../../../src/core/prompts.ts';
import { projectDir } from '../../../support/places.mjs';
import type { TaskId } from '../../../../src/core/tasks.ts';

const glm = { task: 'explainScreenshot', text: '', model: 'glm-4.6v', imageCount: 1 } as const;
const several = /'image': the number of the image, 'bbox_2d'/;

describe('The prompt asks for places', () => {
	for (const [model, form] of [
		['glm-4.6v', /^End with the places .*\[\{'label': '…', 'bbox_2d': \[x1, y1, x2, y2\]\}\], .* 0–1000\.$/],
		['gemini-2.5-flash', /'box_2d': \[y1, x1, y2, x2\]\}\], .* 0–1000\.$/],
		['kimi-vl-a3b', /'bbox_2d': \[x1, y1, x2, y2\]\}\], .* 0–1\.$/],
		['qwen2.5vl:7b', /'bbox_2d': \[x1, y1, x2, y2\]\}\], values in pixels\.$/],
	] as const) {
		it(`as ${model} writes them`, () => assert.match(placesPrompt({ ...glm, model }), form));
	}

	it('with the number of the picture where several are sent', () => {
		assert.match(placesPrompt({ ...glm, task: 'compare', imageCount: 2 }), several);
		assert.doesNotMatch(placesPrompt({ ...glm, task: 'compare' }), several);
	});

	it('not of a model that is not known to write boxes, and not in other tasks', () => {
		for (const model of ['gpt-5', 'glm-4v-plus', 'autoglm-phone-9b']) {
			assert.equal(placesPrompt({ ...glm, model }), '');
		}
		for (const task of ['describe', 'extractText', 'uiToCode', 'altText', 'ask'] as const) {
			assert.equal(placesPrompt({ ...glm, task }), '');
		}
	});

	it('before it names the language, and never in words of the user’s own', () => {
		const question = { task: 'compare', text: '', imageCount: 2, language: 'German', placesPrompt: 'Where?' } as const;
		assert.match(promptFor(question), /\n\nWhere\?\n\nAnswer in German\.$/);
		assert.equal(promptFor({ ...question, ownPrompt: 'Be brief.' }), 'Be brief.\n\nAnswer in German.');
	});
});

describe('A question in words is answered with places', () => {
	for (const text of [
		'Where is the Save button?',
		'Point out what is wrong.',
		"Where's the error",
		'Wo ist der Knopf?',
		'Où est le bouton ?',
		'保存按钮在哪里？',
		'请指出错误。',
		'保存ボタンはどこですか。',
		'저장 버튼은 어디에 있나요?',
	]) {
		it(`by its words: ${text}`, () => {
			assert.ok(asksForPlaces({ task: 'ask', text }));
			assert.match(placesPrompt({ ...glm, task: 'ask', text }), /bbox_2d/);
		});
	}

	for (const text of [
		'What is this?',
		'Somewhere else?',
		'Give the coordinates of where it is.',
		'按钮的坐标在哪里？',
	]) {
		it(`not by these: ${text}`, () => assert.ok(!asksForPlaces({ task: 'ask', text })));
	}

	for (const bundle of ['bundle.l10n.json', 'bundle.l10n.zh-cn.json', 'bundle.l10n.ja.json']) {
		it(`by the words of Show Where in ${bundle}`, () => {
			const words = JSON.parse(readFileSync(join(projectDir, 'l10n', bundle), 'utf8')) as Record<string, string>;
			assert.ok(asksForPlaces({ task: 'ask', text: words['Show where these things are.'] ?? '' }));
		});
	}

	it('where it is about a picture', () => {
		assert.equal(placesPrompt({ ...glm, task: 'ask', text: 'Where?', imageCount: 0 }), '');
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

	it('leaves it out behind a question that asks where', () => {
		const question = { id: 'a', task: 'ask', text: 'Where is Save?', sources: [], follows: true } as const;
		assert.doesNotMatch(answerWithoutPlaces(turn({ question, pictures: [] })), /label/);
	});

	it('leaves all that a user asked for, and what is not at the end', () => {
		assert.equal(answerWithoutPlaces(turn({}, 'ask')), answer);
		assert.equal(answerWithoutPlaces(turn({ answerer: { engine: 'local' } })), answer);
		assert.equal(answerWithoutPlaces(turn({ text: `${answer}More.` })), `${answer}More.`);
	});
});

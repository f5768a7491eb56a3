import assert from 'node:assert/strict';
import { emptyConversation, reduce, type Conversation, type Turn } from '../../../../src/core/conversation.ts';
import { conversationTitle, conversationWords, dayAndTime } from '../../../../src/core/history/conversationRow.ts';
import type { TaskId } from '../../../../src/core/tasks.ts';
import { assertLinear } from '../../../support/linearTime.ts';

/** A conversation of questions about pictures with their answers. */
function turnsOf(
	...asked: readonly {
		readonly task?: TaskId;
		readonly text?: string;
		readonly names?: readonly string[];
		readonly answer?: string;
	}[]
): readonly Turn[] {
	let conversation: Conversation = emptyConversation;
	for (const [index, { task = 'ask', text = '', names = [], answer = '' }] of asked.entries()) {
		const turnId = String(index);
		const question = { id: turnId, task, text, sources: [], follows: index > 0 };
		conversation = reduce(conversation, { kind: 'asked', question });
		const pictures = names.map((name) => ({
			id: name,
			name,
			mediaType: 'image/png',
			width: 1,
			height: 1,
			byteLength: 3,
		}));
		conversation = reduce(conversation, { kind: 'prepared', turnId, pictures });
		conversation = reduce(conversation, { kind: 'part', turnId, part: { kind: 'text', text: answer } });
	}
	return conversation.turns;
}

describe('A conversation in a list', () => {
	for (const [what, turns, title, names] of [
		[
			'a task is about its pictures',
			turnsOf({ task: 'describe', names: ['a.png', 'b.png', 'a.png'] }),
			'a.png, b.png',
			'',
		],
		['a question is about itself', turnsOf({ text: 'Which\nbutton? ', names: ['a.png'] }), 'Which button?', 'a.png'],
		[
			'words of a task are none',
			turnsOf({ task: 'uiToCode', text: 'Write it as Vue.', names: ['a.png'] }),
			'a.png',
			'',
		],
		['a task without pictures has but its words', turnsOf({ task: 'uiToCode', text: 'As Vue.' }), 'As Vue.', ''],
		['nothing at all', turnsOf(), '', ''],
	] as const) {
		it(`title: ${what}`, () => assert.deepEqual(conversationTitle(turns), { title, names }));
	}

	for (const [markdown, words] of [
		['A dialog about a **backup**, and *not* ~~old~~ __bold__.', 'A dialog about a backup, and not old bold.'],
		['# Title\n\nText\n=====\n\n## Two ##', 'Title Text Two'],
		['[the page](https://example.com/a)', 'the page (https://example.com/a)'],
		['<https://example.com/a>', 'https://example.com/a'],
		['![a cat](cat.png)', 'a cat'],
		['- one\n- two\n\n1. three', '- one - two 1. three'],
		['- [x] done', '- ☑ done'],
		['> quoted', 'quoted'],
		['```js\nconst a = `**`;\n```', 'const a = `**`;'],
		['Run `npm **test**`.', 'Run npm **test**.'],
		['| a | b |\n| --- | --- |\n| 1 | 2 |', 'a: 1; b: 2'],
		['It costs $5 or $10.', 'It costs $5 or $10.'],
		['2 * 3 * 4 = snake_case_name', '2 * 3 * 4 = snake_case_name'],
		['a\\*b\\_c &lt;tag&gt; &amp;', 'a*b_c <tag> &'],
		['H<sub>2</sub>O and x^2^', 'H2O and x2'],
		['one\n\n---\n\ntwo', 'one two'],
		['\u202Ereversed\u0000 and\u200B hidden', 'reversed and hidden'],
	] as const) {
		it(`words: ${JSON.stringify(markdown)}`, () =>
			assert.equal(conversationWords(turnsOf({ answer: markdown }), 1000), words));
	}

	it('has the words of questions and answers in their order, and at most so many', () => {
		const turns = turnsOf(
			{ task: 'extractText', text: 'Only the title.', names: ['a.png'], answer: 'A **dialog**.' },
			{ text: 'Which *button*?', answer: 'The `blue` one.' },
			{ text: 'And now?', answer: 'x'.repeat(100) },
		);
		const all = 'Only the title. · A dialog. · Which *button*? · The blue one. · And now? · ';
		assert.equal(conversationWords(turns, 1000), all + 'x'.repeat(100));
		for (const most of [0, 1, 9, 20, 45]) {
			const words = conversationWords(turns, most);
			assert.ok(words.replaceAll(' · ', '').length <= most && all.startsWith(words.slice(0, 9)), words);
		}
	});

	it('reads any answer in linear time', () => {
		for (const piece of ['**', '[', '`', '> ', '| a ', '$', '<b>', '- ']) {
			const pattern = { name: piece, of: (length: number) => piece.repeat(length / piece.length) };
			assertLinear('words', (text) => conversationWords(turnsOf({ answer: text }), 1e9), [pattern], { length: 20_000 });
		}
	});

	const now = new Date(2026, 2, 10, 9, 30).getTime();
	for (const [year, month, day, hour, language, expected] of [
		[2026, 2, 10, 8, 'en', ['today', '8:05 AM']],
		[2026, 2, 9, 23, 'en', ['yesterday', '11:05 PM']],
		[2026, 2, 4, 23, 'en', ['6 days ago', '11:05 PM']],
		[2026, 2, 3, 8, 'en', ['Mar 3, 2026', '8:05 AM']],
		[2025, 11, 24, 8, 'en', ['Dec 24, 2025', '8:05 AM']],
		// A clock that was put back.
		[2026, 2, 12, 8, 'en', ['Mar 12, 2026', '8:05 AM']],
		[2026, 2, 9, 8, 'zh-cn', ['昨天', '08:05']],
		[2026, 2, 9, 8, 'ja', ['昨日', '8:05']],
	] as const) {
		it(`day: ${expected.join(', ')}`, () => {
			const moment = new Date(year, month, day, hour, 5).getTime();
			const shown = dayAndTime(moment, now, language);
			// Some versions of the tables have a narrow space before AM.
			assert.deepEqual([shown.day, shown.time.replace('\u202F', ' ')], expected);
		});
	}
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createContentReader } from '../../../../src/core/glm/answerContent.ts';
import { hostilePatterns } from '../../../support/hostilePatterns.ts';
import { assertLinear } from '../../../support/linearTime.ts';

function read(pieces: readonly string[]): { readonly text: string; readonly reasoning: string } {
	const reader = createContentReader();
	const all = [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
	const parts = all.slice(all.findLastIndex(({ kind }) => kind === 'restarted') + 1);
	const joined = (wanted: string): string =>
		parts.map((part) => (part.kind === wanted && 'text' in part ? part.text : '')).join('');
	return { text: joined('text'), reasoning: joined('reasoning') };
}

const cases: readonly [content: string, text: string, reasoning?: string][] = [
	['A plain answer.', 'A plain answer.'],
	['<|begin_of_box|>42<|end_of_box|>', '42'],
	['An end.<|endoftext|><|user|>', 'An end.'],
	['<think>Hm.</think>\nYes.', 'Yes.', 'Hm.'],
	['\n<think>\nHm.\n</think>Yes.', 'Yes.', '\nHm.\n'],
	['<think>never ended', '', 'never ended'],
	['Use the tag <think> in the middle.', 'Use the tag <think> in the middle.'],
	['a < b and <| c', 'a < b and <| c'],
	['ends with <', 'ends with <'],
	['<|unknown|>', '<|unknown|>'],
	['<th>a header</th>', '<th>a header</th>'],
	['', ''],
	['Hm.</think>\nYes.', 'Yes.', 'Hm.'],
	['Hm.\n\n</think>\n\nYes. </think> No.', 'Yes. </think> No.', 'Hm.\n\n'],
	['</think>Yes.', 'Yes.'],
	[' \n</think>Yes.', ' \nYes.'],
	['Hm.</think>', '', 'Hm.'],
	['Hm.<|end_of_box|></think><|begin_of_box|>42<|end_of_box|>', '42', 'Hm.'],
	['A ` alone.\nHm.</think>Yes.', 'Yes.', 'A ` alone.\nHm.'],
	['`a` and ``b ` c``.</think>Yes.', 'Yes.', '`a` and ``b ` c``.'],
	['Not `</think>` but </think>Yes.', 'Yes.', 'Not `</think>` but '],
	['```\na\n```\nHm.</think>Yes.', 'Yes.', '```\na\n```\nHm.'],
	['Not `<think>`.</think>Yes.', 'Yes.', 'Not `<think>`.'],
	['It ends with `</think>`.', 'It ends with `</think>`.'],
	['It ends with ``a ` </think>``.', 'It ends with ``a ` </think>``.'],
	['```xml\n<think>\n</think>\n```\n', '```xml\n<think>\n</think>\n```\n'],
	['> ~~~~\n~~~\n</think>\n', '> ~~~~\n~~~\n</think>\n'],
	['Between <think> and </think>.', 'Between <think> and </think>.'],
	['<think>Hm.</think>Yes.</think>No.', 'Yes.</think>No.', 'Hm.'],
];

describe('the content of an answer', () => {
	for (const [content, text, reasoning = ''] of cases) {
		it(`${JSON.stringify(content)} → ${JSON.stringify(text)}`, () => {
			assert.deepEqual(read([content]), { text, reasoning });
		});
	}

	it('is taken back when it was reasoning', () => {
		const reader = createContentReader();
		assert.deepEqual(
			['Hm', '.</thi', 'nk>', ' ', '\nYes', '.'].map((piece) => reader.read(piece)),
			[
				[{ kind: 'text', text: 'Hm' }],
				[{ kind: 'text', text: '.' }],
				[
					{ kind: 'restarted', wasThought: true },
					{ kind: 'reasoning', text: 'Hm.' },
				],
				[],
				[{ kind: 'text', text: 'Yes' }],
				[{ kind: 'text', text: '.' }],
			],
		);
	});

	it('is not taken back when the reasoning came apart', () => {
		const reader = createContentReader();
		reader.expectAnswer();
		assert.deepEqual(reader.read('A</think>B'), [{ kind: 'text', text: 'A</think>B' }]);
	});

	it('is read in linear time', () => {
		const patterns = hostilePatterns.concat(
			['</think>', '`</think>', '`</think>`', '<think>', '\n', ' ', '```\n</think>', '<|user|>', '<|'].map((piece) => ({
				name: piece,
				of: (length) => piece.repeat(length / piece.length),
			})),
		);
		for (const [beginning, size] of [
			['', 3],
			['', 1_000_000],
			['`', 3],
			['A', 9],
			['<think>', 3],
		] as const) {
			const run = (text: string) => {
				const content = beginning + text;
				const reader = createContentReader();
				for (let at = 0; at < content.length; at += size) reader.read(content.slice(at, at + size));
				reader.end();
			};
			assertLinear(`${beginning} and ${size} characters at a time`, run, patterns, { length: 25_000 });
		}
	});

	it('is read the same however it is cut', () => {
		const piece = fc.constantFrom(
			...cases.flatMap(([content]) => content.split(/(?<=[<|>])/)),
			'<think>',
			'</think>',
			'`',
			'\n',
			'```',
		);
		fc.assert(
			fc.property(
				fc.array(piece, { maxLength: 12 }),
				fc.array(fc.nat({ max: 60 }), { maxLength: 8 }),
				(texts, cuts) => {
					const content = texts.join('');
					const places = [0, ...cuts.filter((cut) => cut < content.length).sort((a, b) => a - b), content.length];
					const pieces = places.slice(1).map((end, index) => content.slice(places[index], end));
					const whole = read([content]);
					const cut = read(pieces);
					assert.deepEqual(cut, whole);
				},
			),
		);
	});
});

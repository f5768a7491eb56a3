import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createContentReader } from '../../../../src/core/glm/readAnswer.ts';

function read(pieces: readonly string[]): { readonly text: string; readonly reasoning: string } {
	const reader = createContentReader();
	const parts = [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
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
];

describe('the content of an answer', () => {
	for (const [content, text, reasoning = ''] of cases) {
		it(`${JSON.stringify(content)} → ${JSON.stringify(text)}`, () => {
			assert.deepEqual(read([content]), { text, reasoning });
		});
	}

	it('is read the same however it is cut', () => {
		const piece = fc.constantFrom(...cases.flatMap(([content]) => content.split(/(?<=[<|>])/)), '<think>', '</think>');
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
					assert.deepEqual([cut.text.trim(), cut.reasoning], [whole.text.trim(), whole.reasoning]);
				},
			),
		);
	});
});

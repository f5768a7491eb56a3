import assert from 'node:assert/strict';
import { textBlocks } from '../../../src/ocr/textBlocks.ts';
import type { Box } from '../../../src/core/media.ts';

/**
 * A page drawn with letters: each run of one letter in a row is a line of text, 10 pixels wide a letter and 12 high; rows
 * are `pitch` apart.
 */
function linesOf(drawing: readonly string[], pitch: number): Map<Box, string> {
	const lines = new Map<Box, string>();
	drawing.forEach((row, index) => {
		for (const { 0: run, index: column } of row.matchAll(/(\w)\1*/g)) {
			const top = index * pitch;
			lines.set({ left: column * 10, top, right: (column + run.length) * 10, bottom: top + 12 }, run.charAt(0));
		}
	});
	return lines;
}

const cases: readonly {
	readonly name: string;
	readonly drawing: readonly string[];
	readonly pitch: number;
	readonly blocks: readonly string[];
}[] = [
	{ name: 'nothing', drawing: [], pitch: 20, blocks: [] },
	{ name: 'a paragraph', drawing: ['aaaaaaaa', 'bbbbbbb', 'cccc'], pitch: 20, blocks: ['abc'] },
	{ name: 'two paragraphs', drawing: ['aaaaaaaa', 'bbbbbbb', '', 'cccc', 'ddd'], pitch: 20, blocks: ['ab', 'cd'] },
	{
		name: 'a program with indents',
		drawing: ['aaaaaaa', '  bbbb', '    cc', '  ddd', 'e'],
		pitch: 20,
		blocks: ['abcde'],
	},
	{ name: 'a menu with wide rows', drawing: ['aaaa', 'bbb', 'ccccc'], pitch: 40, blocks: ['a', 'b', 'c'] },
	{
		name: 'columns, one after the other',
		drawing: ['aaaaa       ddddd', 'bbbbb       eeeee', 'ccccc       fffff', '            ggggg'],
		pitch: 20,
		blocks: ['abc', 'defg'],
	},
	{
		name: 'labels and their values, row by row',
		drawing: ['aaaaaaa          bbb', 'cccc             ddd', 'eeeee            fff'],
		pitch: 40,
		blocks: ['a', 'b', 'c', 'd', 'e', 'f'],
	},
	{
		name: 'a heading above columns',
		drawing: ['hhhhhhhhhhhhhhhhhhhhh', '', '', '', '', '', '', 'aaaaa       ddddd', 'bbbbb       eeeee', 'ccccc'],
		pitch: 20,
		blocks: ['h', 'abc', 'de'],
	},
];

describe('textBlocks', () => {
	for (const { name, drawing, pitch, blocks } of cases) {
		it(`reads ${name}`, () => {
			const lines = linesOf(drawing, pitch);
			const shuffled = [...lines.keys()].toReversed();
			assert.deepEqual(
				textBlocks(shuffled).map((block) => block.lines.map((line) => lines.get(line)).join('')),
				blocks,
			);
		});
	}

	it('keeps every line exactly once', () => {
		const lines = [...linesOf(['aa bbb c', 'ddd  e', ' ff g hhhhh'], 17).keys()];
		const kept = textBlocks(lines).flatMap((block) => block.lines);
		assert.equal(kept.length, lines.length);
		assert.deepEqual(new Set(kept), new Set(lines));
	});
});

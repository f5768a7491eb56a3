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
	/** The rows of each block, the lines of a row side by side; a block that follows without an empty line has a +. */
	readonly blocks: readonly string[];
}[] = [
	{ name: 'nothing', drawing: [], pitch: 20, blocks: [] },
	{ name: 'a paragraph', drawing: ['aaaaaaaa', 'bbbbbbb', 'cccc'], pitch: 20, blocks: ['a b c'] },
	{ name: 'two paragraphs', drawing: ['aaaaaaaa', 'bbbbbbb', '', 'cccc', 'ddd'], pitch: 20, blocks: ['a b', 'c d'] },
	{
		name: 'a program with indents',
		drawing: ['aaaaaaa', '  bbbb', '    cc', '  ddd', 'e'],
		pitch: 20,
		blocks: ['a b c d e'],
	},
	{
		name: 'a program with line numbers',
		drawing: ['1   aaaaaaaa', '2     bbbbb', '3', '4   cccccc'],
		pitch: 20,
		blocks: ['1a 2b 3 4c'],
	},
	{
		name: 'a program with line numbers below the name of its file',
		drawing: ['nnnnnnnnnnn', '', '1   aaaaaaaa', '2     bbbbb', '3   cccccc'],
		pitch: 17,
		blocks: ['n', '1a 2b 3c'],
	},
	{ name: 'a menu with wide rows', drawing: ['aaaa', 'bbb', 'ccccc'], pitch: 40, blocks: ['a', 'b', 'c'] },
	{
		name: 'columns, one after the other',
		drawing: [
			'aaaaaaaaaaaaaaaaaaaa       dddddddddddddddddddd',
			'bbbbbbbbbbbbbbbbbbb        eeeeeeeeeeeeeeeeeee',
			'cccccccccccccccccccc       ffffffffffffffffffff',
			'                           ggggg',
		],
		pitch: 20,
		blocks: ['a b c', 'd e f g'],
	},
	{
		name: 'a list at the side, whose rows have another height',
		drawing: ['aaaa     mmmmmmmmmmmmm', '', 'bbbb     nnnnn', 'cccc', '         ooooooo', 'dddd', '         pp'],
		pitch: 11,
		blocks: ['a b c d', 'm n o p'],
	},
	{
		name: 'labels and their values, row by row',
		drawing: ['aaaaaaa          bbb', 'cccc             ddd', 'eeeee            fff'],
		pitch: 40,
		blocks: ['ab cd ef'],
	},
	{
		name: 'a table with a missing cell between a heading and a note',
		drawing: ['hhhhhhhhhh', 'aaaa    bbbb     cc', 'ddd     eeeeee   f', 'gg               ii', 'nnnnnnnnnnnnnnnnn'],
		pitch: 30,
		blocks: ['h', 'abc def gi', 'n'],
	},
	{
		name: 'a listing after a command',
		drawing: ['cccccccccccccc', 'aaaa  bbbb  ee', 'dd    ffff  gg'],
		pitch: 20,
		blocks: ['c', '+abe dfg'],
	},
	{
		name: 'a heading above columns',
		drawing: [
			'hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh',
			'',
			'',
			'',
			'',
			'',
			'',
			'aaaaaaaaaaaaaaaaa    ddddddddddddddddd',
			'bbbbbbbbbbbbbbbbb    eeeeeeeeeeeeeeeee',
			'ccccccccccccccccc    fffff',
		],
		pitch: 20,
		blocks: ['h', 'a b c', 'd e f'],
	},
];

describe('textBlocks', () => {
	for (const { name, drawing, pitch, blocks } of cases) {
		it(`reads ${name}`, () => {
			const lines = linesOf(drawing, pitch);
			const shuffled = [...lines.keys()].toReversed();
			const found = textBlocks(shuffled).map(({ rows, follows }) => {
				const text = rows.map((row) => row.map(({ line }) => lines.get(line)).join('')).join(' ');
				return follows ? `+${text}` : text;
			});
			assert.deepEqual(found, blocks);
		});
	}

	it('keeps the rows of lines that touch, where nothing can be cut', () => {
		const lines = linesOf(['aaaaaaaaaaa', 'b  ccccccccc', 'd  eeeee'], 11);
		const rows = textBlocks([...lines.keys()]).flatMap((block) => block.rows);
		assert.deepEqual(
			rows.map((row) => row.map(({ line }) => lines.get(line)).join('')),
			['a', 'bc', 'de'],
		);
	});

	it('says where the columns of a table begin', () => {
		const [block] = textBlocks([...linesOf(['aaaa    bbbb     cc', 'ddd     eeeeee   f'], 30).keys()]);
		assert.deepEqual(block?.columns, [0, 80, 170]);
	});

	it('keeps every line exactly once', () => {
		const lines = [...linesOf(['aa bbb c', 'ddd  e', ' ff g hhhhh'], 17).keys()];
		const kept = textBlocks(lines).flatMap(({ rows }) => rows.flat().map(({ line }) => line));
		assert.equal(kept.length, lines.length);
		assert.deepEqual(new Set(kept), new Set(lines));
	});
});

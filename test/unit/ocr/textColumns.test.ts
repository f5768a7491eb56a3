import assert from 'node:assert/strict';
import { type Cell, TextColumns } from '../../../src/ocr/textColumns.ts';

/** Cells of a drawing: words between two spaces or more, ten pixels a letter. */
function cellsOf(row: string): Cell[] {
	return Array.from(row.matchAll(/\S+(?: \S+)*/g), ({ 0: text, index }) => ({
		text,
		left: index * 10,
		right: (index + text.length) * 10,
	}));
}

const written = (columns: TextColumns, rows: readonly string[]): string[] =>
	columns.lines(rows.map(cellsOf)).map(({ text, indent }) => ' '.repeat(indent) + text);

const cases: readonly {
	readonly name: string;
	readonly starts: readonly number[];
	readonly rows: readonly string[];
	readonly lines: readonly string[];
}[] = [
	{ name: 'a program with its indents', starts: [0], rows: ['if', '  then', 'end'], lines: ['if', '  then', 'end'] },
	{
		name: 'columns with three spaces between them, whatever the distance',
		starts: [0, 120],
		rows: ['Name        Date', 'readme.md   May', 'a           June'],
		lines: ['Name        Date', 'readme.md   May', 'a           June'],
	},
	{
		name: 'far columns nearer',
		starts: [0, 300],
		rows: ['Name                          Date', 'a b                           June'],
		lines: ['Name   Date', 'a b    June'],
	},
	{
		name: 'numbers that end below each other',
		starts: [0, 60],
		rows: ['Sum     9.50', 'All   120.00'],
		lines: ['Sum     9.50', 'All   120.00'],
	},
	{
		name: 'line numbers, and the indents behind them',
		starts: [0, 40],
		rows: [' 9  if', '10    then', '11  end'],
		lines: [' 9   if', '10     then', '11   end'],
	},
	{
		name: 'a row without its first cell',
		starts: [0, 80],
		rows: ['one     two', '        four'],
		lines: ['one   two', '      four'],
	},
];

describe('TextColumns', () => {
	for (const { name, starts, rows, lines } of cases)
		it(`writes ${name}`, () => assert.deepEqual(written(new TextColumns(starts), rows), lines));

	it('gives Chinese characters the room of two letters', () => {
		const columns = new TextColumns([0, 100]);
		const rows = [
			[
				{ text: '金额', left: 0, right: 40 },
				{ text: 'a', left: 100, right: 110 },
			],
			[
				{ text: 'abcde', left: 0, right: 50 },
				{ text: 'b', left: 100, right: 110 },
			],
		];
		assert.deepEqual(
			columns.lines(rows).map(({ text }) => text),
			['金额    a', 'abcde   b'],
		);
	});

	it('writes later rows in the columns of the first', () => {
		const columns = new TextColumns([0, 120]);
		assert.deepEqual(written(columns, ['readme.md   May']), ['readme.md   May']);
		assert.deepEqual(written(columns, ['a           June']), ['a           June']);
	});
});

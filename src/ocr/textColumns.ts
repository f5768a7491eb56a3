import { countCjk } from './lineText.ts';
import type { RecognisedLine } from './messages.ts';

/** A recognized line in its place. */
export interface Cell {
	readonly text: string;
	readonly left: number;
	readonly right: number;
}

/** How a column is written, in letters. */
interface Column {
	/** The width of a letter in pixels. */
	readonly letter: number;
	readonly width: number;
	/** Whether its cells end below each other, as numbers do. */
	readonly endsAlike: boolean;
}

/** The least number of spaces between columns. */
const leastSpaces = 3;

/** The most letters that a column is filled up to. */
const widestColumn = 60;

/** The difference in letters up to which edges are taken to be the same: those of letters aren't straight. */
const sameEdge = 0.7;

/** Returns how much room a text takes: Chinese and Japanese characters are twice as wide as others. */
const lengthOf = (text: string): number => text.length + countCjk(text);

const spread = (edges: readonly number[]): number => Math.max(...edges) - Math.min(...edges);

/** Writes rows as text in the columns of the picture. The first rows decide how wide a letter and a column are. */
export class TextColumns {
	readonly #starts: readonly number[];
	#columns: readonly Column[] | undefined;

	/** `starts`: the left edges of the columns, in pixels. */
	constructor(starts: readonly number[]) {
		this.#starts = starts;
	}

	/** Returns the next rows as lines. */
	lines(rows: readonly (readonly Cell[])[]): RecognisedLine[] {
		const sorted = rows.map((row) =>
			this.#starts.map((_, column) => row.filter((cell) => this.#columnOf(cell) === column)),
		);
		this.#columns ??= this.#starts.map((_, column) =>
			this.#measure(
				sorted.flatMap((row) => row[column] ?? []),
				column,
			),
		);
		return sorted.map((row) => this.#line(row));
	}

	#columnOf({ left }: Cell): number {
		return Math.max(
			0,
			this.#starts.findLastIndex((start) => left >= start),
		);
	}

	#measure(cells: readonly Cell[], column: number): Column {
		const pixels = cells.reduce((sum, { left, right }) => sum + right - left, 0);
		const letters = cells.reduce((sum, { text }) => sum + lengthOf(text), 0);
		const letter = letters > 0 ? pixels / letters : 1;
		const endsAlike =
			this.#starts.length > 1 &&
			cells.length > 1 &&
			spread(cells.map(({ right }) => right)) < letter &&
			spread(cells.map(({ left }) => left)) > letter;
		const ends = cells.map((cell) => lengthOf(cell.text) + (endsAlike ? 0 : this.#indent(cell, column, letter)));
		return { letter, width: Math.min(widestColumn, Math.max(0, ...ends)), endsAlike };
	}

	#indent({ left }: Cell, column: number, letter: number): number {
		const indent = (left - (this.#starts[column] ?? 0)) / letter;
		return indent < sameEdge ? 0 : Math.round(indent);
	}

	#line(row: readonly (readonly Cell[])[]): RecognisedLine {
		let line = '';
		let start = 0;
		for (const [index, cells] of row.entries()) {
			const column = this.#columns?.[index];
			const [first] = cells;
			if (column && first) {
				const text = cells.map((cell) => cell.text).join(' '.repeat(leastSpaces));
				const indent = column.endsAlike ? column.width - lengthOf(text) : this.#indent(first, index, column.letter);
				const spaces = start + indent - lengthOf(line);
				line += ' '.repeat(Math.max(line === '' ? 0 : leastSpaces, spaces)) + text;
			}
			start += (column?.width ?? 0) + leastSpaces;
		}
		const text = line.trimStart();
		return { text, indent: line.length - text.length };
	}
}

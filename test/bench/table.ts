/** One line of a part's table. */
export interface Row {
	readonly what: string;
	/** What counts: a ratio or a size. */
	readonly value: string;
	/** What the value should be; empty where there is no goal. */
	readonly goal?: string;
	/** What the value was made of, for information. */
	readonly raw?: string;
}

export interface Table {
	readonly title: string;
	readonly rows: readonly Row[];
}

export function printTable({ title, rows }: Table, note: string): void {
	const cells = rows.map(({ what, value, goal, raw }) => [
		what,
		value,
		goal ? `goal ${goal}` : '',
		raw ? `[${raw}]` : '',
	]);
	const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
	console.log(`\n${title} (${note})`);
	for (const [what = '', value = '', goal = '', raw = ''] of cells) {
		const [first = 0, second = 0, third = 0] = widths;
		console.log(`  ${what.padEnd(first)}  ${value.padStart(second)}  ${goal.padEnd(third)}  ${raw}`.trimEnd());
	}
}

export function times(ratio: number): string {
	return `${ratio.toFixed(ratio < 10 ? 2 : 1)} ×`;
}

export function milliseconds(value: number): string {
	return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

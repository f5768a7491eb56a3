/** A row of a review as it is exported. */
export interface ExportedRow {
	/** The document's path in the workspace. */
	readonly path: string;
	/** From 1. */
	readonly line: number;
	readonly picture: string;
	readonly rules: readonly string[];
	readonly alt: string;
	readonly proposed: string;
	readonly state: string;
}

const columns = ['file', 'line', 'picture', 'rules', 'alt', 'proposed', 'state'] as const;

/** Returns rows as CSV (RFC 4180) with a byte order mark, by which spreadsheets know UTF-8. What they would compute is text. */
export function asCsv(rows: readonly ExportedRow[]): string {
	const lines = [columns, ...rows.map(cells)].map((row) => row.map(csvCell).join(','));
	return `\u{FEFF}${lines.join('\r\n')}\r\n`;
}

/** Returns rows as a table of GitHub's Markdown. */
export function asMarkdown(rows: readonly ExportedRow[]): string {
	const lines = [columns, columns.map(() => '---'), ...rows.map((row) => cells(row).map(markdownCell))];
	return `${lines.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
}

function cells({ path, line, picture, rules, alt, proposed, state }: ExportedRow): readonly string[] {
	return [path, String(line), picture, rules.join(' '), alt, proposed, state];
}

/** A cell that begins with one of these signs is a formula in spreadsheets. */
const formula = /^[=+\-@\t\r]/;

function csvCell(text: string): string {
	const plain = formula.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function markdownCell(text: string): string {
	return text.replaceAll(/[\\`*_[\]<>|~]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

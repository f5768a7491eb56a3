/** A string within an expression. */
export interface Literal {
	/** The offset of its first character within the expression, after the quote. */
	readonly start: number;
	readonly end: number;
	readonly quote: '"' | "'" | '`';
	readonly text: string;
}

/** Returns the string if the expression is nothing else, or a template without holes. */
export function stringLiteral(expression: string): Literal | undefined {
	const [whole, before = '', quote, inner = ''] = /^(\s*)(["'`])((?:\\[^]|(?!\2)[^\\])*)\2\s*$/.exec(expression) ?? [];
	if (whole === undefined || (quote !== '"' && quote !== "'" && quote !== '`')) return undefined;
	if (quote === '`' ? /(?<!\\)(?:\\\\)*\$\{/.test(inner) : /\n/.test(inner.replaceAll(/\\\r?\n/g, '')))
		return undefined;
	const start = before.length + 1;
	return { start, end: start + inner.length, quote, text: unescapeString(inner) };
}

function unescapeString(text: string): string {
	return text.replaceAll(/\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|(\r?\n)|([^]))/gi, (whole, ...found) => {
		const [braced, four, two, , sign] = found.map((each: unknown) => (typeof each === 'string' ? each : undefined));
		const code = braced ?? four ?? two;
		if (code !== undefined) {
			const point = Number.parseInt(code, 16);
			return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
		}
		if (sign === undefined) return '';
		return { n: '\n', r: '\r', t: '\t', 0: '\0' }[sign] ?? sign;
	});
}

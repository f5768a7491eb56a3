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

/** Returns the address or imported module that an expression for a picture refers to. */
export function pictureExpression(
	expression: string,
	imports: ReadonlyMap<string, string>,
):
	| { readonly kind: 'address'; readonly address: string }
	| { readonly kind: 'module'; readonly specifier: string }
	| undefined {
	const address = stringLiteral(expression)?.text;
	if (address !== undefined) return { kind: 'address', address };
	const code = expression.trim();
	const name = /^([\w$]+)(?:\.(?:src|default|url))?$/.exec(code)?.[1];
	const specifier =
		name === undefined
			? /^(?:\(?await\s+)?(?:require|import)\(\s*(["'`])([^"'`$]+)\1\s*\)+(?:\.(?:src|default))?$/.exec(code)?.[2]
			: imports.get(name);
	if (specifier !== undefined) return { kind: 'module', specifier };
	const url =
		/^new URL\(\s*(["'`])([^"'`$]+)\1\s*,\s*import\.meta\.url\s*\)(?:\.(?:href|pathname)|\.toString\(\))?$/.exec(code);
	return url?.[2] === undefined ? undefined : { kind: 'module', specifier: url[2] };
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

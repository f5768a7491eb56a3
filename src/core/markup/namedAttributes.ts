/** An attribute `name="value"` of a shortcode or a directive. Offsets count from the start of the examined text. */
export interface NamedAttribute {
	readonly name: string;
	/** The range of the value, without quotes. */
	readonly start: number;
	readonly end: number;
	readonly quote: '"' | "'" | '`' | '';
}

const attribute =
	/(?<![\w:.-])([\w:.-]+)\s?[=:]\s?(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|`([^`]*)`|([^\s"'`}\]]+))/gs;

/** Returns the attributes in a text, by their names in lower case; the first of a name counts. */
export function namedAttributes(text: string): ReadonlyMap<string, NamedAttribute> {
	const found = new Map<string, NamedAttribute>();
	for (const match of text.matchAll(attribute)) {
		const [whole, name = '', double, single, back, bare] = match;
		const value = double ?? single ?? back ?? bare ?? '';
		const quote = double !== undefined ? '"' : single !== undefined ? "'" : back !== undefined ? '`' : '';
		const end = match.index + whole.length - quote.length;
		const key = name.toLowerCase();
		if (!found.has(key)) found.set(key, { name, start: end - value.length, end, quote });
	}
	return found;
}

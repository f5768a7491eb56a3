/** Characters of all entities together with those inside them put in: editors declare the addresses of namespaces. */
const mostCharacters = 1_000_000;
/** How often an entity may stand within another within another. */
const mostDepth = 8;

/** The entities that a document type declares, with those inside them put in; what is too much for that is left out. */
export function readEntities(declarations: string): ReadonlyMap<string, string> {
	const declared = new Map<string, string>();
	let at = 0;
	while (at >= 0 && at < declarations.length) {
		if (declarations.startsWith('<!--', at)) at = endAfter(declarations, '-->', at + 4);
		else if (declarations.startsWith('<!ENTITY', at)) {
			const quote = nextQuote(declarations, at);
			const end = quote < 0 ? -1 : declarations.indexOf(declarations.charAt(quote), quote + 1);
			if (end < 0) break;
			const [name = '', ...others] = declarations
				.slice(at + '<!ENTITY'.length, quote)
				.trim()
				.split(/\s+/);
			// Those of the outside world and those for the declarations themselves are never drawn; the first of a name counts.
			if (others.length === 0 && name !== '' && !declared.has(name))
				declared.set(name, declarations.slice(quote + 1, end));
			at = end + 1;
		} else {
			const sign = declarations.charAt(at);
			at = sign === '"' || sign === "'" ? endAfter(declarations, sign, at + 1) : at + 1;
		}
	}
	return expandAll(declared);
}

function endAfter(text: string, end: string, from: number): number {
	const at = text.indexOf(end, from);
	return at < 0 ? -1 : at + end.length;
}

function nextQuote(text: string, from: number): number {
	for (let at = from; at < text.length; at++) if (text[at] === '"' || text[at] === "'") return at;
	return -1;
}

const reference = /&(#x[\da-f]{1,6}|#\d{1,7}|[^\s&;#]{1,100});/gi;
const builtIn: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function expandAll(declared: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
	let left = mostCharacters;
	const expand = (text: string, depth: number): string => {
		left -= text.length;
		if (depth > mostDepth || left < 0) return '';
		return text.replaceAll(reference, (whole, name: string) => {
			if (name.startsWith('#')) return character(name);
			const inner = declared.get(name);
			return inner === undefined ? (builtIn[name] ?? whole) : expand(inner, depth + 1);
		});
	};
	return new Map(Array.from(declared, ([name, value]) => [name, expand(value, 0)]));
}

function character(name: string): string {
	const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
	return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

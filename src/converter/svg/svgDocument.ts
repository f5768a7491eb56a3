import { SaxesParser } from 'saxes';
import { TooComplexError } from '../formats/tooComplex.ts';

/** An element of a drawing, with all entities expanded. */
export interface SvgElement {
	/** The name with its prefix, as in the file. */
	readonly name: string;
	/** The name without its prefix: the namespace is left to the rasterizer. */
	readonly kind: string;
	readonly attributes: Map<string, string>;
	readonly children: (SvgElement | string)[];
}

/** The most elements: a detailed map has a tenth; each costs the rasterizer up to ten kilobytes. */
const mostElements = 250_000;

/** The deepest nesting: more overflows the rasterizer's stack. */
const mostDepth = 500;

/** The longest document with its entities expanded, in characters; most are embedded pictures. */
const mostCharacters = 64 * 2 ** 20;

/**
 * Parses a drawing. Throws if it isn't well-formed.
 * @throws TooComplexError
 */
export function parseSvg(text: string): SvgElement {
	if (text.length > mostCharacters) throw new TooComplexError('It is too long.');
	const parser = new SaxesParser({ xmlns: false, position: false });
	const root: SvgElement = { name: '', kind: '', attributes: new Map(), children: [] };
	const open = [root];
	let elements = 0;
	let characters = 0;
	const countCharacters = (value: string): void => {
		characters += value.length;
		if (characters > mostCharacters) throw new TooComplexError('It is too long.');
	};
	const addText = (value: string): void => {
		countCharacters(value);
		open.at(-1)?.children.push(value);
	};
	parser.on('error', (error) => {
		throw error;
	});
	parser.on('doctype', (declarations) => {
		for (const [name, value] of readEntities(declarations)) parser.ENTITIES[name] ??= value;
	});
	parser.on('text', addText);
	parser.on('cdata', addText);
	parser.on('opentag', ({ name, attributes }) => {
		elements++;
		if (elements > mostElements) throw new TooComplexError('It has too many elements.');
		if (open.length > mostDepth) throw new Error('It is nested too deeply.');
		for (const value of Object.values(attributes)) countCharacters(value);
		const element: SvgElement = {
			name,
			kind: withoutPrefix(name),
			attributes: new Map(Object.entries(attributes)),
			children: [],
		};
		open.at(-1)?.children.push(element);
		open.push(element);
	});
	parser.on('closetag', () => void open.pop());
	parser.write(text).close();
	const [drawing] = childElements(root);
	if (!drawing) throw new Error('It is empty.');
	return drawing;
}

/** Returns the name of an element or an attribute without its prefix. */
export function withoutPrefix(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}

/** Returns the direct child elements. */
export function childElements(element: SvgElement): readonly SvgElement[] {
	return element.children.filter((child) => typeof child !== 'string');
}

/** Yields an element and all its descendants in document order. */
export function* allElements(element: SvgElement): Generator<SvgElement, void, undefined> {
	const next = [element];
	for (let found = next.pop(); found; found = next.pop()) {
		yield found;
		next.push(...childElements(found).toReversed());
	}
}

/** Returns all text inside an element. */
export function textIn(element: SvgElement): string {
	return element.children.map((child) => (typeof child === 'string' ? child : textIn(child))).join('');
}

/** Writes a drawing as XML without document type, comments and instructions. */
export function writeSvg({ name, attributes, children }: SvgElement): string {
	const written = Array.from(attributes, ([key, value]) => ` ${key}="${escaped(value)}"`).join('');
	const content = children.map((child) => (typeof child === 'string' ? escaped(child) : writeSvg(child))).join('');
	return `<${name}${written}>${content}</${name}>`;
}

const escapes: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	'\t': '&#9;',
	'\n': '&#10;',
	'\r': '&#13;',
};

function escaped(text: string): string {
	return text.replaceAll(/[&<>"\t\n\r]/g, (sign) => escapes[sign] ?? sign);
}

/** The most characters of all expanded entities together: editors declare the addresses of namespaces. */
const mostEntityCharacters = 1_000_000;

/** The deepest nesting of entities. */
const mostEntityDepth = 8;

/** Returns the entities that a document type declares, expanded; those that exceed the limits are left out. */
function readEntities(declarations: string): ReadonlyMap<string, string> {
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
			// External entities and those for declarations are never drawn; the first of a name counts.
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
	let left = mostEntityCharacters;
	const expand = (text: string, depth: number): string => {
		left -= text.length;
		if (depth > mostEntityDepth || left < 0) return '';
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

import { decodeEntities } from './entities.ts';

/** How a language writes a text among its own signs. Reading what was written gives the text, but for `wikilink` and `org`. */
interface Escape {
	write(text: string): string;
	read(written: string): string;
}

const punctuation = /\\([!-/:-@[-`{-~])/g;

/** Signs of template languages that are processed before anything else; see altEdit.ts. */
const templateSigns = /\{(?=[{%#])|(?<=[{$#@])\{|\}(?=\})|(?<=[}%#])\}|<(?=[%?])|(?<=[%?])>/g;

function reference(sign: string): string {
	return `&#${sign.charCodeAt(0)};`;
}

function withReferences(text: string, signs: RegExp): string {
	return text.replaceAll(new RegExp(`&(?=#|\\w{1,40};)|${signs.source}`, 'g'), reference);
}

const latexWords: ReadonlyMap<string, string> = new Map([
	['\\', '\\textbackslash{}'],
	['^', '\\textasciicircum{}'],
	['~', '\\textasciitilde{}'],
]);

const escapes = {
	/** An attribute of Pandoc and Quarto, in double quotes; Markdown looks for code, tags and cells before it. */
	pandoc: {
		write: (text) =>
			withReferences(text, /[`<>|]|\{(?=[{%#])|(?<=[{$#@])\{|\}(?=\})|(?<=[}%#])\}/g).replaceAll(/[\\"]/g, '\\$&'),
		read: (written) => decodeEntities(written.replaceAll(punctuation, '$1')),
	},
	/** What is put into an attribute of HTML as it is, in double quotes. */
	html: {
		write: (text) => withReferences(text, /["<>`|]|\{(?=[{%#])|(?<=[{$#@])\{|\}(?=\})|(?<=[}%#])\}/g),
		read: decodeEntities,
	},
	/** A parameter of a Hugo shortcode, in double quotes; only the quote is escaped. */
	hugo: {
		write: (text) =>
			text
				.replaceAll(templateSigns, '$& ')
				.replaceAll(/(?<!\\)\\+(?="|$)/g, (signs) => '/'.repeat(signs.length))
				.replaceAll('"', '\\"'),
		read: (written) => written.replaceAll('\\"', '"'),
	},
	/** A wikilink, which has no escapes: what would end it is replaced by what looks like it. */
	wikilink: {
		write: (text) =>
			text
				.replaceAll(/[[{]/g, '(')
				.replaceAll(/[\]}]/g, ')')
				.replaceAll('|', '¦')
				.replace(/^\d+(?:x\d+)?$/, '$&.'),
		read: (written) => written,
	},
	/** A value of YAML in one line. */
	yaml: {
		write: (text) =>
			/^[\s\-?:,[\]{}#&*!|>'"%@`]|:(?:\s|$)|\s#|^(?:true|false|yes|no|on|off|null|~|[\d.+-]+)$/i.test(text) ||
			text === ''
				? `"${text.replaceAll(/[\\"]/g, '\\$&')}"`
				: text,
		read: (written) =>
			/^".*"$/s.test(written)
				? written.slice(1, -1).replaceAll(/\\([\\"])/g, '$1')
				: /^'.*'$/s.test(written)
					? written.slice(1, -1).replaceAll("''", "'")
					: written,
	},
	/** The rest of a line. */
	line: { write: (text) => text, read: (written) => written },
	/** An attribute of AsciiDoc, in double quotes: all that is formatted, replaced or ends it is a reference. */
	asciidoc: {
		write: (text) =>
			withReferences(
				text,
				/["\\[\]{}*_`#^~+|<>'$@]|-(?=[->])|(?<=-)[->]|=(?=[>])|\.(?=\.)|(?<=\.)\.|:(?=[:/])|\((?=[CRT(])|(?<=\()\(/g,
			),
		read: (written) => decodeEntities(written.replaceAll(/\\(["'\]])/g, '$1')),
	},
	/** A string of Typst, in which an unknown escape is no escape. */
	typst: {
		write: (text) => text.replaceAll(/[\\"]/g, '\\$&'),
		read: (written) =>
			written.replaceAll(
				/\\(?:u\{([\da-fA-F]{1,8})\}|([\\"nrt]))/g,
				(whole, code: string | undefined, sign: string | undefined) => {
					if (code === undefined) return { n: '\n', r: '\r', t: '\t' }[sign ?? ''] ?? sign ?? '';
					const point = Number.parseInt(code, 16);
					return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
				},
			),
	},
	/** Text of LaTeX. */
	latex: {
		write: (text) => text.replaceAll(/[\\{}%#$&_^~]/g, (sign) => latexWords.get(sign) ?? `\\${sign}`),
		read: (written) =>
			written.replaceAll(
				/\\text(backslash|asciicircum|asciitilde)(?:\{\}|\s|(?![a-zA-Z]))|\\([{}%#$&_ ])|~|[{}]/g,
				(whole, word?: string, sign?: string) =>
					word === undefined
						? // Braces that aren't escaped only hold together, and a tilde is a blank.
							(sign ?? (whole === '~' ? ' ' : ''))
						: ({ backslash: '\\', asciicircum: '^' }[word] ?? '~'),
			),
	},
	/** A property of Org, which the next one ends. */
	org: {
		write: (text) => text.replaceAll(/(?<=^|\s):(?=[-\w])/g, ': '),
		read: (written) => written,
	},
} satisfies Readonly<Record<string, Escape>>;

/** The ways of escaping, by what a text is written into. */
export type EscapeName = keyof typeof escapes;

/** Returns a text as it is written. */
export function escapeText(text: string, by: EscapeName): string {
	return escapes[by].write(text);
}

/** Returns the text that was written. */
export function unescapeText(written: string, by: EscapeName): string {
	return escapes[by].read(written);
}

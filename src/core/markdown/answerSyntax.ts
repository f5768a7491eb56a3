import { Hooks, Lexer, type MarkedOptions, type Token, type TokenizerThis, type Tokens } from 'marked';
import type { GridToken, NoteMarkToken, NoteToken, PhraseToken } from './answerTokens.ts';
import { maskFormulas, readFormula, readFormulaBlock } from './lexFormula.ts';
import { beginsTable, readDetailsTag, readTable, tableEnd } from './lexHtml.ts';

// What models write beside Markdown: formulas, a few elements of HTML, footnotes, and Pandoc's `H~2~O` and `x^2^`.

/** A lexer that finds no emphasis inside formulas. */
export class AnswerLexer extends Lexer {
	/** What is read now ends where the text or a table does, so that a table without an end may still get one. */
	isAtEnd = false;
	#source = '';
	readonly #hooks = Object.assign(new Hooks(), {
		emStrongMask: (masked: string) => maskFormulas(this.#source, masked),
	});

	constructor(options: MarkedOptions) {
		super({ ...options, extensions: answerSyntax });
	}

	override inlineTokens(src: string, tokens: Token[] = []): Token[] {
		this.#source = src;
		this.options.hooks = /[*_~]/.test(src) && /\$|\\[([]/.test(src) ? this.#hooks : null;
		return super.inlineTokens(src, tokens);
	}
}

const answerSyntax: NonNullable<MarkedOptions['extensions']> = {
	renderers: {},
	childTokens: {},
	block: [
		function block(src) {
			if (!/^ {0,3}[$<[\\]/.test(src)) return undefined;
			return (
				readFormulaBlock(src) ?? readGrid(src, this) ?? readDetailsTag(src, this.lexer) ?? readNote(src, this.lexer)
			);
		},
	],
	// What may follow a paragraph without a blank line.
	startBlock: [(src) => src.search(/(?<=\n) {0,3}(?:\$\$|\\\[|\[\^[^\]\s]+\]:)/)],
	inline: [(src, tokens) => readFormula(src) ?? readScript(src, tokens) ?? readNoteMark(src)],
	// Signs that begin no text of Markdown's own.
	startInline: [(src) => src.search(/[$^]/)],
};

function readGrid(src: string, { lexer }: TokenizerThis): GridToken | undefined {
	const end = beginsTable(src) ? tableEnd(src) : undefined;
	if (!end || (end.isOpen && !(lexer instanceof AnswerLexer && lexer.isAtEnd))) return undefined;
	return readTable(src.slice(0, end.at), lexer, end.isOpen);
}

/** The signs of Pandoc for what stands lower or higher, and what may stand there. */
const scripts = {
	'~': {
		tag: 'sub',
		pattern: /^~([\p{Script=Latin}\p{Script=Greek}\d+\-−=(),]{1,12})~(?!~)/u,
		behind: /[\p{Script=Latin}\p{Script=Greek})\]^]$/u,
	},
	'^': {
		tag: 'sup',
		pattern: /^\^([\p{Script=Latin}\p{Script=Greek}\d+\-−=(),.°]{1,20})\^(?!\^)/u,
		behind: /[\p{L}\d)\]~]$/u,
	},
} as const;

function readScript(src: string, tokens: readonly Token[]): PhraseToken | Tokens.Text | undefined {
	const sign = src[0];
	if (sign !== '~' && sign !== '^') return undefined;
	const { tag, pattern, behind } = scripts[sign];
	const [raw, text = ''] = pattern.exec(src) ?? [];
	if (raw !== undefined && behind.test(tokens.at(-1)?.raw ?? '')) {
		return { type: 'phrase', raw, tag, tokens: [{ type: 'text', raw: text, text, escaped: false }] };
	}
	// A single one strikes nothing out.
	return sign === '~' && src[1] !== '~' ? { type: 'text', raw: sign, text: sign, escaped: false } : undefined;
}

function readNoteMark(src: string): NoteMarkToken | undefined {
	const [raw, label] = /^\[\^([^\]\s[^]{1,40})\](?!\()/.exec(src) ?? [];
	return raw !== undefined && label !== undefined ? { type: 'noteMark', raw, label } : undefined;
}

const noteBegin = /^ {0,3}\[\^([^\]\s[^]{1,40})\]:[\t ]*/;

/** Reads a footnote: its paragraph, and what is indented below. */
function readNote(src: string, lexer: Lexer): NoteToken | undefined {
	const [begin, label] = noteBegin.exec(src) ?? [];
	if (begin === undefined || label === undefined) return undefined;
	let end = endOfLine(src, 0);
	let isBehindBlank = false;
	for (let at = end + 1; at < src.length; at = endOfLine(src, at) + 1) {
		const line = src.slice(at, endOfLine(src, at));
		const isBlank = line.trim() === '';
		const belongs = isBehindBlank ? /^(?: {4}|\t)/.test(line) : !/^ {0,3}(?:[#>|`~<$\\[*+-]|\d+[.)]\s)/.test(line);
		if (!isBlank && !belongs) break;
		if (!isBlank) end = at + line.length;
		isBehindBlank = isBlank;
	}
	const text = src.slice(begin.length, end).replaceAll(/\n(?: {1,4}|\t)/g, '\n');
	return { type: 'note', raw: src.slice(0, end), label, tokens: lexer.blockTokens(text, []) };
}

function endOfLine(src: string, from: number): number {
	const end = src.indexOf('\n', from);
	return end === -1 ? src.length : end;
}

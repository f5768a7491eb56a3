import { Tokenizer, type Token, type Tokens } from 'marked';
import { AnswerLexer } from './answerSyntax.ts';
import { childrenOf } from './answerTokens.ts';
import { beginsTable, joinElements, longestElement, tableEnd } from './lexHtml.ts';

// The only place that parses a model's Markdown. The lexer of `marked` takes quadratic time for many kinds of text and
// overflows the stack on others, so it only gets small pieces, without deep nesting, each with a limited amount of
// work. The work is counted, not timed: the same text looks the same on a busy machine.

/**
 * The longest piece given to the lexer at once, and the length from which it ends at the next good place; in
 * characters.
 */
interface PieceSize {
	readonly most: number;
	readonly good: number;
}

const usualPiece: PieceSize = { most: 4000, good: 500 };

/** The size for text that took too much work in larger pieces. */
const smallPiece: PieceSize = { most: 500, good: 100 };

/** The longest part of a paragraph that is parsed for emphasis, links and the like at once, in characters. */
const longestInline = 2000;

/**
 * The work allowed per character: every block or mark of a piece costs the length of the rest, which is all that the
 * lexer may examine. Usual answers take a tenth.
 */
const mostWork = { blocks: 40, inline: 80 };

/** The additional factor for a mark of emphasis, since its end is searched too. */
const emphasisWork = 8;

/** The most marks of quotes and lists at the beginning of one line. */
const mostMarks = 12;

/** The most levels of nested tokens; deeper ones become text. */
const mostLevels = 48;

/** The most cells of a table: each of its rows is filled up to the width of the first. */
const mostCells = 20_000;
const mostColumns = 200;

/**
 * The most blocks and paragraphs of one text, after which the rest is plain: ten times as many as in a book's chapter.
 */
const mostBlocks = 12_000;

/** The most HTML tables without an end that are searched for it; each search may read the longest table. */
const mostEndlessTables = 10;

/** A part of a text, and the way to read it. */
interface Piece {
	readonly text: string;
	/**
	 * `all`: a text that is all there is. `plain`: one paragraph whatever it looks like. `whole`: code or a table, read in
	 * one go.
	 */
	readonly kind: 'markdown' | 'all' | 'whole' | 'plain';
}

/**
 * Returns the top-level blocks of a Markdown text; their `raw` texts add up to the whole text. Never throws, and takes
 * linear time: anything too long, too deep or too laborious becomes plain text.
 */
export function lexMarkdown(markdown: string): readonly Token[] {
	const text = markdown.replaceAll(/\r\n?/g, '\n');
	const tokenizer = new BoundedTokenizer();
	const lexer = new AnswerLexer({ gfm: true, tokenizer });
	const blocks: Token[] = [];
	const isShort = text.length <= usualPiece.most && !hasDeepLine(text);
	const all: Piece = { text, kind: 'all' };
	for (const piece of isShort ? [all] : piecesOf(all, usualPiece)) {
		const isFull = blocks.length + lexer.inlineQueue.length > mostBlocks;
		for (const block of blocksOf(lexer, tokenizer, isFull ? { ...piece, kind: 'plain' } : piece)) blocks.push(block);
	}
	for (const { src, tokens } of lexer.inlineQueue.splice(0)) lexInline(lexer, tokenizer, { src, tokens });
	joinLevels(blocks);
	return blocks;
}

/** A tokenizer that throws once a piece takes too much work. */
class BoundedTokenizer extends Tokenizer {
	#left = 0;

	begin(work: number): void {
		this.#left = work;
	}

	/** Counts the work: the first rule tried for each block. */
	override space(src: string): Tokens.Space | undefined {
		this.#spend(src.length);
		return super.space(src);
	}

	/** Counts the work: the first rule tried for each mark in a paragraph. */
	override escape(src: string): Tokens.Escape | undefined {
		this.#spend('*_~'.includes(src.charAt(0)) ? src.length * emphasisWork : src.length);
		return super.escape(src);
	}

	/** Leaves elements that belong into a paragraph to it, also at its beginning. */
	override html(src: string): Tokens.HTML | undefined {
		return /^ {0,3}<\/?(?:br|sub|sup|b|strong|i|em|u)\b/i.test(src) ? undefined : super.html(src);
	}

	/** Rejects a false table, or one with too many cells, before the quadratic search for its rows. */
	override table(src: string): Tokens.Table | undefined {
		const [header = '', delimiter = ''] = src.split('\n', 2);
		return isTable(header, delimiter, src) ? super.table(src) : undefined;
	}

	#spend(work: number): void {
		this.#left -= work;
		if (this.#left < 0) throw new RangeError('The text takes too much work.');
	}
}

function isTable(header: string, delimiter: string, src: string): boolean {
	if (!/^[\t :|-]+$/.test(delimiter) || !delimiter.includes('-')) return false;
	const columns = cellsIn(header);
	return columns <= mostColumns && columns === cellsIn(delimiter) && columns * src.split('\n').length <= mostCells;
}

/** Counts the cells of a row: unescaped pipes separate them, except at its ends. */
function cellsIn(row: string): number {
	const cells = row.trim().replaceAll(/\\[^]/g, '').split('|');
	return cells.length - Number(cells[0] === '') - Number(cells.length > 1 && cells.at(-1)?.trim() === '');
}

function blocksOf(lexer: AnswerLexer, tokenizer: BoundedTokenizer, piece: Piece): readonly Token[] {
	const read = attempt(lexer, tokenizer, piece);
	if (read) return read;
	// Smaller pieces often work: a list then becomes several lists.
	const smaller =
		piece.kind === 'markdown' || piece.kind === 'all'
			? piecesOf(piece, smallPiece)
			: [{ ...piece, kind: 'plain' } as const];
	return smaller.flatMap((each) => attempt(lexer, tokenizer, each) ?? plainBlocks(lexer, each.text));
}

/** Reads a piece; undefined if it is too deep for the stack or too much work. */
function attempt(lexer: AnswerLexer, tokenizer: BoundedTokenizer, { text, kind }: Piece): readonly Token[] | undefined {
	if (kind === 'plain') return plainBlocks(lexer, text);
	const queued = lexer.inlineQueue.length;
	lexer.isAtEnd = kind !== 'markdown';
	// Code and tables are a block or two, whose end is examined again.
	tokenizer.begin(kind === 'whole' ? text.length * 8 + 1000 : text.length * mostWork.blocks);
	try {
		return lexer.blockTokens(text);
	} catch {
		lexer.inlineQueue.length = queued;
		lexer.state.top = true;
		return undefined;
	}
}

function plainBlocks(lexer: AnswerLexer, text: string): readonly Token[] {
	return text.trim() === '' ? [{ type: 'space', raw: text }] : [paragraph(lexer, text)];
}

function paragraph(lexer: AnswerLexer, raw: string): Tokens.Paragraph {
	const text = raw.replace(/\n$/, '');
	return { type: 'paragraph', raw, text, tokens: lexer.inline(text) };
}

/** Reads a paragraph in pieces that end between words; emphasis across such an end shows its marks. */
function lexInline(
	lexer: AnswerLexer,
	tokenizer: BoundedTokenizer,
	{ src, tokens }: { readonly src: string; readonly tokens: Token[] },
): void {
	for (let at = 0; at < src.length;) {
		const end = endOfInline(src, at);
		const part = src.slice(at, end);
		lexer.state.inRawBlock = false;
		lexer.state.inLink = false;
		tokenizer.begin(part.length * mostWork.inline);
		try {
			for (const token of lexer.inlineTokens(part)) tokens.push(token);
		} catch {
			tokens.push(textToken(part));
		}
		at = end;
	}
}

function endOfInline(src: string, from: number): number {
	const most = from + longestInline;
	if (src.length <= most) return src.length;
	const space = Math.max(src.lastIndexOf(' ', most), src.lastIndexOf('\n', most), src.lastIndexOf('。', most));
	return space > from + longestInline / 2 ? space + 1 : most;
}

function textToken(text: string): Tokens.Text {
	return { type: 'text', raw: text, text, escaped: false };
}

/**
 * Splits a text that is too long for the lexer, preferably before a paragraph, else before a line. Code and tables stay
 * whole.
 */
function piecesOf({ text, kind }: Piece, size: PieceSize): readonly Piece[] {
	const lines = text.split('\n').map((line, index, all) => (index < all.length - 1 ? `${line}\n` : line));
	const pieces: Piece[] = [];
	let current: string[] = [];
	let length = 0;
	let isBehindBlank = true;
	let tables = mostEndlessTables;
	const end = (): void => {
		if (length > 0) pieces.push({ text: current.join(''), kind: 'markdown' });
		current = [];
		length = 0;
	};
	for (let at = 0; at < lines.length;) {
		const line = lines[at] ?? '';
		let whole = wholeLines(lines, at, isBehindBlank);
		if (whole === 0 && tables > 0 && beginsTable(line)) {
			whole = closedTable(lines, at);
			if (whole === 0) {
				tables--;
				// A part of a text ends where more of the table may follow.
				if (kind === 'all') whole = openTable(lines, at);
			}
		}
		if (whole > 0) {
			end();
			pieces.push({ text: lines.slice(at, at + whole).join(''), kind: 'whole' });
			at += whole;
			isBehindBlank = true;
			continue;
		}
		if (line.length > size.most || hasDeepLine(line)) {
			end();
			pieces.push({ text: line, kind: 'plain' });
		} else {
			const isGoodPlace = isBehindBlank && /^[^\s>*+\-\d]/.test(line);
			if (length + line.length > size.most || (length > size.good && isGoodPlace)) end();
			current.push(line);
			length += line.length;
		}
		isBehindBlank = line.trim() === '';
		at++;
	}
	end();
	return pieces;
}

/**
 * Counts the lines of a code block or table that begins here, which the lexer reads in one go however long it is; 0 for
 * none.
 */
function wholeLines(lines: readonly string[], at: number, isBehindBlank: boolean): number {
	const line = lines[at] ?? '';
	const fence = /^(?:`{3,}(?=[^`\n]*$)|~{3,})/m.exec(line.slice(0, usualPiece.most))?.[0];
	if (fence !== undefined && fence.length < mostColumns) {
		const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \t]*$`);
		let end = at + 1;
		while (end < lines.length && !closing.test((lines[end] ?? '').trimEnd())) end++;
		return Math.min(end + 1, lines.length) - at;
	}
	if (!isBehindBlank || !line.startsWith('|') || line.length > usualPiece.most) return 0;
	let end = at + 1;
	while (end < lines.length && lines[end]?.startsWith('|')) end++;
	const rows = lines.slice(at, end);
	return isTable(line.trim(), rows[1]?.trim() ?? '', rows.join('')) ? rows.length : 0;
}

/** Counts the lines of the HTML table that begins here; 0 if it has no end within the longest. */
function closedTable(lines: readonly string[], at: number): number {
	let depth = 0;
	let length = 0;
	for (let line = at; line < lines.length && length <= longestElement.table; line++) {
		const text = lines[line] ?? '';
		for (const [, slash] of text.matchAll(/<(\/?)table\b/gi)) depth += slash === '' ? 1 : -1;
		if (depth <= 0) return line - at + 1;
		length += text.length;
	}
	return 0;
}

/** Counts the lines of the HTML table that begins here, and whose end isn't written; 0 if it is too long to become one. */
function openTable(lines: readonly string[], at: number): number {
	let text = '';
	for (let line = at; line < lines.length && text.length <= longestElement.table; line++) text += lines[line];
	const { at: end = 0 } = tableEnd(text) ?? {};
	let count = 0;
	for (let length = 0; length < end; count++) length += lines[at + count]?.length ?? 1;
	return count;
}

/** Tells whether a line begins with absurdly many marks of quotes and lists. */
function hasDeepLine(text: string): boolean {
	const mark = /[ \t]*(?:>|[*+-](?=\s|$)|\d{1,9}[.)](?=\s|$))/y;
	for (let at = 0; at !== -1 && at < text.length; at = nextLine(text, at)) {
		let marks = 0;
		mark.lastIndex = at;
		while (marks <= mostMarks && mark.test(text)) marks++;
		if (marks > mostMarks) return true;
	}
	return false;
}

function nextLine(text: string, at: number): number {
	const end = text.indexOf('\n', at);
	return end === -1 ? -1 : end + 1;
}

/**
 * Joins what tags stand around, and turns tokens that are nested too deeply into text, without recursion, so that code
 * that walks the tokens may recurse.
 */
function joinLevels(blocks: Token[]): void {
	joinElements(blocks);
	let level: readonly Token[] = blocks;
	for (let depth = 0; level.length > 0; depth++) {
		const next: Token[] = [];
		for (const token of level) {
			for (const children of childrenOf(token)) {
				if (depth >= mostLevels)
					children.splice(0, children.length, textToken(children.map(({ raw }) => raw).join('')));
				else {
					joinElements(children);
					for (const child of children) next.push(child);
				}
			}
		}
		level = next;
	}
}

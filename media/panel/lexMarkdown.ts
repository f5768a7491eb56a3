import { Lexer, Tokenizer, type Token, type Tokens } from 'marked';

// The one place that reads a model's Markdown. The lexer of `marked` takes quadratic time for many kinds of text and overflows the
// stack on others, so it only ever gets small pieces, nothing nested deeply, and no more once the time is up.

/** Characters of a piece that the lexer gets at once: where it is quadratic, that many take some 40 ms. */
const longestPiece = 4000;

/** Characters from which on a piece ends at the next good place. */
const goodPiece = 1500;

/** Characters of a paragraph that are read for emphasis, links and the like at once. */
const longestInline = 2000;

/** Marks of quotes and lists at the beginning of one line. */
const mostMarks = 12;

/** Levels of tokens in tokens; what lies deeper is text. */
const mostLevels = 48;

/** Cells of a table: each of its rows is filled up to the width of the first. */
const mostCells = 20_000;
const mostColumns = 200;

/** Milliseconds after which the rest of a text becomes plain paragraphs. Usual answers take a few. */
const budget = { blocks: 50, inline: 90 };

/** A part of a text, and how it is read. */
interface Piece {
	readonly text: string;
	/** `plain`: one paragraph whatever it looks like. */
	readonly kind: 'markdown' | 'plain';
}

/**
 * Returns the top-level blocks of a Markdown text; their `raw` texts make up the whole text again. It never throws, and takes time in
 * proportion to the text: what is too long, too deep or too slow to be read comes as plain text.
 */
export function lexMarkdown(markdown: string): readonly Token[] {
	const text = markdown.replaceAll(/\r\n?/g, '\n');
	const start = performance.now();
	const lexer = new Lexer({ gfm: true, tokenizer: new BoundedTokenizer() });
	const blocks: Token[] = [];
	for (const piece of piecesOf(text)) {
		const isLate = performance.now() - start > budget.blocks;
		for (const block of blocksOfPiece(lexer, piece, isLate ? 'plain' : piece.kind)) blocks.push(block);
	}
	for (const { src, tokens } of lexer.inlineQueue.splice(0)) {
		const isLate = performance.now() - start > budget.inline;
		if (isLate) tokens.push(textToken(src));
		else lexInline(lexer, src, tokens, start);
	}
	limitLevels(blocks);
	return blocks;
}

/** Refuses what looks like a table and is none, or would have too many cells, before the quadratic search for its rows. */
class BoundedTokenizer extends Tokenizer {
	override table(src: string): Tokens.Table | undefined {
		const [header = '', delimiter = ''] = src.split('\n', 2);
		return isTable(header, delimiter, src) ? super.table(src) : undefined;
	}
}

function isTable(header: string, delimiter: string, src: string): boolean {
	if (!/^[\t :|-]+$/.test(delimiter) || !delimiter.includes('-')) return false;
	const columns = cellsIn(header);
	return columns <= mostColumns && columns === cellsIn(delimiter) && columns * src.split('\n').length <= mostCells;
}

/** Counts the cells of a row: pipes that aren't escaped part them, and those at its ends are none. */
function cellsIn(row: string): number {
	const cells = row.trim().replaceAll(/\\[^]/g, '').split('|');
	return cells.length - Number(cells[0] === '') - Number(cells.length > 1 && cells.at(-1)?.trim() === '');
}

function blocksOfPiece(lexer: Lexer, { text }: Piece, kind: Piece['kind']): readonly Token[] {
	const queued = lexer.inlineQueue.length;
	try {
		if (kind === 'markdown') return lexer.blockTokens(text);
	} catch {
		// Nested too deeply for the stack.
		lexer.inlineQueue.length = queued;
		lexer.state.top = true;
	}
	return text.trim() === '' ? [{ type: 'space', raw: text }] : [paragraph(lexer, text)];
}

function paragraph(lexer: Lexer, raw: string): Tokens.Paragraph {
	const text = raw.replace(/\n$/, '');
	return { type: 'paragraph', raw, text, tokens: lexer.inline(text) };
}

/** Reads a paragraph in pieces that end between words; emphasis that goes over such an end shows its marks. */
function lexInline(lexer: Lexer, src: string, tokens: Token[], start: number): void {
	for (let at = 0; at < src.length;) {
		const end = endOfInline(src, at);
		if (performance.now() - start > budget.inline) {
			tokens.push(textToken(src.slice(at)));
			return;
		}
		const part = src.slice(at, end);
		const made: Token[] = [];
		try {
			lexer.state.inRawBlock = false;
			lexer.state.inLink = false;
			for (const token of lexer.inlineTokens(part, made)) tokens.push(token);
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

/** Parts a text that is too long for the lexer, best before a paragraph, else before a line. Code and tables stay whole. */
function piecesOf(text: string): readonly Piece[] {
	if (text.length <= longestPiece && !hasDeepLine(text)) return [{ text, kind: 'markdown' }];
	const lines = text.split('\n').map((line, index, all) => (index < all.length - 1 ? `${line}\n` : line));
	const pieces: Piece[] = [];
	let current: string[] = [];
	let length = 0;
	let isBehindBlank = true;
	const end = (): void => {
		if (length > 0) pieces.push({ text: current.join(''), kind: 'markdown' });
		current = [];
		length = 0;
	};
	for (let at = 0; at < lines.length;) {
		const line = lines[at] ?? '';
		const whole = wholeLines(lines, at, isBehindBlank);
		if (whole > 0) {
			end();
			pieces.push({ text: lines.slice(at, at + whole).join(''), kind: 'markdown' });
			at += whole;
			isBehindBlank = true;
			continue;
		}
		if (line.length > longestPiece || hasDeepLine(line)) {
			end();
			pieces.push({ text: line, kind: 'plain' });
		} else {
			const isGoodPlace = isBehindBlank && /^[^\s>*+\-\d]/.test(line);
			if (length + line.length > longestPiece || (length > goodPiece && isGoodPlace)) end();
			current.push(line);
			length += line.length;
		}
		isBehindBlank = line.trim() === '';
		at++;
	}
	end();
	return pieces;
}

/** Counts the lines of a code block or table that begins here, which the lexer reads in one go however long it is; 0 for none. */
function wholeLines(lines: readonly string[], at: number, isBehindBlank: boolean): number {
	const line = lines[at] ?? '';
	const fence = /^(?:`{3,}(?=[^`\n]*$)|~{3,})/m.exec(line.slice(0, longestPiece))?.[0];
	if (fence !== undefined && fence.length < mostColumns) {
		const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \t]*$`);
		let end = at + 1;
		while (end < lines.length && !closing.test((lines[end] ?? '').trimEnd())) end++;
		return Math.min(end + 1, lines.length) - at;
	}
	if (!isBehindBlank || !line.startsWith('|') || line.length > longestPiece) return 0;
	let end = at + 1;
	while (end < lines.length && lines[end]?.startsWith('|')) end++;
	const rows = lines.slice(at, end);
	return isTable(line.trim(), rows[1]?.trim() ?? '', rows.join('')) ? rows.length : 0;
}

/** Tells whether a line begins with more marks of quotes and lists than anybody means. */
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

/** Makes text of what is nested too deeply, without recursion, so that whatever walks over the tokens may recurse. */
function limitLevels(blocks: readonly Token[]): void {
	let level: readonly Token[] = blocks;
	for (let depth = 0; level.length > 0; depth++) {
		const next: Token[] = [];
		for (const token of level) {
			for (const children of childrenOf(token)) {
				if (depth >= mostLevels)
					children.splice(0, children.length, textToken(children.map(({ raw }) => raw).join('')));
				else for (const child of children) next.push(child);
			}
		}
		level = next;
	}
}

function childrenOf(token: Token): readonly Token[][] {
	switch (token.type) {
		case 'list':
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type admits tokens of extensions too; none is installed
			return (token as Tokens.List).items.map(({ tokens }) => tokens);
		case 'table': {
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
			const { header, rows } = token as Tokens.Table;
			return [...header, ...rows.flat()].map(({ tokens }) => tokens);
		}
		default:
			return 'tokens' in token && token.tokens ? [token.tokens] : [];
	}
}

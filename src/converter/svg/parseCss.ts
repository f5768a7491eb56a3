import { parseListOfComponentValues, type ComponentValue } from '@csstools/css-parser-algorithms';
import { tokenize, TokenType } from '@csstools/css-tokenizer';

/** The deepest nesting of brackets: the parser calls itself. */
const mostDepth = 100;

/** What closes a bracket or a function, by its token. */
const closers: Readonly<Record<string, string>> = {
	[TokenType.Function]: ')',
	[TokenType.OpenParen]: ')',
	[TokenType.OpenSquare]: ']',
	[TokenType.OpenCurly]: '}',
};

/**
 * Parses a value, a list of declarations or a style sheet; nothing is found in one that is nested too deeply, or ends in a
 * comment or a string in the middle of a function.
 */
export function parseCss(css: string): readonly ComponentValue[] {
	const tokens = tokenize({ css });
	const open = openBrackets(tokens);
	if (open === '') return parsePieces(tokens);
	// What stays open ends with the text, but the parser's own nodes can't be written then.
	const closed = open === undefined ? undefined : tokenize({ css: css + open });
	return closed && openBrackets(closed) === '' ? parsePieces(closed) : [];
}

type Tokens = ReturnType<typeof tokenize>;

/** The tokens that are parsed at once, where no bracket holds more together, and the most in one bracket. */
const pieceTokens = 64;
const mostInBracket = 20_000;

/**
 * Parses tokens piece by piece, cut where no bracket is open: the parser takes time by the square of what it gets. Nothing is
 * found where one bracket holds too much.
 */
function parsePieces(tokens: Tokens): readonly ComponentValue[] {
	const values: ComponentValue[] = [];
	const open: string[] = [];
	let start = 0;
	for (const [index, [type, text]] of tokens.entries()) {
		const closer = closers[type];
		if (closer !== undefined) open.push(closer);
		else if (text === open.at(-1)) open.pop();
		const length = index + 1 - start;
		if (length > mostInBracket) return [];
		if (open.length > 0 || (length < pieceTokens && index + 1 < tokens.length)) continue;
		for (const value of parseListOfComponentValues(tokens.slice(start, index + 1))) values.push(value);
		start = index + 1;
	}
	return values;
}

/** Returns what closes all that stays open; undefined if it is nested too deeply. */
function openBrackets(tokens: Tokens): string | undefined {
	const open: string[] = [];
	for (const [type, text] of tokens) {
		const closer = closers[type];
		if (closer !== undefined) open.push(closer);
		else if (text === open.at(-1)) open.pop();
		if (open.length > mostDepth) return undefined;
	}
	return open.toReversed().join('');
}

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
	if (open === '') return parseListOfComponentValues(tokens);
	// What stays open ends with the text, but the parser's own nodes can't be written then.
	const closed = open === undefined ? undefined : tokenize({ css: css + open });
	return closed && openBrackets(closed) === '' ? parseListOfComponentValues(closed) : [];
}

/** Returns what closes all that stays open; undefined if it is nested too deeply. */
function openBrackets(tokens: ReturnType<typeof tokenize>): string | undefined {
	const open: string[] = [];
	for (const [type, text] of tokens) {
		const closer = closers[type];
		if (closer !== undefined) open.push(closer);
		else if (text === open.at(-1)) open.pop();
		if (open.length > mostDepth) return undefined;
	}
	return open.toReversed().join('');
}

import type { FormulaToken, OpenFormulaToken } from './answerTokens.ts';

/** The longest formula that is drawn, in characters. */
const longestFormula = 2000;

/** Closing delimiters by the opening ones. */
const delimiters: readonly (readonly [open: string, close: string])[] = [
	['$$', '$$'],
	['$', '$'],
	[String.raw`\[`, String.raw`\]`],
	[String.raw`\(`, String.raw`\)`],
];

/** Reads the formula that begins a text; undefined if none does. */
export function readFormula(src: string): FormulaToken | undefined {
	const [open, close] = delimiters.find(([each]) => src.startsWith(each)) ?? [];
	if (open === undefined || close === undefined) return undefined;
	const end = endOf(src, open, close);
	if (end === undefined) return undefined;
	const text = src.slice(open.length, end).trim();
	const isDisplay = open === '$$' || close === String.raw`\]`;
	if (text === '' || /\n[\t ]*\n/.test(text) || (open === '$' && !isDollarFormula(src, end))) return undefined;
	return { type: 'formula', raw: src.slice(0, end + close.length), text, isDisplay };
}

/** Returns the place of the first closing delimiter that isn't escaped. */
function endOf(src: string, open: string, close: string): number | undefined {
	const most = src.slice(0, longestFormula + open.length + close.length);
	for (let at = open.length; at < most.length; at++) {
		if (most.startsWith(close, at)) return at;
		if (most[at] === '\\') at++;
	}
	return undefined;
}

/**
 * Tells a formula between dollar signs from prices: as in Pandoc its signs touch it, and no digit follows. Beyond that
 * words and ranges of numbers are none.
 */
function isDollarFormula(src: string, end: number): boolean {
	const text = src.slice(1, end);
	if (/^\s|\s$/.test(text) || /^\d/.test(src.slice(end + 1)) || text.includes('`')) return false;
	if (text.includes('\\')) return true;
	// An amount with words behind it.
	if (/^\d/.test(text) && /[\s(]\p{L}{2}/u.test(text)) return false;
	if (/[\^_=+*<>(){}[\]|!/'×÷±−·≤≥≠≈→∞√∑∫]/.test(text)) return true;
	const parts = text.split(/[,;:–-]/).map((part) => part.trim());
	const isRange = parts.length > 1 && parts.every((part) => /^[\d.]*$/.test(part)) && !/^-?\d+(?:,\d+)+$/.test(text);
	return !isRange && parts.every((part, index) => isTerm(part) || (index === 0 && part === '' && text.startsWith('-')));
}

/** Tells a number, or a few letters as variables have them. */
function isTerm(text: string): boolean {
	return /^\d[\d.]*%?$/.test(text) || /^\d*(?:\p{Script=Latin}{1,4}|\p{Script=Greek}{1,2})\d*$/u.test(text);
}

/** Lines that begin a formula between two paragraphs. */
const blockBegin = /^ {0,3}(?=\$\$|\\\[)/;

/** Reads a formula that stands in lines of its own; an open one may still be closed by what comes. */
export function readFormulaBlock(src: string): FormulaToken | OpenFormulaToken | undefined {
	const indent = blockBegin.exec(src)?.[0].length;
	if (indent === undefined) return undefined;
	const formula = readFormula(src.slice(indent));
	if (formula) {
		const rest = /^[\t ]*(?=\n|$)/.exec(src.slice(indent + formula.raw.length))?.[0];
		return rest === undefined
			? undefined
			: { ...formula, raw: src.slice(0, indent + formula.raw.length + rest.length) };
	}
	const close = src.startsWith('$', indent) ? '$$' : String.raw`\]`;
	const isOpen =
		src.length <= longestFormula &&
		!/\n[\t ]*\n/.test(src) &&
		endOf(src.slice(indent), src.slice(indent, indent + 2), close) === undefined;
	return isOpen ? { type: 'openFormula', raw: src } : undefined;
}

/**
 * Hides formulas from the search for emphasis.
 *
 * @param masked the text with escaped signs as `+`, and with other signs where code and links are; of the same length
 */
export function maskFormulas(src: string, masked: string): string {
	const sign = /\$|\\[([]/g;
	const parts: string[] = [];
	let end = 0;
	for (let found = sign.exec(src); found; found = sign.exec(src)) {
		const at = found.index;
		if (masked[at] !== (src[at] === '$' ? '$' : '+')) continue;
		const length = readFormula(src.slice(at))?.raw.length;
		if (length === undefined) continue;
		parts.push(masked.slice(end, at), '[', 'a'.repeat(length - 2), ']');
		end = at + length;
		sign.lastIndex = end;
	}
	parts.push(masked.slice(end));
	return parts.join('');
}

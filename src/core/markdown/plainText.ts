import type { Token, Tokens } from 'marked';
import { answerToken, type DetailsToken, type GridToken } from './answerTokens.ts';

/** Returns Markdown tokens as text without markup, for screen readers to read line by line. */
export function plainText(tokens: readonly Token[]): string {
	return blockTexts(tokens).join('\n\n');
}

/** Returns the texts of top-level blocks; empty ones are left out. */
export function blockTexts(tokens: readonly Token[]): readonly string[] {
	return tokens.map(blockText).filter(Boolean);
}

function blockText(each: Token): string {
	const token = answerToken(each);
	switch (token.type) {
		case 'space':
		case 'def':
		case 'hr':
			return '';
		case 'code':
			return token.text;
		case 'blockquote':
			return plainText(token.tokens);
		case 'list':
			return listText(token);
		case 'table':
			return token.rows.map((cells) => rowText(token.header, cells)).join('\n');
		case 'grid':
			return gridText(token);
		case 'details':
			return detailsText(token);
		case 'note':
			return `[^${token.label}]: ${plainText(token.tokens)}`;
		case 'heading':
		case 'paragraph':
		case 'text':
		case 'strong':
		case 'em':
		case 'del':
		case 'link':
		case 'image':
		case 'codespan':
		case 'escape':
		case 'br':
		case 'html':
		case 'checkbox':
		case 'list_item':
		case 'phrase':
		case 'formula':
		case 'openFormula':
		case 'noteMark':
		case 'detailsBegin':
		case 'detailsEnd':
			return inlineText([token]);
	}
}

/** Returns a list with its marks: they tell where an item begins, and how many there are. */
function listText(list: Tokens.List): string {
	const first = Number(list.start) || 1;
	return list.items
		.map((item, index) => {
			const mark = list.ordered ? `${first + index}. ` : '- ';
			const [box, ...others] = item.tokens;
			const blocks =
				box?.type === 'checkbox'
					? inlineText([box]) + blockTexts(others).join('\n')
					: blockTexts(item.tokens).join('\n');
			return mark + blocks.replaceAll('\n', `\n${' '.repeat(mark.length)}`);
		})
		.join('\n');
}

/** What is in a cell. */
type CellWords = Pick<Tokens.TableCell, 'tokens'>;

/** Returns a row with each cell's column name: a listener can't see the header above it. */
function rowText(header: readonly CellWords[], cells: readonly CellWords[]): string {
	return cells
		.map((cell, index) => [inlineText(header[index]?.tokens ?? []), inlineText(cell.tokens)].filter(Boolean).join(': '))
		.join('; ');
}

/** Returns the rows of a table in HTML; its cells may span columns, so that only a header of plain ones can be said with each. */
function gridText({ strays, groups }: GridToken): string {
	const rows = groups.flatMap((group) => group.rows);
	const [header = []] = rows;
	const isPlain = rows.every((cells) => cells.every(({ colSpan, rowSpan }) => colSpan === 1 && rowSpan === 1));
	const lines =
		isPlain && header.every(({ tag }) => tag === 'th')
			? rows.slice(1).map((cells) => rowText(header, cells))
			: rows.map((cells) => cells.map(({ tokens }) => inlineText(tokens)).join('; '));
	return [inlineText(strays), ...lines].filter(Boolean).join('\n');
}

function detailsText({ summary, tokens }: DetailsToken): string {
	return [inlineText(summary), plainText(tokens)].filter(Boolean).join('\n\n');
}

function inlineText(tokens: readonly Token[]): string {
	return tokens.map(inlineTokenText).join('');
}

function inlineTokenText(each: Token): string {
	const token = answerToken(each);
	switch (token.type) {
		case 'br':
			return '\n';
		case 'checkbox':
			return token.checked ? '☑ ' : '☐ ';
		case 'codespan':
		case 'escape':
			return token.text;
		case 'html':
		case 'openFormula':
		case 'noteMark':
		case 'detailsBegin':
		case 'detailsEnd':
			return token.raw;
		case 'formula':
			return token.text;
		case 'image':
			return token.text || token.href;
		case 'link': {
			const words = inlineText(token.tokens);
			return words === token.href ? words : `${words} (${token.href})`;
		}
		case 'text':
			return 'tokens' in token && token.tokens ? inlineText(token.tokens) : unescapeText(token);
		case 'heading':
		case 'paragraph':
		case 'strong':
		case 'em':
		case 'del':
		case 'phrase':
			return inlineText(token.tokens);
		case 'space':
		case 'def':
		case 'hr':
		case 'code':
		case 'blockquote':
		case 'list':
		case 'table':
		case 'grid':
		case 'details':
		case 'note':
			return blockText(token);
		case 'list_item':
			return token.text;
	}
}

/** Entities and their characters in Markdown; the lexer leaves them as written. */
const entities: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	nbsp: '\u00a0',
	'#39': "'",
};

/** Returns the text of a token with its entities decoded. */
export function unescapeText(token: Tokens.Text | Tokens.Tag): string {
	return token.text.replaceAll(/&(amp|lt|gt|quot|nbsp|#39);/g, (whole, name: string) => entities[name] ?? whole);
}

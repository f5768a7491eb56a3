import type { MarkedToken, Token, Tokens } from 'marked';
import { unescapeText } from './markdown.ts';

/** Markdown tokens as text without markup: what a screen reader reads line by line. */
export function plainText(tokens: readonly Token[]): string {
	return blocksOf(tokens).join('\n\n');
}

/** The texts of top-level blocks; those without any are left out. */
export function blocksOf(tokens: readonly Token[]): readonly string[] {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type admits tokens of extensions too; none is installed
	return tokens.map((token) => blockText(token as MarkedToken)).filter(Boolean);
}

function blockText(token: MarkedToken): string {
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
			return inlineText([token]);
	}
}

/** Its marks stay: they tell where an item begins, and how many there are. */
function listText(list: Tokens.List): string {
	const first = Number(list.start) || 1;
	return list.items
		.map((item, index) => {
			const mark = list.ordered ? `${first + index}. ` : '- ';
			const [box, ...others] = item.tokens;
			const blocks =
				box?.type === 'checkbox' ? inlineText([box]) + blocksOf(others).join('\n') : blocksOf(item.tokens).join('\n');
			return mark + blocks.replaceAll('\n', `\n${' '.repeat(mark.length)}`);
		})
		.join('\n');
}

/** Each cell with its column's name: who hears a row can't see the header above it. */
function rowText(header: readonly Tokens.TableCell[], cells: readonly Tokens.TableCell[]): string {
	return cells
		.map((cell, index) => [inlineText(header[index]?.tokens ?? []), inlineText(cell.tokens)].filter(Boolean).join(': '))
		.join('; ');
}

function inlineText(tokens: readonly Token[]): string {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
	return tokens.map((token) => inlineOf(token as MarkedToken)).join('');
}

function inlineOf(token: MarkedToken): string {
	switch (token.type) {
		case 'br':
			return '\n';
		case 'checkbox':
			return token.checked ? '☑ ' : '☐ ';
		case 'codespan':
		case 'escape':
			return token.text;
		case 'html':
			return token.raw;
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
			return inlineText(token.tokens);
		case 'space':
		case 'def':
		case 'hr':
		case 'code':
		case 'blockquote':
		case 'list':
		case 'table':
			return blockText(token);
		case 'list_item':
			return token.text;
	}
}

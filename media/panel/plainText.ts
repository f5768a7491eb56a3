import * as l10n from '@vscode/l10n';
import type { MarkedToken, Token, Tokens } from 'marked';
import { element } from './element.ts';
import { lexMarkdown } from './lexMarkdown.ts';

/** Markdown tokens as text without markup: what a screen reader reads line by line. */
export function plainText(tokens: readonly Token[]): string {
	return blockTexts(tokens).join('\n\n');
}

/** The texts of top-level blocks; those without any are left out. */
export function blockTexts(tokens: readonly Token[]): readonly string[] {
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
				box?.type === 'checkbox'
					? inlineText([box]) + blockTexts(others).join('\n')
					: blockTexts(item.tokens).join('\n');
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
	return tokens.map((token) => inlineTokenText(token as MarkedToken)).join('');
}

function inlineTokenText(token: MarkedToken): string {
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

/** What is read out of blocks while an answer is written: code, which is not made for that, only as being there. */
export function spokenBlocks(blocks: readonly Token[]): readonly string[] {
	return blocks.flatMap((block) => (block.type === 'code' ? [l10n.t('A block of code.')] : blockTexts([block])));
}

/**
 * An answer as text without markup, in a field that can't be changed: there a screen reader's and the keyboard's own keys go by
 * line, word and letter and select, in every mode. It takes the place of the formatted answer while its button is pressed.
 */
export class PlainTextView {
	readonly button = element('button', { type: 'button', className: 'link' }, l10n.t('Plain Text'));
	readonly field = element('textarea', { className: 'plain-text', readOnly: true, hidden: true });
	readonly #formatted: HTMLElement;
	#markdown = '';

	constructor(formatted: HTMLElement) {
		this.#formatted = formatted;
		this.field.ariaLabel = l10n.t('Answer as plain text');
		this.button.ariaPressed = 'false';
		this.button.addEventListener('click', () => this.#turn());
	}

	draw(markdown: string): void {
		this.#markdown = markdown;
		this.button.hidden = markdown === '';
		if (!this.field.hidden) this.#write();
	}

	#turn(): void {
		const isPlain = this.field.hidden;
		this.field.hidden = !isPlain;
		this.#formatted.hidden = isPlain;
		this.button.ariaPressed = String(isPlain);
		if (!isPlain) return;
		this.#write();
		this.field.setSelectionRange(0, 0);
		this.field.focus();
		// Reading begins at the beginning.
		this.field.setSelectionRange(0, 0);
	}

	#write(): void {
		const text = plainText(lexMarkdown(this.#markdown));
		const { value, selectionStart, selectionEnd } = this.field;
		if (value === text) return;
		// A field whose text is set anew has its caret at the end; whoever reads in it stays where they are.
		this.field.value = text;
		this.field.setSelectionRange(selectionStart, selectionEnd);
		this.field.rows = Math.min(20, text.split('\n').length + 1);
	}
}

/** Entities stand for their character in Markdown; the lexer leaves them as they are written. */
const entities: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	nbsp: '\u00a0',
	'#39': "'",
};

/** The text of a token with its entities as the characters that they stand for. */
export function unescapeText(token: Tokens.Text | Tokens.Tag): string {
	return token.text.replaceAll(/&(amp|lt|gt|quot|nbsp|#39);/g, (written, name: string) => entities[name] ?? written);
}

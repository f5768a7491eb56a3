import * as l10n from '@vscode/l10n';
import type { MarkedToken, Token, Tokens } from 'marked';
import { element } from './element.ts';
import { linkAddress } from './linkAddress.ts';

/** The panel's own headings come first; an answer's begin below them. */
const headings = ['h3', 'h4', 'h5', 'h6'] as const;

/** DOM nodes of Markdown tokens. Raw HTML and pictures of a model's answer are shown as text, so nothing is ever loaded. */
export function nodesOf(tokens: readonly Token[]): Node[] {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type admits tokens of extensions too; none is installed
	return tokens.flatMap((token) => nodeOf(token as MarkedToken) ?? []);
}

function nodeOf(token: MarkedToken): Node | readonly Node[] | undefined {
	switch (token.type) {
		case 'space':
		case 'def':
			return undefined;
		case 'heading':
			return element(headings[Math.min(token.depth, headings.length) - 1] ?? 'h6', {}, ...nodesOf(token.tokens));
		case 'paragraph':
			return element('p', {}, ...nodesOf(token.tokens));
		case 'blockquote':
			return element('blockquote', {}, ...nodesOf(token.tokens));
		case 'code':
			return codeOf(token);
		case 'hr':
			return element('hr');
		case 'list':
			return listOf(token);
		case 'table':
			return tableOf(token);
		case 'strong':
		case 'em':
		case 'del':
			return element(token.type, {}, ...nodesOf(token.tokens));
		case 'codespan':
			return element('code', {}, token.text);
		case 'br':
			return element('br');
		case 'link':
			return linkOf(token);
		case 'image':
			return document.createTextNode(token.text || token.href);
		case 'text':
			return 'tokens' in token && token.tokens ? nodesOf(token.tokens) : document.createTextNode(unescapeText(token));
		case 'escape':
			return document.createTextNode(token.text);
		case 'checkbox':
			return document.createTextNode(token.checked ? '☑ ' : '☐ ');
		case 'html':
		case 'list_item':
			return document.createTextNode(token.raw);
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

function linkOf(token: Tokens.Link): Node | readonly Node[] {
	const href = linkAddress(token.href);
	if (href === undefined) return nodesOf(token.tokens);
	return element('a', { href, title: href }, ...nodesOf(token.tokens));
}

/** A code block with what can be done with it; the turn listens for the presses. */
function codeOf({ text, lang = '' }: Tokens.Code): HTMLElement {
	// Plain text has no lines of its own to keep, so it may be wrapped.
	const className = lang === 'text' ? 'text' : '';
	return element(
		'div',
		{ className: 'code', data: { language: lang } },
		element('pre', { tabIndex: 0, className }, element('code', {}, text)),
		element('div', {}, codeButton('copy', l10n.t('Copy Code')), codeButton('open', l10n.t('Open in Editor'))),
	);
}

function codeButton(use: string, label: string): HTMLElement {
	return element('button', { type: 'button', className: 'link', data: { use } }, label);
}

function listOf(list: Tokens.List): HTMLElement {
	const items = list.items.map((item) => element('li', {}, ...nodesOf(item.tokens)));
	return list.ordered ? element('ol', { start: Number(list.start) || 1 }, ...items) : element('ul', {}, ...items);
}

function tableOf(table: Tokens.Table): HTMLElement {
	return element(
		'div',
		{ className: 'table', tabIndex: 0 },
		element(
			'table',
			{},
			element('thead', {}, rowOf(table.header, 'th')),
			element('tbody', {}, ...table.rows.map((cells) => rowOf(cells, 'td'))),
		),
	);
}

function rowOf(cells: readonly Tokens.TableCell[], tag: 'th' | 'td'): HTMLElement {
	return element('tr', {}, ...cells.map((cell) => element(tag, {}, ...nodesOf(cell.tokens))));
}

import { Lexer, type Token, type Tokens } from 'marked';
import { element } from './element.ts';

/** Where a link may lead. Everything else stays text: `command:` and `vscode:` links would act inside the editor. */
const linkProtocols = new Set(['http:', 'https:', 'mailto:']);

/** DOM nodes of Markdown tokens. Raw HTML and pictures of a model's answer are shown as text, so nothing is ever loaded. */
export function nodesOf(tokens: readonly Token[]): Node[] {
	return tokens.flatMap((token) => nodeOf(token as Tokens.Generic) ?? []);
}

/** The top-level blocks of a text. */
export function blocksOf(markdown: string): Token[] {
	return new Lexer({ gfm: true }).lex(markdown);
}

function nodeOf(token: Tokens.Generic): Node | readonly Node[] | undefined {
	const children = (): Node[] => nodesOf(token.tokens ?? []);
	switch (token.type) {
		case 'space':
		case 'def':
			return undefined;
		case 'heading':
			// The panel's own headings come first; an answer's begin below them.
			return element(`h${Math.min(Number(token['depth']) + 2, 6) as 3 | 4 | 5 | 6}`, {}, ...children());
		case 'paragraph':
			return element('p', {}, ...children());
		case 'blockquote':
			return element('blockquote', {}, ...children());
		case 'code':
			return element('pre', { tabIndex: 0 }, element('code', {}, String(token['text'])));
		case 'hr':
			return element('hr');
		case 'list':
			return listOf(token as Tokens.List);
		case 'table':
			return tableOf(token as Tokens.Table);
		case 'strong':
		case 'em':
		case 'del':
			return element(token.type, {}, ...children());
		case 'codespan':
			return element('code', {}, String(token['text']));
		case 'br':
			return element('br');
		case 'link':
			return linkOf(token as Tokens.Link);
		case 'image':
			return document.createTextNode(String(token['text'] || token['href']));
		case 'text':
			return token.tokens ? children() : document.createTextNode(unescapeText(token));
		case 'escape':
			return document.createTextNode(String(token['text']));
		default:
			// Raw HTML among them.
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

function unescapeText(token: Tokens.Generic): string {
	return String(token['text']).replaceAll(
		/&(amp|lt|gt|quot|nbsp|#39);/g,
		(written, name: string) => entities[name] ?? written,
	);
}

function linkOf(token: Tokens.Link): Node | readonly Node[] {
	const url = URL.parse(token.href);
	if (!url || !linkProtocols.has(url.protocol)) return nodesOf(token.tokens);
	return element('a', { href: url.href, title: url.href }, ...nodesOf(token.tokens));
}

function listOf(list: Tokens.List): HTMLElement {
	const items = list.items.map((item) => {
		const content = nodesOf(item.tokens);
		const box = item.task ? [item.checked ? '☑ ' : '☐ '] : [];
		return element('li', {}, ...box, ...content);
	});
	return list.ordered ? element('ol', { start: Number(list.start) || 1 }, ...items) : element('ul', {}, ...items);
}

function tableOf(table: Tokens.Table): HTMLElement {
	const row = (cells: readonly Tokens.TableCell[], tag: 'th' | 'td'): HTMLElement =>
		element('tr', {}, ...cells.map((cell) => element(tag, {}, ...nodesOf(cell.tokens))));
	return element(
		'div',
		{ className: 'table', tabIndex: 0 },
		element(
			'table',
			{},
			element('thead', {}, row(table.header, 'th')),
			element('tbody', {}, ...table.rows.map((cells) => row(cells, 'td'))),
		),
	);
}

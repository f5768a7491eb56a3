import * as l10n from '@vscode/l10n';
import type { Token, MarkedToken, Tokens } from 'marked';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { element } from './element.ts';
import { lexMarkdown } from './lexMarkdown.ts';
import { spokenBlocks, unescapeText } from './plainText.ts';

/**
 * A growing Markdown text on the page. Blocks that are finished stay as they are; only those that may still change are drawn
 * again with each piece.
 */
export class AnswerView {
	readonly #target: HTMLElement;
	#text = '';
	/** Characters of the text whose blocks are finished. */
	#finishedLength = 0;
	#finishedNodes = 0;
	/** Of the last finished heading. */
	#headingDepth = 0;
	#spoken: string[] = [];
	#growing: readonly Token[] = [];

	constructor(target: HTMLElement) {
		this.#target = target;
	}

	/** The blocks that stay as they are, as they are read out. */
	get finished(): readonly string[] {
		return this.#spoken;
	}

	/** All blocks, for when there will be no more. */
	get whole(): readonly string[] {
		return [...this.#spoken, ...spokenBlocks(this.#growing)];
	}

	draw(markdown: string): void {
		// As the lexer does, so that the lengths of its blocks are the text's.
		const text = markdown.replaceAll(/\r\n?/g, '\n');
		if (text === this.#text) return;
		if (!text.startsWith(this.#text)) this.#startAgain();
		this.#text = text;

		const { finished, growing } = readBlocks(text.slice(this.#finishedLength));
		const { blocks, depth } = closeHeadingGaps(finished, this.#headingDepth);
		const nodes = blockNodes(blocks);
		while (this.#target.childNodes.length > this.#finishedNodes) this.#target.lastChild?.remove();
		for (const node of [...nodes, ...blockNodes(closeHeadingGaps(growing, depth).blocks)]) this.#target.append(node);
		this.#headingDepth = depth;
		this.#growing = growing;
		for (const spoken of spokenBlocks(finished)) this.#spoken.push(spoken);
		this.#finishedNodes += nodes.length;
		this.#finishedLength += finished.reduce((length, block) => length + block.raw.length, 0);
	}

	#startAgain(): void {
		this.#target.replaceChildren();
		this.#finishedLength = 0;
		this.#spoken = [];
		this.#headingDepth = 0;
		this.#finishedNodes = 0;
	}
}

/** Draws blocks one by one: one that can't be drawn is shown as it is written, and takes no other with it. */
function blockNodes(blocks: readonly Token[]): readonly Node[] {
	return blocks.flatMap((block) => {
		try {
			return domNodes([block]);
		} catch {
			return element('p', { className: 'undrawn' }, block.raw);
		}
	});
}

/** The top-level blocks of a Markdown text, parted into those that stay as they are and those that may still change. */
export interface Blocks {
	readonly finished: readonly Token[];
	readonly growing: readonly Token[];
}

/**
 * Reads a text whose end isn't there yet. The last block may still grow, and the one before it may turn out to go on: `2`
 * after a list is a paragraph until its full stop arrives.
 */
export function readBlocks(markdown: string): Blocks {
	const blocks = lexMarkdown(markdown);
	const last = blocks.findLastIndex((block) => block.type !== 'space');
	const beforeLast = blocks.findLastIndex((block, index) => block.type !== 'space' && index < last);
	const split = Math.max(beforeLast, 0);
	return { finished: blocks.slice(0, split), growing: blocks.slice(split) };
}

/**
 * Blocks whose headings leave out no level, which screen readers would take for a missing part: a model that begins with a
 * third-level heading gets a first-level one. `before` is the depth of the heading before them, 0 for none.
 */
export function closeHeadingGaps(
	blocks: readonly Token[],
	before: number,
): { readonly blocks: readonly Token[]; readonly depth: number } {
	let depth = before;
	const closed = blocks.map((block): Token => {
		if (block.type !== 'heading') return block;
		depth = Math.min(Number(block['depth']), depth + 1);
		return { ...block, depth };
	});
	return { blocks: closed, depth };
}

/** The panel's own headings come first; an answer's begin below them. */
const headings = ['h3', 'h4', 'h5', 'h6'] as const;

/** DOM nodes of Markdown tokens. Raw HTML and pictures of a model's answer are shown as text, so nothing is ever loaded. */
function domNodes(tokens: readonly Token[]): Node[] {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type admits tokens of extensions too; none is installed
	return tokens.flatMap((token) => domNode(token as MarkedToken) ?? []);
}

function domNode(token: MarkedToken): Node | readonly Node[] | undefined {
	switch (token.type) {
		case 'space':
		case 'def':
			return undefined;
		case 'heading':
			return element(headings[Math.min(token.depth, headings.length) - 1] ?? 'h6', {}, ...domNodes(token.tokens));
		case 'paragraph':
			return element('p', {}, ...domNodes(token.tokens));
		case 'blockquote':
			return element('blockquote', {}, ...domNodes(token.tokens));
		case 'code':
			return codeBlock(token);
		case 'hr':
			return element('hr');
		case 'list':
			return listElement(token);
		case 'table':
			return tableElement(token);
		case 'strong':
		case 'em':
		case 'del':
			return element(token.type, {}, ...domNodes(token.tokens));
		case 'codespan':
			return element('code', {}, token.text);
		case 'br':
			return element('br');
		case 'link':
			return linkElement(token);
		case 'image':
			return document.createTextNode(token.text || token.href);
		case 'text':
			return 'tokens' in token && token.tokens ? domNodes(token.tokens) : document.createTextNode(unescapeText(token));
		case 'escape':
			return document.createTextNode(token.text);
		case 'checkbox':
			return document.createTextNode(token.checked ? '☑ ' : '☐ ');
		case 'html':
		case 'list_item':
			return document.createTextNode(token.raw);
	}
}

function linkElement(token: Tokens.Link): Node | readonly Node[] {
	const href = linkAddress(token.href);
	if (href === undefined) return domNodes(token.tokens);
	return element('a', { href, title: href }, ...domNodes(token.tokens));
}

/** A code block with what can be done with it; the turn listens for the presses. */
function codeBlock({ text, lang = '' }: Tokens.Code): HTMLElement {
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

function listElement(list: Tokens.List): HTMLElement {
	const items = list.items.map((item) => element('li', {}, ...domNodes(item.tokens)));
	return list.ordered ? element('ol', { start: Number(list.start) || 1 }, ...items) : element('ul', {}, ...items);
}

function tableElement(table: Tokens.Table): HTMLElement {
	return element(
		'div',
		{ className: 'table', tabIndex: 0 },
		element(
			'table',
			{},
			element('thead', {}, rowElement(table.header, 'th')),
			element('tbody', {}, ...table.rows.map((cells) => rowElement(cells, 'td'))),
		),
	);
}

function rowElement(cells: readonly Tokens.TableCell[], tag: 'th' | 'td'): HTMLElement {
	return element('tr', {}, ...cells.map((cell) => element(tag, {}, ...domNodes(cell.tokens))));
}

/** Where a link may lead. Everything else stays text: `command:` and `vscode:` links would act inside the editor. */
const linkProtocols = new Set(['http:', 'https:', 'mailto:']);

/** The address of a link in an answer as the panel opens it; none for a link that stays text. */
export function linkAddress(href: string): string | undefined {
	const url = URL.parse(href);
	return url && linkProtocols.has(url.protocol) ? url.href : undefined;
}

/** Does what a button of a code block says. */
export function handleCodeButton(target: EventTarget | null, send: (message: PanelMessage) => void): void {
	const button = target instanceof Element ? target.closest<HTMLElement>('button[data-use]') : null;
	const block = button?.closest<HTMLElement>('.code');
	if (!button || !block) return;
	const text = block.querySelector('pre')?.textContent ?? '';
	if (button.dataset['use'] === 'copy') send({ type: 'copyText', text });
	else send({ type: 'openText', text, language: block.dataset['language'] ?? '' });
}

/** Makes the places in files that are written in an answer into buttons that open them. What is one already stays. */
export function linkPlaces(
	answer: HTMLElement,
	places: readonly string[],
	send: (message: PanelMessage) => void,
): void {
	if (places.length === 0) return;
	// The longest first: `a.ts:1` stands in `a.ts:12`, too.
	const sorted = places.toSorted((a, b) => b.length - a.length);
	const walker = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT, (node) =>
		node.parentElement?.closest('pre, a, button') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
	);
	const texts: Text[] = [];
	while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
	for (const text of texts) linkIn(text, sorted, send);
}

function linkIn(text: Text, places: readonly string[], send: (message: PanelMessage) => void): void {
	const place = places.find((each) => text.data.includes(each));
	if (place === undefined) return;
	const found = text.splitText(text.data.indexOf(place));
	const rest = found.splitText(place.length);
	found.replaceWith(
		element('button', { type: 'button', className: 'link', onclick: () => send({ type: 'openPlace', place }) }, place),
	);
	linkIn(text, places, send);
	linkIn(rest, places, send);
}

/** A drawing that is over. */
export interface Drawing {
	/** Milliseconds, of the clock that `now` is read from. */
	readonly end: number;
	/** Milliseconds that it took. */
	readonly cost: number;
}

/** Milliseconds of a drawing that is quick enough to be repeated with each frame. */
const quickDrawing = 8;

/** How many times as long as the last drawing the page is left alone, so that keys and scrolling get through. */
const rest = 10;

/** Milliseconds after which a growing answer is drawn in any case. */
const longestWait = 5000;

/** Returns the milliseconds to wait before a growing answer is drawn again: the longer the last drawing took, the longer. */
export function waitBeforeDrawing({ end, cost }: Drawing, now: number): number {
	if (cost <= quickDrawing) return 0;
	return Math.max(0, end + Math.min(cost * rest, longestWait) - now);
}

import * as l10n from '@vscode/l10n';
import type { Token, MarkedToken, Tokens } from 'marked';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { element } from './element.ts';
import { lexMarkdown } from './lexMarkdown.ts';
import { spokenBlocks, unescapeText } from './plainText.ts';

/**
 * A growing Markdown text on the page. Finished blocks stay as they are; only those that may still change are redrawn
 * with each piece.
 */
export class AnswerView {
	readonly #target: HTMLElement;
	#text = '';
	/** The length of the text in finished blocks. */
	#finishedLength = 0;
	#finishedNodes = 0;
	/** The depth of the last finished heading. */
	#headingDepth = 0;
	#spoken: string[] = [];
	#growing: readonly Token[] = [];

	constructor(target: HTMLElement) {
		this.#target = target;
	}

	/** The finished blocks, as they are read out. */
	get finished(): readonly string[] {
		return this.#spoken;
	}

	/** All blocks, for a complete answer. */
	get whole(): readonly string[] {
		return [...this.#spoken, ...spokenBlocks(this.#growing)];
	}

	draw(markdown: string): void {
		// Line breaks as in the lexer, so that the lengths of its blocks match the text.
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

/** Draws blocks one by one: one that can't be drawn is shown as source, and the others aren't affected. */
function blockNodes(blocks: readonly Token[]): readonly Node[] {
	return blocks.flatMap((block) => {
		try {
			return domNodes([block]);
		} catch {
			return element('p', { className: 'undrawn' }, block.raw);
		}
	});
}

/** The top-level blocks of a Markdown text: finished ones, and those that may still change. */
export interface Blocks {
	readonly finished: readonly Token[];
	readonly growing: readonly Token[];
}

/**
 * Reads an incomplete text. The last block may still grow, and the one before it may turn out to continue: `2` after a
 * list is a paragraph until its full stop arrives.
 */
export function readBlocks(markdown: string): Blocks {
	const blocks = lexMarkdown(markdown);
	const last = blocks.findLastIndex((block) => block.type !== 'space');
	const beforeLast = blocks.findLastIndex((block, index) => block.type !== 'space' && index < last);
	const split = Math.max(beforeLast, 0);
	return { finished: blocks.slice(0, split), growing: blocks.slice(split) };
}

/**
 * Returns blocks whose headings skip no level, since screen reader users would suspect a missing part: a model that
 * begins with a third-level heading gets a first-level one. `before` is the depth of the previous heading, 0 for none.
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

/** The levels of an answer's headings, below the panel's own. */
const headings = ['h3', 'h4', 'h5', 'h6'] as const;

/**
 * Returns DOM nodes for Markdown tokens. Raw HTML and images of a model's answer become text, so nothing is ever
 * loaded.
 */
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

/** Creates a code block with its buttons; the turn handles their clicks. */
function codeBlock({ text, lang = '' }: Tokens.Code): HTMLElement {
	// Plain text has no line structure to keep, so it may be wrapped.
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

/**
 * The allowed protocols of links. Anything else stays text: `command:` and `vscode:` links would act inside the editor.
 */
const linkProtocols = new Set(['http:', 'https:', 'mailto:']);

/** Returns the address of a link in an answer for the panel to open; undefined for a link that stays text. */
export function linkAddress(href: string): string | undefined {
	const url = URL.parse(href);
	return url && linkProtocols.has(url.protocol) ? url.href : undefined;
}

/** Handles the button of a code block, if it was clicked. */
export function handleCodeButton(target: EventTarget | null, send: (message: PanelMessage) => void): void {
	const button = target instanceof Element ? target.closest<HTMLElement>('button[data-use]') : null;
	const block = button?.closest<HTMLElement>('.code');
	if (!button || !block) return;
	const text = block.querySelector('pre')?.textContent ?? '';
	if (button.dataset['use'] === 'copy') send({ type: 'copyText', text });
	else send({ type: 'openText', text, language: block.dataset['language'] ?? '' });
}

/** Turns the file places named in an answer into buttons that open them. Existing ones stay. */
export function linkPlaces(
	answer: HTMLElement,
	places: readonly string[],
	send: (message: PanelMessage) => void,
): void {
	if (places.length === 0) return;
	// Longest first: `a.ts:1` is also part of `a.ts:12`.
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

/** A finished drawing. */
export interface Drawing {
	/** Milliseconds, on the clock of `now`. */
	readonly end: number;
	/** The duration in milliseconds. */
	readonly cost: number;
}

/** Milliseconds up to which a drawing is quick enough to be repeated with each frame. */
const quickDrawing = 8;

/** The pause after a drawing, as a multiple of its duration, so that keys and scrolling get through. */
const rest = 10;

/** Milliseconds after which a growing answer is drawn in any case. */
const longestWait = 5000;

/** Returns the milliseconds to wait before a growing answer is drawn again: the slower the last drawing, the longer. */
export function waitBeforeDrawing({ end, cost }: Drawing, now: number): number {
	if (cost <= quickDrawing) return 0;
	return Math.max(0, end + Math.min(cost * rest, longestWait) - now);
}

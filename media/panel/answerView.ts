import * as l10n from '@vscode/l10n';
import type { Token, Tokens } from 'marked';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { closeHeadingGaps, readBlocks } from './answerBlocks.ts';
import { answerToken, type DetailsToken, type GridToken } from '../../src/core/markdown/answerTokens.ts';
import { containerDirection } from './direction.ts';
import { element, elementsIn } from './element.ts';
import { Footnotes, footnoteParts, noteElement, noteMark } from './footnotes.ts';
import { LateDrawings, formulaElement, lateCode, lateFormulas } from './lateDrawings.ts';
import { iconButton, showCopied } from './icons.ts';

import { linkAddress } from './linkAddress.ts';
import { plainText, unescapeText } from '../../src/core/markdown/plainText.ts';
import { spokenBlocks } from './plainTextView.ts';
import { roves } from './rovingFocus.ts';

/** A block of an answer, and what is drawn of it. */
interface DrawnBlock {
	/** Two blocks of the same source look the same. */
	readonly source: string;
	readonly nodes: readonly Node[];
}

/**
 * A growing Markdown text on the page. Finished blocks stay as they are; of those that may still change, the changed ones
 * are drawn again with each piece.
 */
export class AnswerView {
	readonly #target: HTMLElement;
	readonly #late: readonly LateDrawings[];
	readonly #footnotes: Footnotes;
	#text = '';
	/** The length of the text in finished blocks. */
	#finishedLength = 0;
	/** The depth of the last finished heading. */
	#headingDepth = 0;
	#spoken: string[] = [];
	#growing: readonly Token[] = [];
	/** What is on the page of the growing blocks. */
	#drawn: readonly DrawnBlock[] = [];

	constructor(target: HTMLElement) {
		this.#target = target;
		this.#late = [lateFormulas, lateCode].map((kind) => new LateDrawings(target, kind));
		this.#footnotes = new Footnotes(target);
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
		this.#drawBlocks([...blocks, ...closeHeadingGaps(growing, depth).blocks], blocks.length);
		this.#headingDepth = depth;
		this.#growing = growing;
		for (const spoken of spokenBlocks(finished)) this.#spoken.push(spoken);
		this.#finishedLength += finished.reduce((length, block) => length + block.raw.length, 0);
	}

	/** Draws blocks in place of the growing ones; of these, those at the beginning that are as before stay. */
	#drawBlocks(blocks: readonly Token[], finished: number): void {
		// The definition of a link changes blocks before it.
		const definitions = blocks.map(({ type, raw }) => (type === 'def' ? raw : '')).join('');
		const sources = blocks.map((block) => `${sourceOf(block)}\n${definitions}`);
		const changed = sources.findIndex((source, index) => source !== this.#drawn[index]?.source);
		const kept = changed === -1 ? sources.length : changed;
		const removed = this.#drawn.slice(kept).flatMap(({ nodes }) => nodes);
		for (const node of removed) this.#target.removeChild(node);
		const added = blocks.slice(kept).map((block, index) => ({
			source: sources[kept + index] ?? '',
			nodes: blockNodes([block]),
		}));
		for (const node of added.flatMap(({ nodes }) => nodes)) this.#target.append(node);
		const drawn = [...this.#drawn.slice(0, kept), ...added];

		const parts = elementsIn(
			added.flatMap(({ nodes }) => nodes),
			unfinishedParts,
		);
		for (const late of this.#late) late.draw(parts);
		// What is drawn again stays open for the reader who has opened it.
		const opened = elementsIn(removed, 'details').map((details) => details.hasAttribute('open'));
		for (const [index, details] of parts.filter(isDetails).entries()) details.open = opened[index] ?? false;
		this.#footnotes.draw(partsOf(drawn.slice(0, finished)), partsOf(drawn.slice(finished)));
		this.#drawn = drawn.slice(finished);
	}

	#startAgain(): void {
		this.#target.replaceChildren();
		for (const late of this.#late) late.startAgain();
		this.#footnotes.startAgain();
		this.#finishedLength = 0;
		this.#spoken = [];
		this.#headingDepth = 0;
		this.#drawn = [];
	}
}

const unfinishedParts = `${lateFormulas.selector}, ${lateCode.selector}, details`;

function sourceOf(block: Token): string {
	return `${block.type} ${'depth' in block ? block.depth : ''} ${block.raw}`;
}

function partsOf(drawn: readonly DrawnBlock[]): readonly HTMLElement[] {
	return elementsIn(
		drawn.flatMap(({ nodes }) => nodes),
		footnoteParts,
	);
}

function isDetails(part: HTMLElement): part is HTMLDetailsElement {
	return part instanceof HTMLDetailsElement;
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

/** The levels of an answer's headings, below the panel's own. */
const headings = ['h3', 'h4', 'h5', 'h6'] as const;

/**
 * Returns DOM nodes for Markdown tokens. Images of a model's answer and raw HTML become text, but for a few elements
 * without their attributes, so nothing is ever loaded.
 */
function domNodes(tokens: readonly Token[]): Node[] {
	return tokens.flatMap((token) => domNode(token) ?? []);
}

function domNode(each: Token): Node | readonly Node[] | undefined {
	const token = answerToken(each);
	switch (token.type) {
		case 'space':
		case 'def':
			return undefined;
		case 'heading':
			return element(
				headings[Math.min(token.depth, headings.length) - 1] ?? 'h6',
				{ dir: 'auto' },
				...domNodes(token.tokens),
			);
		case 'paragraph':
			return element('p', { dir: 'auto' }, ...domNodes(token.tokens));
		case 'blockquote':
			return directed(element('blockquote', {}, ...domNodes(token.tokens)));
		case 'code':
			return codeBlock(token);
		case 'hr':
			return element('hr');
		case 'list':
			return listElement(token);
		case 'table':
			return tableElement(token);
		case 'grid':
			return gridElement(token);
		case 'details':
			return detailsElement(token);
		case 'strong':
		case 'em':
		case 'del':
			return element(token.type, {}, ...domNodes(token.tokens));
		case 'phrase':
			return element(token.tag, {}, ...domNodes(token.tokens));
		case 'codespan':
			return element('code', { dir: 'ltr' }, token.text);
		case 'formula':
			return formulaElement(token);
		case 'openFormula':
			return element('p', { className: 'undrawn', dir: 'ltr' }, token.raw);
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
			return [
				element('input', { type: 'checkbox', checked: token.checked, disabled: true }),
				document.createTextNode(' '),
			];
		case 'noteMark':
			return noteMark(token);
		case 'note':
			return noteElement(token, domNodes(token.tokens));
		case 'html':
		case 'list_item':
		case 'detailsBegin':
		case 'detailsEnd':
			return document.createTextNode(token.raw);
	}
}

/** Gives an element with blocks in it the direction of its words; `auto` would pass over those of the blocks. */
function directed<T extends HTMLElement>(container: T): T {
	container.dir = containerDirection(container);
	return container;
}

function linkElement(token: Tokens.Link): Node | readonly Node[] {
	const href = linkAddress(token.href);
	if (href === undefined) return domNodes(token.tokens);
	return element('a', { href, title: href }, ...domNodes(token.tokens));
}

/** Creates a code block with its buttons; the turn handles their clicks. */
function codeBlock({ text, lang = '', raw }: Tokens.Code): HTMLElement {
	const [language = ''] = lang.split(/[\s{,]/, 1);
	const isText = lang === 'text';
	// It gets its colors when all of it is there.
	const properties = isClosed(raw) && language !== '' && !isText ? { data: { language } } : {};
	const code = element('code', properties, ...(isText ? textLines(text) : [text]));
	const className = isText ? 'text' : '';
	return element(
		'div',
		{ className: 'code', data: { language: lang } },
		element('div', {}, element('span', {}, language), ...codeButtons()),
		element('pre', { tabIndex: 0, className, dir: 'ltr' }, code),
	);
}

/** Blanks between two words of a line, as between the cells of a row. */
const gap = /\S {2,}\S/;

/** Returns plain text, which may be wrapped, but for the lines with columns: a row stays one. */
function textLines(text: string): readonly (string | HTMLElement)[] {
	return text.split(/(?<=\n)/).map((line) => (gap.test(line) ? element('span', { className: 'row' }, line) : line));
}

function codeButtons(): readonly HTMLElement[] {
	const buttons = [
		iconButton('copy', l10n.t('Copy Code')),
		iconButton('insert', l10n.t('Insert Code at Cursor')),
		iconButton('go-to-file', l10n.t('Open in Editor')),
	];
	for (const [index, use] of ['copy', 'insert', 'open'].entries()) buttons[index]?.setAttribute('data-use', use);
	return buttons.map(roves);
}

/** Tells whether a fence ends the code that it begins. */
function isClosed(raw: string): boolean {
	const [fence = ''] = /^ {0,3}(?:`{3,}|~{3,})/.exec(raw) ?? [];
	const text = raw.trimEnd();
	return (
		fence !== '' &&
		text.length > fence.length &&
		text
			.slice(text.lastIndexOf('\n') + 1)
			.trimStart()
			.startsWith(fence.trimStart())
	);
}

function listElement(list: Tokens.List): HTMLElement {
	const items = list.items.map(itemElement);
	return directed(
		list.ordered ? element('ol', { start: Number(list.start) || 1 }, ...items) : element('ul', {}, ...items),
	);
}

function itemElement(item: Tokens.ListItem): HTMLElement {
	const made = element('li', { dir: 'auto' }, ...domNodes(item.tokens));
	// Its words are in blocks of their own.
	if (item.loose) directed(made);
	if (!item.task) return made;
	made.className = 'task';
	const box = made.querySelector('input');
	if (box)
		box.ariaLabel = plainText(item.tokens.filter(({ type }) => type !== 'list' && type !== 'checkbox')).replace(
			/^[☑☐] /,
			'',
		);
	return made;
}

/** Characters up to which the words of a cell stand in one line, unless they have blanks between them. */
const shortCell = 16;

/** A cell as its table draws it. */
interface Cell {
	readonly tag: 'th' | 'td';
	readonly tokens: readonly Token[];
	readonly align?: 'left' | 'center' | 'right' | null;
	readonly colSpan?: number;
	readonly rowSpan?: number;
}

function tableElement({ header, rows }: Tokens.Table): HTMLElement {
	const [head, ...body] = [header, ...rows].map((cells) =>
		rowElement(cells.map(({ tokens, align, header: isHeader }) => ({ tag: isHeader ? 'th' : 'td', tokens, align }))),
	);
	return tableBox(element('thead', {}, ...(head ? [head] : [])), element('tbody', {}, ...body));
}

/** Draws a table in HTML; before it comes what stands between its rows. */
function gridElement({ strays, groups }: GridToken): readonly Node[] {
	const before = strays.length > 0 ? [element('p', { dir: 'auto' }, ...domNodes(strays))] : [];
	if (groups.length === 0) return before;
	return [...before, tableBox(...groups.map(({ tag, rows }) => element(tag, {}, ...rows.map(rowElement))))];
}

function tableBox(...groups: readonly HTMLElement[]): HTMLElement {
	const table = directed(element('table', {}, ...groups));
	// One that is too wide scrolls from its beginning.
	return element('div', { className: 'table', tabIndex: 0, dir: table.dir }, table);
}

function rowElement(cells: readonly Cell[]): HTMLElement {
	return element('tr', {}, ...cells.map(cellElement));
}

function cellElement({ tag, tokens, align, colSpan = 1, rowSpan = 1 }: Cell): HTMLElement {
	const cell = element(tag, { dir: 'auto' }, ...domNodes(tokens));
	const length = cell.textContent?.length ?? 0;
	if (length > shortCell) cell.classList.add('long');
	if (align && align !== 'left') cell.classList.add(align);
	if (colSpan > 1) cell.colSpan = colSpan;
	if (rowSpan > 1) cell.rowSpan = rowSpan;
	return cell;
}

function detailsElement({ summary, tokens }: DetailsToken): HTMLElement {
	const title = summary.length > 0 ? domNodes(summary) : [l10n.t('Details')];
	return directed(element('details', {}, element('summary', { dir: 'auto' }, ...title), ...domNodes(tokens)));
}

/** Handles the button of a code block, if it was clicked. */
export function handleCodeButton(target: EventTarget | null, send: (message: PanelMessage) => void): void {
	const button = target instanceof Element ? target.closest<HTMLElement>('button[data-use]') : null;
	const block = button?.closest<HTMLElement>('.code');
	if (!button || !block) return;
	const text = block.querySelector('pre')?.textContent ?? '';
	const { use } = button.dataset;
	if (use === 'insert') return send({ type: 'insertText', text });
	if (use === 'open') return send({ type: 'openText', text, language: block.dataset['language'] ?? '' });
	send({ type: 'copyText', text });
	showCopied(button);
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
		node.parentElement?.closest('pre, a, button, .formula') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
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
		roves(
			element(
				'button',
				{ type: 'button', className: 'link', onclick: () => send({ type: 'openPlace', place }) },
				place,
			),
		),
	);
	linkIn(text, places, send);
	linkIn(rest, places, send);
}

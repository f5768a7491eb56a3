import type { Lexer, Token, Tokens } from 'marked';
import {
	answerToken,
	phraseTags,
	type DetailsBeginToken,
	type DetailsEndToken,
	type DetailsToken,
	type GridCell,
	type GridToken,
	type PhraseTag,
	type PhraseToken,
	type RowGroup,
} from './answerTokens.ts';

// The few elements of HTML that models write in answers. Their attributes are dropped, but for the spans of cells.

/** The longest table, and the longest details, in characters; of longer ones the tags are text. */
export const longestElement = { table: 50_000, details: 20_000 };

/** The most cells of a table, and the most columns and rows of a cell. */
const most = { cells: 20_000, colSpan: 50, rowSpan: 200 };

/** The most tables in each other. */
const mostTables = 3;

/** The most elements in each other inside a paragraph. */
const mostPhrases = 12;

/** Tells whether a line begins a table. */
export function beginsTable(src: string): boolean {
	return /^ {0,3}<table\b/i.test(src);
}

/** Where a table ends in a text that begins with one. */
export interface TableEnd {
	/** In characters from its beginning. */
	readonly at: number;
	/** The end may still come, in what follows the text. */
	readonly isOpen: boolean;
}

/** Returns the end of the table that begins a text; undefined if it has none within the longest. */
export function tableEnd(text: string): TableEnd | undefined {
	const src = text.slice(0, longestElement.table);
	const tag = /<(\/?)table\b[^<>]*>/gi;
	let depth = 0;
	for (let found = tag.exec(src); found; found = tag.exec(src)) {
		depth += found[1] === '' ? 1 : -1;
		if (depth === 0) return { at: tag.lastIndex, isOpen: false };
	}
	if (text.length > longestElement.table) return undefined;
	// It was forgotten, or will come: words in a paragraph of their own are no part of the table until then.
	const words = /\n[\t ]*\n[\t ]*(?=[^\s<])/.exec(src);
	return { at: words ? words.index : src.length, isOpen: true };
}

/** A table while it is read. */
interface TableDraft {
	/** Where it begins in the text. */
	readonly start: number;
	readonly groups: RowGroup[];
	readonly strays: Token[];
	row?: GridCell[] | undefined;
	cell?: GridCell | undefined;
}

/** Reads the table that a text is, whatever is wrong with it; undefined if it has too many cells. */
export function readTable(raw: string, lexer: Lexer, isOpen: boolean): GridToken | undefined {
	const outer: TableDraft = { start: 0, groups: [], strays: [] };
	const around: TableDraft[] = [];
	let draft = outer;
	let cells = 0;
	let end = 0;
	const addWords = (to: number): void => {
		const text = raw.slice(end, to).trim();
		if (text !== '')
			(draft.cell?.tokens ?? draft.strays).push({ type: 'text', raw: text, text, tokens: lexer.inline(text) });
	};
	const closeTable = (to: number): void => {
		const parent = around.pop();
		if (!parent) return;
		parent.cell?.tokens.push(gridToken(draft, raw.slice(draft.start, to), isOpen));
		draft = parent;
	};
	const tag = /<(\/?)(table|thead|tbody|tr|th|td)\b([^<>]*)>/gi;
	for (let found = tag.exec(raw); found; found = tag.exec(raw)) {
		const [, slash, name = '', attributes = ''] = found;
		const element = name.toLowerCase();
		const isInner = slash === '' && element === 'table' && end > 0;
		// In no cell, or in too many others: its tag stays text.
		if (isInner && (!draft.cell || around.length >= mostTables)) continue;
		addWords(found.index);
		end = tag.lastIndex;
		if (isInner) {
			around.push(draft);
			draft = { start: found.index, groups: [], strays: [] };
		} else if (slash === '/') {
			if (element === 'table') closeTable(end);
			else closeElement(draft, element);
		} else if (element === 'td' || element === 'th') {
			if (++cells > most.cells) return undefined;
			addCell(draft, element, attributes);
		} else if (element !== 'table') addRow(draft, element);
	}
	// Of a tag that is being written nothing is shown.
	addWords(isOpen ? raw.length - (/<\/?(?:[a-z][^<>]*)?$/i.exec(raw.slice(end))?.[0].length ?? 0) : raw.length);
	while (around.length > 0) closeTable(raw.length);
	return gridToken(outer, raw, isOpen);
}

function gridToken({ groups, strays }: TableDraft, raw: string, isOpen: boolean): GridToken {
	return { type: 'grid', raw, strays, groups: groups.filter(({ rows }) => rows.length > 0), isOpen };
}

function closeElement(draft: TableDraft, element: string): void {
	draft.cell = undefined;
	if (element !== 'td' && element !== 'th') draft.row = undefined;
}

function addRow(draft: TableDraft, element: string): void {
	closeElement(draft, element);
	if (element === 'thead' || element === 'tbody') draft.groups.push({ tag: element, rows: [] });
}

function addCell(draft: TableDraft, tag: 'td' | 'th', attributes: string): void {
	if (!draft.row) {
		draft.row = [];
		if (draft.groups.length === 0) draft.groups.push({ tag: 'tbody', rows: [] });
		draft.groups.at(-1)?.rows.push(draft.row);
	}
	const colSpan = spanOf(attributes, 'colspan', most.colSpan);
	draft.cell = { tag, colSpan, rowSpan: spanOf(attributes, 'rowspan', most.rowSpan), tokens: [] };
	draft.row.push(draft.cell);
}

function spanOf(attributes: string, name: 'colspan' | 'rowspan', largest: number): number {
	const written = new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,9})`, 'i').exec(attributes)?.[1];
	return Math.min(Math.max(Number(written ?? 1), 1), largest);
}

/** Reads the tags around details; what is between them is Markdown. */
export function readDetailsTag(src: string, lexer: Lexer): DetailsBeginToken | DetailsEndToken | undefined {
	const end = /^ {0,3}<\/details\s*>/i.exec(src);
	if (end) return { type: 'detailsEnd', raw: end[0] };
	const begin =
		/^ {0,3}<details\b[^<>]*>\s*(?:<summary\b[^<>]*>((?:(?!<\/?(?:summary|details)\b)[^]){0,1000})<\/summary\s*>)?/i.exec(
			src,
		);
	if (!begin) return undefined;
	const text = begin[1]?.trim() ?? '';
	return { type: 'detailsBegin', raw: begin[0], summary: text === '' ? [] : lexer.inline(text) };
}

/**
 * Puts together what stands between tags, in place. Tags without a partner stay, and are text. Neighbouring texts become
 * one.
 */
export function joinElements(tokens: Token[]): void {
	if (!tokens.some(isJoined)) return;
	const joined: Token[] = [];
	/** Where elements have begun. */
	let begun: { readonly name: string; readonly at: number }[] = [];
	for (const token of tokens) {
		const { name, isEnd } = tagOf(token);
		const begin = isEnd ? begun.findLastIndex((each) => each.name === name) : -1;
		const at = begun[begin]?.at;
		if (at !== undefined) {
			begun = begun.slice(0, begin);
			joined.push(...elementOf([...joined.splice(at), token], false));
		} else if (name === 'br') joined.push({ type: 'br', raw: token.raw });
		else {
			if (name !== undefined && !isEnd && begun.length < mostPhrases) begun.push({ name, at: joined.length });
			addToken(joined, token);
		}
	}
	for (const { at } of begun.filter(({ name }) => name === 'details').toReversed()) {
		joined.push(...elementOf(joined.splice(at), true));
	}
	tokens.splice(0, tokens.length);
	for (const token of joined) tokens.push(token);
}

/** Tells whether a token may become one with others. */
function isJoined(token: Token, index: number, tokens: readonly Token[]): boolean {
	const before = tokens[index - 1];
	return /^(?:html|details)/.test(token.type) || (before !== undefined && isPlainText(before) && isPlainText(token));
}

/** Returns the name of the element that a token begins or ends; none for other tokens. */
function tagOf(token: Token): { readonly name?: string; readonly isEnd: boolean } {
	if (token.type === 'detailsBegin' || token.type === 'detailsEnd') {
		return { name: 'details', isEnd: token.type === 'detailsEnd' };
	}
	if (token.type !== 'html' || token['block'] === true) return { isEnd: false };
	const [, slash, name = ''] = /^<(\/?)([a-z]+)\b[^<>]*>$/i.exec(token.raw) ?? [];
	const tag = name.toLowerCase();
	return tag === 'br' || isPhraseTag(tag) ? { name: tag, isEnd: slash === '/' && tag !== 'br' } : { isEnd: false };
}

function isPhraseTag(name: string): name is PhraseTag {
	return phraseTags.some((tag) => tag === name);
}

/** Makes one token of all from the beginning of an element to its end; several if it is too long. */
function elementOf(tokens: readonly Token[], isOpen: boolean): readonly Token[] {
	const [begin, ...inner] = tokens;
	if (!begin) return [];
	if (!isOpen) inner.pop();
	const raw = tokens.map((token) => token.raw).join('');
	const first = answerToken(begin);
	if (first.type === 'detailsBegin') {
		if (raw.length > longestElement.details) return tokens;
		return [{ type: 'details', raw, summary: first.summary, tokens: inner, isOpen } satisfies DetailsToken];
	}
	const { name } = tagOf(begin);
	if (name === undefined || !isPhraseTag(name)) return tokens;
	return [{ type: 'phrase', raw, tag: name, tokens: inner } satisfies PhraseToken];
}

function addToken(tokens: Token[], token: Token): void {
	const last = tokens.at(-1);
	if (!last || !isPlainText(last) || !isPlainText(token)) tokens.push(token);
	else tokens[tokens.length - 1] = { ...last, raw: last.raw + token.raw, text: last.text + token.text };
}

function isPlainText(token: Token): token is Tokens.Text {
	return token.type === 'text' && !('tokens' in token);
}

// Limits that keep the Markdown parser from examining a line or paragraph again and again.
import type { BlockContext, Element, LeafBlock, Line, MarkdownConfig } from '@lezer/markdown';
import { linkLabelEnd, linkTitleEnd, skipBlanks } from './markdownLinks.ts';

/** The deepest nesting of quotes and lists, by the marks of one line. */
const deepest = 100;

/** The most blanks in a row at the beginning of a line's content. */
const mostBlanks = 300;

const suspiciousLine = /^[ \t>*+\-\d.)]{100}/m;
const mark = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t\r]|$))/y;

/**
 * Returns the text with absurdly nested marks of quotes and lists replaced by letters, offset for offset, and with very
 * long runs of leading blanks broken up: the parser examines the whole line again for each.
 */
function boundContainers(text: string): string {
	if (!suspiciousLine.test(text)) return text;
	return text
		.split('\n')
		.map((line) => (suspiciousLine.test(line) ? calmLine(line) : line))
		.join('\n');
}

/** Returns the text as the parser reads it rightly and in good time, offset for offset. */
export function calmBlocks(text: string): string {
	return boundContainers(withoutBlanksBehindTables(text));
}

/**
 * Returns the text with the blanks at the end of a table's second line moved before its last bar, offset for offset: the
 * parser takes none behind it.
 */
function withoutBlanksBehindTables(text: string): string {
	return text.replaceAll(/([-:|][-:][ \t]*)\|([ \t]+)$/gm, '$1$2|');
}

function calmLine(line: string): string {
	let at = 0;
	for (let count = 0; count < deepest; count++) {
		mark.lastIndex = at;
		if (!mark.test(line) || isRule(line, at)) break;
		at = mark.lastIndex;
	}
	const content = skipBlanks(line, at);
	if (content === line.length) return line.slice(0, at) + brokenBlanks(line.slice(at));
	const blanks = content - at > mostBlanks ? ' '.repeat(mostBlanks) + 'x'.repeat(content - at - mostBlanks) : undefined;
	let end = content;
	for (mark.lastIndex = end; !isRule(line, end) && mark.test(line);) end = mark.lastIndex;
	return line.slice(0, at) + (blanks ?? line.slice(at, content)) + 'x'.repeat(end - content) + line.slice(end);
}

/** Turns a run of blanks on an empty line into several empty lines. */
function brokenBlanks(blanks: string): string {
	return blanks.length > mostBlanks ? '\n'.repeat(blanks.length) : blanks;
}

/** Tells whether the rest of a line is a horizontal rule, which looks like a list in a list. */
function isRule(line: string, at: number): boolean {
	const start = skipBlanks(line, at);
	const sign = line.charAt(start);
	if (sign !== '*' && sign !== '-') return false;
	let end = start;
	while (end < line.length && (line[end] === sign || ' \t\r'.includes(line.charAt(end)))) end++;
	return end === line.length;
}

/** The most lines of a definition `[label]: address "title"`. */
const mostLines = 20;

/** The parser extension that reads definitions; the built-in one reads a paragraph again for each of its lines. */
export const boundedDefinitions: MarkdownConfig = {
	parseBlock: [
		{
			name: 'LinkReference',
			leaf: (_context, leaf) => {
				if (!/^\[(?!\^)/.test(leaf.content)) return null;
				let { content } = leaf;
				let lines = 1;
				return {
					nextLine: (context, line) => {
						if (++lines > mostLines) return false;
						content += `\n${contentOf(line)}`;
						const found = definitionIn(content);
						return (
							found?.end !== undefined &&
							found.end < content.length &&
							complete(context, leaf, { found, end: found.end })
						);
					},
					finish: (context) => {
						const found = lines > mostLines ? undefined : definitionIn(leaf.content);
						if (!found || skipBlanks(leaf.content, found.contentEnd) < leaf.content.length) return false;
						return complete(context, leaf, { found, end: leaf.content.length });
					},
				};
			},
		},
	],
};

/** The columns by which further blocks of a footnote are indented. */
const footnoteIndent = 4;

/** The parser extension that reads `[^1]: …`, GitHub's footnotes, whose text are blocks as in a list. */
export const footnotes: MarkdownConfig = {
	defineNodes: [
		{
			name: 'Footnote',
			block: true,
			composite: (_context, line) => {
				if (line.next >= 0 && line.indent < line.baseIndent + footnoteIndent) return false;
				line.moveBaseColumn(line.baseIndent + footnoteIndent);
				return true;
			},
		},
	],
	parseBlock: [
		{
			name: 'Footnote',
			before: 'FencedCode',
			parse: (context, line) => {
				const label = /^\[\^[^\]\s[]{1,999}\]:[ \t]*/.exec(line.text.slice(line.pos))?.[0];
				if (label === undefined || line.indent >= line.baseIndent + footnoteIndent) return false;
				context.startComposite('Footnote', line.pos);
				line.moveBase(line.pos + label.length);
				return null;
			},
			endLeaf: (_context, line) => /^\[\^[^\]\s[]{1,999}\]:/.test(line.text.slice(line.pos)),
		},
	],
};

/** Returns a line as the parser adds it to a paragraph: marks of quotes and lists become blanks. */
function contentOf(line: Line): string {
	return line.baseIndent === 0 ? line.text : ' '.repeat(line.basePos) + line.text.slice(line.basePos);
}

interface Definition {
	readonly parts: readonly (readonly [name: string, from: number, to: number])[];
	/** The end of its last part. */
	readonly contentEnd: number;
	/** The end of its last line; undefined if something else follows there. */
	readonly end: number | undefined;
}

function complete(
	context: BlockContext,
	leaf: LeafBlock,
	{ found, end }: { readonly found: Definition; readonly end: number },
): true {
	const { start } = leaf;
	const parts = found.parts.map(([name, from, to]): Element => context.elt(name, start + from, start + to));
	context.addLeafElement(leaf, context.elt('LinkReference', start, start + end, parts));
	return true;
}

function definitionIn(content: string): Definition | undefined {
	const labelEnd = linkLabelEnd(content, 0);
	if (labelEnd === undefined || content[labelEnd] !== ':' || content.slice(1, labelEnd - 1).trim() === '')
		return undefined;
	const urlStart = skipBlanks(content, labelEnd + 1);
	const urlEnd = addressEnd(content, urlStart);
	if (urlEnd === undefined) return undefined;
	const parts: (readonly [string, number, number])[] = [
		['LinkLabel', 0, labelEnd],
		['LinkMark', labelEnd, labelEnd + 1],
		['URL', urlStart, urlEnd],
	];
	const titleStart = skipBlanks(content, urlEnd);
	const titleEnd = titleStart > urlEnd ? linkTitleEnd(content, titleStart) : undefined;
	const lineEnd = titleEnd === undefined ? undefined : restOfLine(content, titleEnd);
	if (titleEnd === undefined || lineEnd === undefined) {
		return { parts, contentEnd: urlEnd, end: restOfLine(content, urlEnd) };
	}
	return { parts: [...parts, ['LinkTitle', titleStart, titleEnd]], contentEnd: titleEnd, end: lineEnd };
}

function addressEnd(content: string, start: number): number | undefined {
	if (content[start] === '<') {
		const found = /<(?:\\[^\n]|[^\\<>\n])*>/y;
		found.lastIndex = start;
		return found.test(content) ? found.lastIndex : undefined;
	}
	let depth = 0;
	let end = start;
	for (; end < content.length && !' \t\n\r'.includes(content.charAt(end)); end++) {
		const sign = content[end];
		if (sign === '\\' && !' \t\n\r'.includes(content[end + 1] ?? ' ')) end++;
		else if (sign === '(') depth++;
		else if (sign === ')' && --depth < 0) break;
	}
	return end > start ? end : undefined;
}

/** Returns the end of the line if only blanks follow. */
function restOfLine(content: string, from: number): number | undefined {
	let at = from;
	while (' \t\r'.includes(content[at] ?? '\n')) at++;
	return at >= content.length || content[at] === '\n' ? at : undefined;
}

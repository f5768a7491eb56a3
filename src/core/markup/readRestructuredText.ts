// reStructuredText: the directives `image` and `figure`, in substitutions too.
// https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html
import { directiveOptions, lineEndAt, trimmedEnd } from './directive.ts';
import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument, Steps } from './markupDocument.ts';
import type { Passage } from './outline.ts';
import { countBelow } from './ordered.ts';
import { plainDocument } from './plainDocument.ts';
import { plainReference } from './plainReference.ts';

const bullet = /[-+*•‣⁃](?:[ \t]+|$)/y;
const enumerator = /(?:\((?:\d+|[a-z]|[ivxlcdm]+|#)\)|(?:\d+|[a-z]|[ivxlcdm]+|#)[.)])(?:[ \t]+|$)/iy;
const image = /^\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(image|figure) ?::(?:[ \t]+(\S[^\n]*))?$/i;
const literalDirective =
	/^\.\.[ \t]+(?:code|code-block|sourcecode|parsed-literal|raw|math|literalinclude|prompt|doctest|testcode|testsetup|testcleanup|testoutput|productionlist|csv-table|include|highlight|default-role|graphviz|digraph|graph|mermaid) ?::/i;
/** Comments, targets and substitutions: whatever is neither a footnote nor a directive. */
const silent = /^\.\.(?:$|[ \t]+(?!\[[^\]\n]+\](?:[ \t]|$)|[\w:+.-]+ ?::(?:[ \t]|$)))/;
const explicit = /^\.\.(?:$|[ \t])/;
const directiveWithoutText = /^\.\.[ \t]+[\w:+.-]+ ?::$/;
const field = /^:(?![: ])[^:\n]+:[ \t]+\S/;
const option = /^:[\w-]+:(?:[ \t]|$)/;
const lineOfBlock = /^\|(?:[ \t]|$)/;
const simpleTable = /^=+(?:[ \t]+=+)+$/;
/** A line that is too long to be text. */
const overline = /^([!-/:-@[-`{-~])\1{3,}$/;
const punctuation = /^[!-/:-@[-`{-~]/;

/** The most lines of a directive that are examined. */
const mostLines = 1000;

/** Lines of text that belong together. */
interface Paragraph extends Passage {
	readonly column: number;
	/** Which lines go on with it up to an empty one: those indented as it is, those indented more, or all. */
	readonly reach: 'same' | 'deeper' | 'all';
	lines: number;
	/** True if it announces literal text. */
	isColon: boolean;
}

/** Text that isn't read: it goes on in lines that are indented more, or begin with the same sign. */
interface Literal {
	readonly column: number;
	/** Undefined while it isn't known whether it is indented. */
	quote: string | undefined;
	mayBeQuoted: boolean;
}

export function* readRestructuredText(text: string): Steps<MarkupDocument> {
	const references: ImageReference[] = [];
	const headings: Passage[] = [];
	const tableEnd = tableSearch(text);
	let literal: Literal | undefined;
	let paragraph: Paragraph | undefined;
	for (let at = 0; at < text.length;) {
		const start = at;
		const lineEnd = lineEndAt(text, start);
		const end = trimmedEnd(text, start, lineEnd);
		at = lineEnd + 1;
		const line = text.slice(start, end);
		if (line === '') {
			if (paragraph?.isColon) literal = { column: paragraph.column, quote: undefined, mayBeQuoted: true };
			paragraph = undefined;
			continue;
		}
		const indent = line.length - line.trimStart().length;
		if (literal && !isLiteral(literal, line, indent)) literal = undefined;
		if (literal) continue;
		if (paragraph && reaches(paragraph, indent)) {
			if (paragraph.lines === 1 && paragraph.reach === 'same' && isUnderline(line, paragraph.text)) {
				headings.push(paragraph);
				paragraph = undefined;
			} else {
				paragraph.lines++;
				paragraph.isColon = paragraph.reach === 'same' && line.endsWith('::');
			}
			continue;
		}
		const isIndentedLiteral = paragraph?.isColon && paragraph.lines > 1 && indent > paragraph.column;
		if (isIndentedLiteral && paragraph) {
			literal = { column: paragraph.column, quote: undefined, mayBeQuoted: false };
			paragraph = undefined;
			continue;
		}
		paragraph = undefined;
		const next = text.slice(at, lineEndAt(text, at));
		const column = contentColumn(line, indent, next);
		const content = line.slice(column);
		const open: Paragraph = {
			start: start + column,
			end,
			text: content,
			column,
			reach: reachOf(content),
			lines: 1,
			isColon: reachOf(content) === 'same' && content.endsWith('::'),
		};
		const [directive, kind, address] = image.exec(content) ?? [];
		if (directive !== undefined) {
			const reference = imageAt(text, { start: start + column, end, column, address, kind });
			if (reference) references.push(reference);
			// Only a figure has further text.
			if (reference && kind?.toLowerCase() === 'figure') paragraph = open;
			else literal = { column, quote: undefined, mayBeQuoted: false };
		} else if (content === '..' && next.trim() === '') {
			// An empty comment, which nothing belongs to.
		} else if (silent.test(content) || literalDirective.test(content))
			literal = { column, quote: undefined, mayBeQuoted: false };
		else if (simpleTable.test(content)) at = tableEnd(at);
		else if (overline.test(line) && next.trim() !== '') {
			// A title between two lines; anything else there is refused along with them.
			const titleEnd = lineEndAt(text, at);
			const last = lineEndAt(text, titleEnd + 1);
			if (text.slice(titleEnd + 1, last).trimEnd() === line)
				headings.push({ start: at, end: titleEnd, text: next.trim() });
			at = last + 1;
		} else if (!directiveWithoutText.test(content) && content !== '') paragraph = open;
	}
	yield;
	return plainDocument(text, { references, headings });
}

/** Marks, and lines of a block, have their text behind them; a session with Python ends with an empty line. */
function reachOf(content: string): Paragraph['reach'] {
	if (/^>>>(?:[ \t]|$)/.test(content)) return 'all';
	return explicit.test(content) || field.test(content) || lineOfBlock.test(content) ? 'deeper' : 'same';
}

function reaches({ reach, column }: Paragraph, indent: number): boolean {
	return reach === 'all' ? indent >= column : reach === 'deeper' ? indent > column : indent === column;
}

/** Tells whether a line goes on with a literal text, and notes how that is marked. */
function isLiteral(literal: Literal, line: string, indent: number): boolean {
	if (indent > literal.column) {
		literal.mayBeQuoted = false;
		return literal.quote === undefined;
	}
	if (indent < literal.column) return false;
	const [sign] = punctuation.exec(line.slice(indent)) ?? [];
	if (literal.mayBeQuoted) literal.quote = sign;
	literal.mayBeQuoted = false;
	return sign !== undefined && sign === literal.quote;
}

/** Tells whether a line makes the one before it a title. */
function isUnderline(line: string, title: string): boolean {
	return /^([!-/:-@[-`{-~])\1*$/.test(line) && (line.length >= title.length || line.length >= 4);
}

/** Returns the column behind the marks of list items. */
function contentColumn(line: string, indent: number, next: string): number {
	let column = indent;
	for (;;) {
		bullet.lastIndex = column;
		enumerator.lastIndex = column;
		if (bullet.test(line)) column = bullet.lastIndex;
		else if (enumerator.test(line) && isItem(next, column)) column = enumerator.lastIndex;
		else return column;
		if (column === line.length) return column;
	}
}

/** Tells by the line behind it whether what looks like an item of a list is one; text would go on in that line. */
function isItem(next: string, column: number): boolean {
	if (next.trim() === '' || /^[ \t]*/.exec(next)?.[0].length !== column) return true;
	enumerator.lastIndex = column;
	return enumerator.test(next);
}

/** Returns a search for the end of a simple table: its third border, or one before an empty line. */
function tableSearch(text: string): (from: number) => number {
	const borders = Array.from(text.matchAll(/^[ \t]*=[ \t=]*$/gm), ({ 0: { length }, index }) => index + length);
	return (from) => {
		const first = countBelow(borders, from);
		const [one, two] = borders.slice(first, first + 2);
		if (one === undefined) return text.length;
		return two === undefined || text.slice(one + 1, lineEndAt(text, one + 1)).trim() === '' ? one : two;
	};
}

function imageAt(
	text: string,
	{
		start,
		end: firstEnd,
		column,
		address: first = '',
		kind,
	}: {
		readonly start: number;
		readonly end: number;
		readonly column: number;
		readonly address: string | undefined;
		readonly kind: string | undefined;
	},
): ImageReference | undefined {
	const { lines, least, hasContent } = directiveLines(text, firstEnd, column);
	// With content an image is refused.
	if (hasContent && kind?.toLowerCase() === 'image') return undefined;
	const isOption = lines.map((each) => option.test(text.slice(each.start, each.end)));
	const optionsAt = lines.findIndex((each, index) => isOption[index] && each.indent === least);
	const addressLines = lines.slice(0, optionsAt < 0 ? lines.length : optionsAt);
	// An option that is indented otherwise would be part of the address; other lines among the options aren't allowed.
	const isMalformed = lines.some(
		({ indent }, index) =>
			isOption[index] !== index >= addressLines.length && (index < addressLines.length || indent === least),
	);
	if (isMalformed) return undefined;
	const end = addressLines.at(-1)?.end ?? firstEnd;
	const address = [first, ...addressLines.map((each) => text.slice(each.start, each.end))]
		.join(' ')
		.replaceAll(/\\(.)|\s+/g, (_, escaped: string | undefined) => escaped ?? '');
	if (address === '') return undefined;
	const { values, indent, end: last } = directiveOptions(text, lineEndAt(text, end), lines.at(-1)?.end ?? firstEnd);
	const alt = values.get('alt');
	const before = alt && text.lastIndexOf(':alt:', alt.start) + 5;
	const lineIndent =
		indent ??
		indentBefore(
			text,
			lines.find((each) => each.indent === least),
		) ??
		' '.repeat(column + 3);
	return plainReference(
		{
			start,
			end: last,
			element: 'image',
			address,
			alt,
			slot:
				alt && before !== undefined
					? { start: before, end: alt.end, before: ' ', after: '' }
					: { start: end, end, before: `\n${lineIndent}:alt: `, after: '' },
			by: 'line',
		},
		text,
	);
}

interface DirectiveLine {
	/** The offset behind its indentation. */
	readonly start: number;
	readonly end: number;
	readonly indent: number;
}

interface DirectiveLines {
	/** The lines of its arguments and options, behind the first one. */
	readonly lines: readonly DirectiveLine[];
	/** The indentation of its options, which is the least one. */
	readonly least: number;
	readonly hasContent: boolean;
}

function directiveLines(text: string, firstEnd: number, column: number): DirectiveLines {
	const lines: DirectiveLine[] = [];
	let least = Number.POSITIVE_INFINITY;
	let hasContent = false;
	let isBehindBlank = false;
	let count = 0;
	for (let at = lineEndAt(text, firstEnd) + 1; at < text.length && count < mostLines; count++) {
		const lineEnd = lineEndAt(text, at);
		const end = trimmedEnd(text, at, lineEnd);
		const indent = /^[ \t]*/.exec(text.slice(at, end))?.[0].length ?? 0;
		if (at === end) isBehindBlank = true;
		else if (indent <= column) break;
		else {
			least = Math.min(least, indent);
			if (isBehindBlank) hasContent = true;
			else lines.push({ start: at + indent, end, indent });
		}
		at = lineEnd + 1;
	}
	return { lines, least, hasContent };
}

/** Returns the indentation of a line. */
function indentBefore(text: string, line: DirectiveLine | undefined): string | undefined {
	return line && text.slice(text.lastIndexOf('\n', line.start) + 1, line.start);
}

// Images of reStructuredText by the rules of docutils, which no parser of npm follows.
// https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html and …/directives.html
import type { FoundImage } from './foundImage.ts';

/** Directives whose content is no text with further directives in it, of docutils and of Sphinx. */
const opaque = new Set(
	[
		'code code-block sourcecode math raw parsed-literal csv-table include replace unicode date default-role',
		'literalinclude highlight prompt doctest testcode testsetup testcleanup testoutput productionlist graphviz digraph graph',
	].flatMap((names) => names.split(' ')),
);

const bullet = /^[-+*•‣⁃](?: +|$)/;
const enumerator =
	/^(?:\((?:\d+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+|#)\)|(?:\d+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+|#)[.)])(?: +|$)/;
const field = /^:(?![: ])(?:[^:\\]|\\.|:(?![ `]|$))*(?<! ):(?: +|$)/;
const explicit = /^\.\.(?: +|$)/;
const directive = /^(?:\|(?! )([^|]*[^| ])\| +)?([a-zA-Z\d]+(?:[-._+:][a-zA-Z\d]+)*) ?::(?: +|$)/;
const line = /^([!-/:-@[-`{-~])\1* *$/;
const gridTable = /^\+-[-+]+-\+ *$/;
const simpleTable = /^=+(?: +=+)+ *$/;

export function parseRestructuredText(text: string): readonly FoundImage[] {
	const lines = text.split(/\r\n?|\n/).map((each) => withoutTabs(each).trimEnd());
	return body(lines);
}

/** Tabs end at every eighth column. */
function withoutTabs(text: string): string {
	let column = 0;
	return Array.from(text, (sign) => {
		const width = sign === '\t' ? 8 - (column % 8) : 1;
		column += width;
		return sign === '\t' ? ' '.repeat(width) : sign;
	}).join('');
}

function body(lines: readonly string[]): readonly FoundImage[] {
	const images: FoundImage[] = [];
	for (let at = 0; at < lines.length;) {
		const { length, found } = elementAt(lines, at);
		images.push(...found);
		at += length;
	}
	return images;
}

interface Element {
	/** The number of its lines. */
	readonly length: number;
	readonly found: readonly FoundImage[];
}

function elementAt(lines: readonly string[], at: number): Element {
	const [first = '', second = ''] = lines.slice(at, at + 2);
	const rest = lines.slice(at + 1);
	if (first === '') return { length: 1, found: [] };
	if (first.startsWith(' ')) return blockQuote(lines.slice(at));
	const mark = bullet.exec(first)?.[0] ?? (isEnumerated(first, second) ? enumerator.exec(first)?.[0] : undefined);
	if (mark !== undefined) {
		const isKnown = first.length > mark.trimEnd().length && mark.endsWith(' ');
		const more = indented(rest, isKnown ? mark.length : 1);
		const content = isKnown ? more.map((each) => each.slice(mark.length)) : dedented(more);
		return { length: 1 + more.length, found: body([first.slice(mark.length), ...content]) };
	}
	const name = field.exec(first)?.[0];
	if (name !== undefined) return withContent(first.slice(name.length), rest, body);
	if (explicit.test(first)) return explicitMarkup(first, rest);
	if (/^\|(?: |$)/.test(first)) {
		const other = rest.findIndex((each) => !/^(?:\|(?: |$)| )/.test(each));
		return { length: other < 0 ? lines.length - at : other + 1, found: [] };
	}
	if (/^__(?: |$)/.test(first)) return { length: 1, found: [] };
	// The cells of tables are left to whoever edits tables.
	if (/^>>>(?: |$)/.test(first)) return { length: paragraphLength(lines.slice(at)), found: [] };
	if (gridTable.test(first)) return { length: paragraphLength(lines.slice(at)), found: [] };
	if (simpleTable.test(first)) return { length: simpleTableLength(lines.slice(at)), found: [] };
	if (line.test(first) && (second === '' || first.length >= 4 || line.test(lines[at + 2] ?? ''))) {
		// A transition, or a title between two lines.
		return { length: second === '' ? 1 : 3, found: [] };
	}
	if (second !== '' && line.test(second) && (second.length >= first.length || second.length >= 4))
		return { length: 2, found: [] };
	return paragraph(lines.slice(at));
}

/** A line that begins like an item of a list is one only if the next line doesn't continue it as a paragraph would. */
function isEnumerated(first: string, second: string): boolean {
	return enumerator.test(first) && (second === '' || second.startsWith(' ') || enumerator.test(second));
}

function blockQuote(lines: readonly string[]): Element {
	const block = indented(lines, 1);
	return { length: block.length, found: body(dedented(block)) };
}

/** Returns an element whose further lines are indented by what the first of them is. */
function withContent(
	first: string,
	rest: readonly string[],
	read: (content: readonly string[]) => readonly FoundImage[],
): Element {
	const more = indented(rest, 1);
	return { length: 1 + more.length, found: read([first, ...dedented(more)]) };
}

function paragraph(lines: readonly string[]): Element {
	const [first = '', second = ''] = lines;
	// A term and its definition.
	if (second.startsWith(' ')) {
		const definition = indented(lines.slice(1), 1);
		return { length: 1 + definition.length, found: body(dedented(definition)) };
	}
	const length = lines.findIndex((each) => each === '' || each.startsWith(' '));
	const end = length < 0 ? lines.length : length;
	if (!(lines[end - 1] ?? first).endsWith('::')) return { length: end, found: [] };
	const blanks = blankCount(lines.slice(end));
	const start = end + blanks;
	const next = lines[start] ?? '';
	const literal = indented(lines.slice(start), 1).length;
	const quote = /^[!-/:-@[-`{-~]/.exec(next)?.[0];
	if (literal > 0 || quote === undefined || blanks === 0) return { length: start + literal, found: [] };
	const unquoted = lines.slice(start).findIndex((each) => !each.startsWith(quote));
	return { length: unquoted < 0 ? lines.length : start + unquoted, found: [] };
}

function explicitMarkup(first: string, rest: readonly string[]): Element {
	const content = first.replace(explicit, '');
	// An empty comment doesn't take what is indented behind an empty line.
	if (content === '' && (rest[0] ?? '') === '') return { length: 1, found: [] };
	const cited = /^\[(?:\d+|#[^\]]*|\*|[^\]\s]+)\](?: +|$)/.exec(content)?.[0];
	if (cited !== undefined) return withContent(content.slice(cited.length), rest, body);
	const [whole, substitution, name = ''] = directive.exec(content) ?? [];
	if (whole === undefined) return withContent(content, rest, () => []);
	const behind = content.slice(whole.length);
	const kind = name.toLowerCase();
	if (kind === 'image') return withContent(behind, rest, (block) => imageIn(block));
	if (substitution !== undefined || opaque.has(kind)) return withContent(behind, rest, () => []);
	if (kind === 'figure')
		return withContent(behind, rest, (block) => {
			const found = imageIn(argumentsIn(block));
			return found.length > 0 ? [...found, ...body(contentIn(block))] : [];
		});
	// What stands behind its name and in the next lines is an argument, or a paragraph.
	return withContent(behind, rest, (block) => body(behind === '' ? block.slice(1) : contentIn(block)));
}

/** Returns the lines of a directive's arguments and options. */
function argumentsIn(block: readonly string[]): readonly string[] {
	const start = block[0] === '' ? 1 : 0;
	const end = block.indexOf('', start);
	return block.slice(0, end < 0 ? block.length : end);
}

function contentIn(block: readonly string[]): readonly string[] {
	return block.slice(argumentsIn(block).length);
}

function imageIn(block: readonly string[]): readonly FoundImage[] {
	const lines = argumentsIn(block);
	// Such a directive is reported, and shows nothing.
	if (contentIn(block).some((each) => each !== '')) return [];
	const optionsAt = lines.findIndex((each, index) => index > 0 && field.test(each));
	const end = optionsAt < 0 ? lines.length : optionsAt;
	// Options that are indented otherwise become part of an address that is no picture's.
	if (lines.slice(1, end).some((each) => field.test(each.trimStart()))) return [];
	// Blanks are left out, but for those with a backslash.
	const address = lines
		.slice(0, end)
		.join(' ')
		.replaceAll(/\\(.)|\s+/g, (_, escaped: string | undefined) => escaped ?? '');
	// With other lines among its options it is refused, too.
	if (address === '' || lines.slice(end).some((each) => !each.startsWith(' ') && !field.test(each))) return [];
	return [{ address, alt: optionIn(lines.slice(end), 'alt') }];
}

/** Returns an option's value as it is written: neither markup nor backslashes mean anything in it. */
function optionIn(lines: readonly string[], name: string): string | undefined {
	for (const [index, each] of lines.entries()) {
		const mark = field.exec(each)?.[0];
		if (mark?.trimEnd() !== `:${name}:`) continue;
		const more = indented(lines.slice(index + 1), 1);
		return [each.slice(mark.length), ...dedented(more)].join(' ').trim();
	}
	return undefined;
}

/** Returns the first lines that are indented at least so much, or empty between such lines. */
function indented(lines: readonly string[], width: number): readonly string[] {
	const end = lines.findIndex((each) => each !== '' && indentOf(each) < width);
	const block = lines.slice(0, end < 0 ? lines.length : end);
	const last = block.findLastIndex((each) => each !== '');
	return block.slice(0, last + 1);
}

function dedented(lines: readonly string[]): readonly string[] {
	const width = Math.min(...lines.filter((each) => each !== '').map(indentOf));
	return lines.map((each) => each.slice(width));
}

function indentOf(text: string): number {
	return text.length - text.trimStart().length;
}

function blankCount(lines: readonly string[]): number {
	const count = lines.findIndex((each) => each !== '');
	return count < 0 ? lines.length : count;
}

function paragraphLength(lines: readonly string[]): number {
	const end = lines.indexOf('');
	return end < 0 ? lines.length : end;
}

/** The last border of a simple table is the third one, or is followed by an empty line. */
function simpleTableLength(lines: readonly string[]): number {
	const borders = lines.flatMap((each, index) => (index > 0 && /^=+[ =]*$/.test(each) ? [index] : []));
	const [end] = borders.filter((index, count) => count === 1 || (lines[index + 1] ?? '') === '');
	return (end ?? borders[0] ?? lines.length - 1) + 1;
}

// The blocks in which MDX differs from Markdown: fences, and the scripts that import and export.
import type { BlockContext, Element, Line, MarkdownConfig } from '@lezer/markdown';

/** The most lines of a script that goes on behind an empty line, because a bracket is open. */
const mostLines = 500;

/**
 * The parser extension that reads fences as MDX does, where there is no indented code: the closing one may be indented by
 * any number of blanks. And its scripts, named `Script`: from a line that begins with `import` or `export` on.
 */
export const mdxBlocks: MarkdownConfig = {
	defineNodes: [{ name: 'Script', block: true }],
	parseBlock: [
		{ name: 'FencedCode', parse: fencedCode },
		{ name: 'Script', before: 'FencedCode', parse: script },
	],
};

function fencedCode(context: BlockContext, line: Line): boolean {
	const fence = /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(line.text.slice(line.pos))?.[0];
	if (fence === undefined) return false;
	const from = context.lineStart + line.pos;
	const marks: Element[] = [context.elt('CodeMark', from, from + fence.length)];
	const { depth } = context;
	let to = context.lineStart + line.text.length;
	while (context.nextLine() && isWithin(line, depth)) {
		to = context.lineStart + line.text.length;
		marks.push(...line.markers);
		const closing = /^(`+|~+)[ \t]*$/.exec(line.text.slice(line.pos))?.[1];
		if (closing?.startsWith(fence)) {
			marks.push(context.elt('CodeMark', context.lineStart + line.pos, context.lineStart + line.pos + closing.length));
			context.nextLine();
			break;
		}
	}
	context.addElement(context.elt('FencedCode', from, to, marks));
	return true;
}

/** Tells whether a line belongs to the block at a depth; the parser counts the blocks around each line. */
function isWithin(line: Line, depth: number): boolean {
	const own: unknown = Reflect.get(line, 'depth');
	return typeof own !== 'number' || own >= depth;
}

function script(context: BlockContext, line: Line): boolean {
	// Only at the top level, and not indented.
	if (context.depth > 1 || !/^(?:import|export) /.test(line.text)) return false;
	const from = context.lineStart;
	let to = from + line.text.length;
	let open = openBehind(line.text, { brackets: 0, isTemplate: false });
	for (let count = 0; context.nextLine(); count++) {
		const isOpen = count < mostLines && (open.brackets > 0 || open.isTemplate);
		if (line.next < 0 && !isOpen) break;
		to = context.lineStart + line.text.length;
		open = openBehind(line.text, open);
	}
	context.addElement(context.elt('Script', from, to));
	return true;
}

interface OpenCode {
	/** The number of round and square brackets that are open; braces were replaced before. */
	readonly brackets: number;
	readonly isTemplate: boolean;
}

/** Returns what is open behind a line of a script. */
function openBehind(line: string, { brackets, isTemplate }: OpenCode): OpenCode {
	let count = brackets;
	let isIn = isTemplate;
	for (const [part] of line.matchAll(/\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/.*|[`()[\]]/g)) {
		if (part === '`') isIn = !isIn;
		else if (isIn) continue;
		else if (part === '(' || part === '[') count++;
		else if (part === ')' || part === ']') count--;
	}
	return { brackets: Math.max(count, 0), isTemplate: isIn };
}

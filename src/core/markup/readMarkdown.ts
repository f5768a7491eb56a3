// Markdown, with the HTML in it, and MDX.
import type { SyntaxNode, Tree } from '@lezer/common';
import { GFM, parser as markdownParser } from '@lezer/markdown';
import { elementReferences } from './elementReference.ts';
import type { MarkupTree } from './element.ts';
import { frontMatterOf } from './frontMatter.ts';
import { htmlTree } from './htmlTree.ts';
import type { ImageReference } from './imageReference.ts';
import { importsOf } from './imports.ts';
import { boundedDefinitions, calmBlocks } from './markdownBlocks.ts';
import { linearInline } from './markdownInline.ts';
import { markdownImage } from './markdownImage.ts';
import { definitionsOf, nodesOf } from './markdownNodes.ts';
import { markdownOutline } from './markdownOutline.ts';
import { lazy, parse, type MarkupDocument, type Parsed, type Steps } from './markupDocument.ts';
import { blank, blankAll, maskedExpressions, maskExpressions, type MaskOptions } from './maskExpressions.ts';
import { countWhile } from './ordered.ts';
import { passOverCode } from './passOver.ts';
import { typescript } from './readElements.ts';

const plainMarkdown = markdownParser.configure([GFM, linearInline('gfm'), boundedDefinitions]);
// MDX has neither HTML blocks nor indented code: the content between its tags is Markdown.
const mdxMarkdown = markdownParser.configure([
	GFM,
	linearInline('mdx'),
	boundedDefinitions,
	{ remove: ['HTMLBlock', 'IndentedCode', 'Autolink'] },
]);

const mdxMask: MaskOptions = {
	nestedMarkup: true,
	inQuotes: false,
	opaque: passOverCode,
};

export function* readMarkdown(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	const properties = frontMatterOf(text);
	const parsed = yield* parse(plainMarkdown, calmBlocks(properties ? blank(text, properties) : text), { before });
	return yield* documentOf(parsed, {
		text,
		visible: () => text,
		imports: new Map(),
		isMdx: false,
		isWhole: true,
	});
}

export function* readMdx(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	const properties = frontMatterOf(text);
	const { text: withoutExpressions, isWhole } = maskedExpressions(properties ? blank(text, properties) : text, mdxMask);
	const imports = new Map<string, string>();
	const scripts = importsIn(withoutExpressions);
	for (const { start, end } of scripts) {
		const source = text.slice(start, end);
		for (const [name, specifier] of importsOf(typescript.parse(source), source)) imports.set(name, specifier);
	}
	const parsed = yield* parse(mdxMarkdown, calmBlocks(blankAll(withoutExpressions, scripts)), { before });
	const visible = (): string => maskExpressions(text, { ...mdxMask, fill: ' ' });
	return yield* documentOf(parsed, { text, visible, imports, isMdx: true, isWhole });
}

/**
 * Returns the paragraphs of MDX that are code: they begin with `import` or `export`, after an empty line or the
 * properties.
 */
function importsIn(text: string): readonly { readonly start: number; readonly end: number }[] {
	const found: { readonly start: number; readonly end: number }[] = [];
	let isBehindGap = true;
	let start: number | undefined;
	for (let line = 0; line <= text.length;) {
		const lineBreak = text.indexOf('\n', line);
		const end = lineBreak < 0 ? text.length : lineBreak;
		const isEmpty = /^[ \t]*\r?$/.test(text.slice(line, end));
		if (isEmpty && start !== undefined) {
			const last = text[line - 2] === '\r' ? line - 2 : line - 1;
			found.push({ start, end: last });
			start = undefined;
		} else if (start === undefined && isBehindGap && /^(?:import|export)\b/.test(text.slice(line, line + 7)))
			start = line;
		isBehindGap = isEmpty || (line === 0 && /^---\r?$/.test(text.slice(line, end)));
		line = end + 1;
	}
	if (start !== undefined) found.push({ start, end: text.length });
	return found;
}

function* documentOf(
	parsed: Parsed,
	{
		text,
		visible,
		imports,
		isMdx,
		isWhole,
	}: {
		readonly text: string;
		/** Returns the text without its computed parts. */
		readonly visible: () => string;
		readonly imports: ReadonlyMap<string, string>;
		readonly isMdx: boolean;
		readonly isWhole: boolean;
	},
): Steps<MarkupDocument> {
	const found = nodesOf(parsed.tree);
	yield;
	let tags: MarkupTree = { elements: [], texts: [] };
	if (found.html.length > 0) {
		const source = blankOutside(parsed.text, found.html.flat());
		const pieces = found.html.map((parts) => ({ start: parts[0]?.from ?? 0, end: parts.at(-1)?.to ?? 0 }));
		tags = htmlTree(source, { text, rules: isMdx ? 'template' : 'html', pieces });
		yield;
	}
	// Tables contain no tables.
	const isInTable = (offset: number): boolean => {
		const table = found.tables[countWhile(found.tables.length, (at) => (found.tables[at]?.from ?? 0) <= offset) - 1];
		return table !== undefined && offset < table.to;
	};
	const definitions = definitionsOf(found.definitions, text);
	const images: ImageReference[] = [];
	for (const [index, node] of found.images.entries()) {
		if (index % 100 === 99) yield;
		const reference = markdownImage(node, { text, definitions, isInTable, isMdx });
		if (reference) images.push(reference);
	}
	const elements = elementReferences(tags, {
		text,
		imports,
		bracesInQuotes: false,
		bracesInText: isMdx,
		verbatimComponents: false,
		bindings: false,
		around: (offset) => (isInTable(offset) ? 'table' : 'markdown'),
	});
	return {
		references: [...images, ...elements].sort((a, b) => a.start - b.start || b.end - a.end),
		outline: lazy(() => markdownOutline(found, tags, visible())),
		canInsertAt: (offset) => offset >= (frontMatterOf(text)?.end ?? 0) && isText(parsed.tree, offset),
		parsed: [parsed],
		isWhole,
	};
}

function blankOutside(text: string, ranges: readonly { readonly from: number; readonly to: number }[]): string {
	let end = 0;
	const gaps = ranges.map(({ from, to }) => {
		const gap = { start: end, end: from };
		end = to;
		return gap;
	});
	return blankAll(text, [...gaps, { start: end, end: text.length }]);
}

function isText(tree: Tree, offset: number): boolean {
	for (let node: SyntaxNode | null = tree.resolveInner(offset, -1); node; node = node.parent) {
		const { name, from, to } = node;
		const isOpen = from < offset && (offset < to || (offset === to && name === 'FencedCode'));
		if (
			isOpen &&
			/^(?:FencedCode|CodeBlock|InlineCode|HTMLTag|HTMLBlock|Comment|CommentBlock|URL|LinkReference|ProcessingInstruction)/.test(
				name,
			)
		) {
			return false;
		}
	}
	return true;
}

// Markdown, with the HTML in it, and MDX.
import type { SyntaxNode, Tree } from '@lezer/common';
import { GFM, parser as markdownParser } from '@lezer/markdown';
import { elementReferences } from './elementReference.ts';
import type { MarkupTree } from './element.ts';
import { frontMatterOf } from './frontMatter.ts';
import { htmlTree } from './htmlTree.ts';
import type { ImageReference } from './imageReference.ts';
import { importsOf } from './imports.ts';
import { boundedDefinitions, calmBlocks, footnotes } from './markdownBlocks.ts';
import { linearInline } from './markdownInline.ts';
import { dialectImages, directiveImage } from './markdownDialects.ts';
import { markdownImage, type MarkdownFlavor } from './markdownImage.ts';
import { nodesOf } from './markdownNodes.ts';
import { markdownOutline } from './markdownOutline.ts';
import { lazy, parse, type MarkupDocument, type Parsed, type Steps } from './markupDocument.ts';
import { blank, blankAll, maskedExpressions, maskExpressions, type MaskOptions } from './maskExpressions.ts';
import { mdxBlocks } from './mdxBlocks.ts';
import { countWhile } from './ordered.ts';
import { passOverCode } from './passOver.ts';
import { scriptParser } from './scriptParser.ts';

const plainMarkdown = markdownParser.configure([GFM, linearInline('gfm'), boundedDefinitions, footnotes]);
// MDX has neither HTML blocks nor indented code: the content between its tags is Markdown.
const mdxMarkdown = markdownParser.configure([
	GFM,
	linearInline('mdx'),
	boundedDefinitions,
	footnotes,
	mdxBlocks,
	{ remove: ['HTMLBlock', 'IndentedCode', 'Autolink'] },
]);

const mdxMask: MaskOptions = {
	nestedMarkup: true,
	inQuotes: false,
	opaque: passOverCode,
};

export function readMarkdown(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	return readFlavor(text, 'plain', before);
}

export function readQuarto(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	return readFlavor(text, 'quarto', before);
}

function* readFlavor(
	text: string,
	flavor: Exclude<MarkdownFlavor, 'mdx'>,
	before: Parsed | undefined,
): Steps<MarkupDocument> {
	const properties = frontMatterOf(text);
	const parsed = yield* parse(plainMarkdown, calmBlocks(properties ? blank(text, properties) : text), { before });
	return yield* documentOf(parsed, {
		text,
		visible: () => text,
		flavor,
		isWhole: true,
	});
}

export function* readMdx(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	const properties = frontMatterOf(text);
	const { text: withoutExpressions, isWhole } = maskedExpressions(properties ? blank(text, properties) : text, mdxMask);
	const parsed = yield* parse(mdxMarkdown, calmBlocks(withoutExpressions), { before });
	const visible = (): string => maskExpressions(text, { ...mdxMask, fill: ' ' });
	return yield* documentOf(parsed, { text, visible, flavor: 'mdx', isWhole });
}

function* documentOf(
	parsed: Parsed,
	{
		text,
		visible,
		flavor,
		isWhole,
	}: {
		readonly text: string;
		/** Returns the text without its computed parts. */
		readonly visible: () => string;
		readonly flavor: MarkdownFlavor;
		readonly isWhole: boolean;
	},
): Steps<MarkupDocument> {
	const found = nodesOf(parsed.tree, text);
	const imports = new Map<string, string>();
	for (const { from, to } of found.scripts) {
		const source = text.slice(from, to);
		for (const [name, specifier] of importsOf(scriptParser.parse(source), source)) imports.set(name, specifier);
	}
	yield;
	let tags: MarkupTree = { elements: [], texts: [] };
	if (found.html.length > 0) {
		const source = blankOutside(parsed.text, found.html.flat());
		const pieces = found.html.map((parts) => ({ start: parts[0]?.from ?? 0, end: parts.at(-1)?.to ?? 0 }));
		tags = htmlTree(source, { text, rules: flavor === 'mdx' ? 'template' : 'html', pieces });
		yield;
	}
	// Tables contain no tables.
	const isInTable = (offset: number): boolean => {
		const table = found.tables[countWhile(found.tables.length, (at) => (found.tables[at]?.from ?? 0) <= offset) - 1];
		return table !== undefined && offset < table.to;
	};
	const { definitions } = found;
	const properties = frontMatterOf(text);
	const images: ImageReference[] = [];
	for (const [index, node] of found.images.entries()) {
		if (index % 100 === 99) yield;
		const reference = markdownImage(node, { text, definitions, isInTable, flavor });
		if (reference) images.push(reference);
	}
	if (flavor !== 'mdx') {
		const isCode = (offset: number): boolean => !isText(parsed.tree, offset + 1);
		const body = blankAll(text, [{ start: 0, end: properties?.end ?? 0 }]);
		images.push(...dialectImages(body, isCode));
		for (const { from, to } of found.fences) {
			const reference = directiveImage(text, { from, to });
			if (reference) images.push(reference);
		}
	}
	const elements = elementReferences(tags, {
		text,
		imports,
		bracesInQuotes: 'text',
		bracesInText: flavor === 'mdx' ? 'expression' : 'text',
		verbatimComponents: false,
		bindings: 'none',
		around: (offset) => (isInTable(offset) ? 'table' : 'markdown'),
	});
	return {
		references: [...images, ...elements].sort((a, b) => a.start - b.start || b.end - a.end),
		outline: lazy(() => markdownOutline(found, tags, { text: visible(), written: text })),
		canInsertAt: (offset) => offset >= (properties?.end ?? 0) && isText(parsed.tree, offset),
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
			/^(?:FencedCode|CodeBlock|InlineCode|HTMLTag|HTMLBlock|Comment|CommentBlock|URL|LinkReference|ProcessingInstruction|Script)/.test(
				name,
			)
		) {
			return false;
		}
	}
	return true;
}

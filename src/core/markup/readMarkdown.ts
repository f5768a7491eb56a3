// Markdown, with the HTML in it, and MDX.
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser as htmlParser } from '@lezer/html';
import { GFM, parser as markdownParser } from '@lezer/markdown';
import { elementReferences } from './elementReference.ts';
import type { MarkupTree } from './element.ts';
import { frontMatterOf } from './frontMatter.ts';
import { htmlTree } from './htmlTree.ts';
import type { ImageReference } from './imageReference.ts';
import { importsOf } from './imports.ts';
import { linearInline } from './markdownInline.ts';
import { markdownImage } from './markdownImage.ts';
import { definitionsOf, nodesOf } from './markdownNodes.ts';
import { markdownOutline } from './markdownOutline.ts';
import { lazy, parse, type MarkupDocument, type Parsed, type Steps } from './markupDocument.ts';
import { blank, maskExpressions, type MaskOptions } from './maskExpressions.ts';
import { componentsApart, templateHtml, typescript } from './readElements.ts';

const plainMarkdown = markdownParser.configure([GFM, linearInline('gfm')]);
// MDX has neither HTML blocks nor code by indentation: what stands between its tags is Markdown.
const mdxMarkdown = markdownParser.configure([
	GFM,
	linearInline('mdx'),
	{ remove: ['HTMLBlock', 'IndentedCode', 'Autolink'] },
]);

const mdxMask: MaskOptions = {
	nestedMarkup: true,
	inQuotes: false,
	// Escapes, fenced code and code spans.
	opaque:
		/\\[^]|(?<=(?:^|\n)[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*)(`{3,}|~{3,})[^\n]*(?:\n[^]*?(?:\n[ \t>]*\1[`~]*[ \t]*(?=\n|$)|$)|$)|(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n)[^])*?(?<!`)\2(?!`)|<!--[^]*?(?:-->|$)/y,
};

export function* readMarkdown(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	const properties = frontMatterOf(text);
	const masked = properties ? blank(text, properties) : text;
	const parsed = yield* parse(plainMarkdown, masked, { before });
	return yield* documentOf(parsed, { text, visible: () => text, html: htmlParser, imports: new Map(), isMdx: false });
}

export function* readMdx(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	const properties = frontMatterOf(text);
	let masked = maskExpressions(properties ? blank(text, properties) : text, mdxMask);
	const imports = new Map<string, string>();
	for (const { 0: code, index } of masked.matchAll(
		/(?<=(?:^|\n[ \t]*\r?\n|^---\r?\n))(?:import|export)\b[^]*?(?=\r?\n[ \t]*(?:\r?\n|$)|$(?![^]))/g,
	)) {
		const written = text.slice(index, index + code.length);
		for (const [name, specifier] of importsOf(typescript.parse(written), written)) imports.set(name, specifier);
		masked = blank(masked, { start: index, end: index + code.length });
	}
	const parsed = yield* parse(mdxMarkdown, masked, { before });
	const visible = (): string => maskExpressions(text, { ...mdxMask, fill: ' ' });
	return yield* documentOf(parsed, { text, visible, html: templateHtml, imports, isMdx: true });
}

function* documentOf(
	parsed: Parsed,
	{
		text,
		visible,
		html,
		imports,
		isMdx,
	}: {
		readonly text: string;
		/** The text without what is computed. */
		readonly visible: () => string;
		readonly html: typeof htmlParser;
		readonly imports: ReadonlyMap<string, string>;
		readonly isMdx: boolean;
	},
): Steps<MarkupDocument> {
	const found = nodesOf(parsed.tree);
	yield;
	let tags: MarkupTree = { elements: [], texts: [] };
	if (found.html.length > 0) {
		const { tree } = yield* parse(html, isMdx ? componentsApart(parsed.text) : parsed.text, { ranges: found.html });
		tags = htmlTree(tree, text);
	}
	const isInTable = (offset: number): boolean => found.tables.some(({ from, to }) => from <= offset && offset < to);
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
	};
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

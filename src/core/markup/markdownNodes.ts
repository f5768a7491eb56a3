import type { SyntaxNode, Tree } from '@lezer/common';
import { decodeEntities } from './entities.ts';

interface Range {
	readonly from: number;
	readonly to: number;
}

/** The relevant nodes of a tree of @lezer/markdown, each list in document order. */
export interface MarkdownNodes {
	readonly images: readonly SyntaxNode[];
	/** The addresses of `[label]: address` definitions by their labels, normalized by `normalLabel`. */
	readonly definitions: ReadonlyMap<string, string>;
	readonly links: readonly SyntaxNode[];
	readonly headings: readonly SyntaxNode[];
	/** Paragraphs, cells and other leaves that contain text. */
	readonly blocks: readonly SyntaxNode[];
	/** Where a bar ends a cell. */
	readonly tables: readonly Range[];
	/** The tags and blocks of HTML, each by the ranges that belong to it: not the marks of quotes in it. */
	readonly html: readonly (readonly Range[])[];
	/** Blocks of code between fences. */
	readonly fences: readonly Range[];
	/** The scripts of MDX. */
	readonly scripts: readonly Range[];
}

/** A block of comments may go on behind the comment. */
const htmlNode = /^(?:HTMLTag|HTMLBlock|CommentBlock|ProcessingInstructionBlock)$/;

/** The second line of a table, which the parser doesn't recognize below one cell without a bar. */
const delimiterLine = /\n[ \t>]*(?:\|[ \t]*)?:?-+:?[ \t]*\|/;

/** Collects the nodes. What stands in the brackets of an image is text, and left out. */
export function nodesOf(tree: Tree, text: string): MarkdownNodes {
	const definitions = definitionsOf(tree, text);
	const found = {
		images: [] as SyntaxNode[],
		links: [] as SyntaxNode[],
		headings: [] as SyntaxNode[],
		blocks: [] as SyntaxNode[],
		tables: [] as Range[],
		html: [] as (readonly Range[])[],
		fences: [] as Range[],
		scripts: [] as Range[],
	};
	tree.iterate({
		enter: (ref) => {
			const { name, from, to } = ref;
			if (name === 'Image') {
				found.images.push(ref.node);
				if (addressOf(ref.node, { text, definitions }) !== undefined) return false;
			} else if (name === 'Link') found.links.push(ref.node);
			else if (/^(?:ATX|Setext)Heading\d$/.test(name)) found.headings.push(ref.node);
			else if (name === 'Paragraph' || name === 'TableCell') {
				found.blocks.push(ref.node);
				if (name === 'Paragraph' && delimiterLine.test(text.slice(from, to))) found.tables.push({ from, to });
			} else if (name === 'FencedCode') found.fences.push({ from, to });
			else if (name === 'Script') found.scripts.push({ from, to });
			else if (name === 'Table') found.tables.push({ from, to });
			else if (htmlNode.test(name)) found.html.push(withoutChildren(ref.node));
			return true;
		},
	});
	return { ...found, definitions };
}

/** Returns the ranges of a node outside its children: without the marks of quotes in it. */
function withoutChildren(node: SyntaxNode): readonly Range[] {
	const parts: Range[] = [];
	let at = node.from;
	for (let child = node.firstChild; child; child = child.nextSibling) {
		if (child.from > at) parts.push({ from: at, to: child.from });
		at = child.to;
	}
	if (node.to > at) parts.push({ from: at, to: node.to });
	return parts;
}

/** Nodes that contain text, and therefore no definitions. */
const leaf = /^(?:Paragraph|(?:ATX|Setext)Heading\d|Table|FencedCode|HTMLBlock|Script)$/;

function definitionsOf(tree: Tree, text: string): ReadonlyMap<string, string> {
	const definitions = new Map<string, string>();
	tree.iterate({
		enter: ({ name, node }) => {
			if (name !== 'LinkReference') return !leaf.test(name);
			const label = node.getChild('LinkLabel');
			const url = node.getChild('URL');
			if (!label || !url) return false;
			const normal = normalLabel(text.slice(label.from + 1, label.to - 1));
			// The first one counts.
			if (!definitions.has(normal)) definitions.set(normal, urlOf(text.slice(url.from, url.to)));
			return false;
		},
	});
	return definitions;
}

/** The label of a link or an image by reference, as written; its own text where it has no other. */
export function labelOf(node: SyntaxNode, text: string): { readonly label: string; readonly isOwnText: boolean } {
	const content = linkContent(node);
	const label = node.getChildren('LinkLabel').find(({ from }) => from >= content.to);
	return label && label.to - label.from > 2
		? { label: text.slice(label.from + 1, label.to - 1), isOwnText: false }
		: { label: text.slice(content.from, content.to), isOwnText: true };
}

/** Returns the address of a link or an image; undefined if it refers to nothing, and is text. */
export function addressOf(
	node: SyntaxNode,
	{ text, definitions }: { readonly text: string; readonly definitions: ReadonlyMap<string, string> },
): string | undefined {
	const content = linkContent(node);
	const url = node.getChildren('URL').find(({ from }) => from >= content.to);
	if (url) return urlOf(text.slice(url.from, url.to));
	// `[a]()` has an address that is empty.
	const hasBrackets = node.getChildren('LinkMark').length > 2;
	return hasBrackets ? '' : definitions.get(normalLabel(labelOf(node, text).label));
}

/** Returns the range between the brackets of a link or an image. */
export function linkContent(node: SyntaxNode): Range {
	const [open, close] = node.getChildren('LinkMark');
	return { from: open?.to ?? node.from, to: close?.from ?? node.to };
}

/** Returns a label without differences in case and blanks. */
function normalLabel(label: string): string {
	return label.trim().replaceAll(/\s+/g, ' ').toLowerCase().toUpperCase();
}

/** Returns an address without its brackets and escapes. */
function urlOf(source: string): string {
	const url = /^<.*>$/s.test(source) ? source.slice(1, -1) : source;
	return decodeEntities(url.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1'));
}

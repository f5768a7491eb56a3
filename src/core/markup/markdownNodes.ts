import type { SyntaxNode, Tree } from '@lezer/common';
import { decodeEntities } from './entities.ts';

interface Range {
	readonly from: number;
	readonly to: number;
}

/** The relevant nodes of a tree of @lezer/markdown, each list in document order. */
export interface MarkdownNodes {
	readonly images: readonly SyntaxNode[];
	readonly definitions: readonly SyntaxNode[];
	readonly links: readonly SyntaxNode[];
	readonly headings: readonly SyntaxNode[];
	/** Paragraphs, cells and other leaves that contain text. */
	readonly blocks: readonly SyntaxNode[];
	readonly tables: readonly Range[];
	/** The tags and blocks of HTML, each by the ranges that belong to it: not the marks of quotes in it. */
	readonly html: readonly (readonly Range[])[];
}

/** Collects the nodes. */
export function nodesOf(tree: Tree): MarkdownNodes {
	const found = {
		images: [] as SyntaxNode[],
		definitions: [] as SyntaxNode[],
		links: [] as SyntaxNode[],
		headings: [] as SyntaxNode[],
		blocks: [] as SyntaxNode[],
		tables: [] as Range[],
		html: [] as (readonly Range[])[],
	};
	tree.iterate({
		enter: (ref) => {
			const { name, from, to } = ref;
			if (name === 'Image') found.images.push(ref.node);
			else if (name === 'LinkReference') found.definitions.push(ref.node);
			else if (name === 'Link') found.links.push(ref.node);
			else if (/^(?:ATX|Setext)Heading\d$/.test(name)) found.headings.push(ref.node);
			else if (name === 'Paragraph' || name === 'TableCell') found.blocks.push(ref.node);
			else if (name === 'Table') found.tables.push({ from, to });
			else if (name === 'HTMLTag' || name === 'HTMLBlock') found.html.push(withoutChildren(ref.node));
		},
	});
	return found;
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

/** Returns the addresses of `[label]: address` definitions by their labels, normalized by `normalLabel`. */
export function definitionsOf(nodes: readonly SyntaxNode[], text: string): ReadonlyMap<string, string> {
	const definitions = new Map<string, string>();
	for (const node of nodes) {
		const label = node.getChild('LinkLabel');
		const url = node.getChild('URL');
		if (!label || !url) continue;
		const name = normalLabel(text.slice(label.from + 1, label.to - 1));
		// The first one counts.
		if (!definitions.has(name)) definitions.set(name, urlOf(text.slice(url.from, url.to)));
	}
	return definitions;
}

/** Returns a label without differences in case and blanks. */
export function normalLabel(label: string): string {
	return label.trim().replaceAll(/\s+/g, ' ').toLowerCase().toUpperCase();
}

/** Returns an address without its brackets and escapes. */
export function urlOf(source: string): string {
	const url = /^<.*>$/s.test(source) ? source.slice(1, -1) : source;
	return decodeEntities(url.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1'));
}

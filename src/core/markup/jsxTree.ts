import type { SyntaxNode, Tree } from '@lezer/common';
import type { Attribute, AttributeValue, MarkupElement, MarkupTree, TextRun } from './element.ts';

/** Returns the elements in a tree of @lezer/javascript. A tag without its `>` is left out. */
export function jsxTree(tree: Tree, text: string): MarkupTree {
	const elements: MarkupElement[] = [];
	const texts: TextRun[] = [];
	/** The open elements, innermost last; one that is left out is represented by its parent. */
	const open: (MarkupElement | undefined)[] = [];
	const parent = (): MarkupElement | undefined => open.at(-1);

	tree.iterate({
		enter: ({ name, from, to, node }) => {
			if (name === 'JSXElement') {
				const element = readElement(node, text, parent());
				if (element) elements.push(element);
				open.push(element ?? parent());
			} else if (name === 'JSXText') texts.push({ start: from, end: to, parent: parent() });
		},
		leave: ({ name }) => {
			if (name === 'JSXElement') open.pop();
		},
	});
	return { elements, texts };
}

function readElement(node: SyntaxNode, text: string, parent: MarkupElement | undefined): MarkupElement | undefined {
	const tag = node.firstChild;
	if (!tag || (tag.name !== 'JSXOpenTag' && tag.name !== 'JSXSelfClosingTag')) return undefined;
	const name = tag.firstChild?.nextSibling;
	const last = tag.lastChild;
	if (!name || (last?.name !== 'JSXEndTag' && last?.name !== 'JSXSelfCloseEndTag')) return undefined;
	const close = node.getChild('JSXCloseTag');
	const attributes: Attribute[] = [];
	for (let child = name.nextSibling; child; child = child.nextSibling) {
		if (child.name === 'JSXAttribute') attributes.push(readAttribute(child, text));
		else if (child.name === 'JSXSpreadAttribute') {
			attributes.push({ name: '', start: child.from, end: child.to, value: undefined });
		}
	}
	return {
		name: text.slice(name.from, name.to),
		start: node.from,
		// An element that is never closed ends with its tag: what it swallows belongs to others.
		end: close || tag.name === 'JSXSelfClosingTag' ? node.to : tag.to,
		tagEnd: tag.to,
		contentEnd: close?.from ?? tag.to,
		attributes,
		parent,
	};
}

function readAttribute(node: SyntaxNode, text: string): Attribute {
	const name = node.firstChild;
	const written = name ? text.slice(name.from, name.to) : '';
	const quoted = node.getChild('JSXAttributeValue');
	const computed = node.getChild('JSXEscape');
	return { name: written, start: node.from, end: node.to, value: readValue(quoted ?? computed, text) };
}

function readValue(node: SyntaxNode | null, text: string): AttributeValue | undefined {
	if (!node) return undefined;
	const { from: start, to: end } = node;
	const inner = text.slice(start + 1, end - 1);
	if (node.name === 'JSXEscape') return { start, end, kind: 'expression', text: inner };
	return { start, end, kind: text[start] === "'" ? "'" : '"', text: inner };
}

import type { SyntaxNode, Tree } from '@lezer/common';
import type { Attribute, AttributeValue, MarkupElement, MarkupTree, TextRun } from './element.ts';

/**
 * Returns the elements in a tree of @lezer/html. `text` is the document as written: the parsed text may have had its
 * expressions masked. A tag without its `>` is left out.
 */
export function htmlTree(tree: Tree, text: string): MarkupTree {
	const elements: MarkupElement[] = [];
	const texts: TextRun[] = [];

	function element(node: SyntaxNode, parent: MarkupElement | undefined): MarkupElement | undefined {
		const tag = node.firstChild;
		if (!tag || (tag.name !== 'OpenTag' && tag.name !== 'SelfClosingTag')) return undefined;
		const name = tag.getChild('TagName');
		const last = tag.lastChild;
		if (!name || (last?.name !== 'EndTag' && last?.name !== 'SelfClosingEndTag')) return undefined;
		const close = node.getChild('CloseTag');
		const found: MarkupElement = {
			name: text.slice(name.from, name.to),
			start: node.from,
			end: node.to,
			tagEnd: tag.to,
			contentEnd: tag.name === 'OpenTag' ? (close?.from ?? node.to) : tag.to,
			attributes: tag.getChildren('Attribute').map((attribute) => readAttribute(attribute, text)),
			parent,
		};
		elements.push(found);
		return found;
	}

	/** Nodes still to visit, innermost last: the next child, and the element around it. */
	const pending: { next: SyntaxNode | null; readonly parent: MarkupElement | undefined }[] = [
		{ next: tree.topNode.firstChild, parent: undefined },
	];
	for (let level = pending.at(-1); level; level = pending.at(-1)) {
		const { next: child, parent } = level;
		if (!child) {
			pending.pop();
			continue;
		}
		level.next = child.nextSibling;
		if (child.name === 'Document') pending.push({ next: child.firstChild, parent });
		else if (child.name === 'Element') {
			pending.push({ next: child.firstChild, parent: element(child, parent) ?? parent });
		} else if (/^(?:Text|EntityReference|CharacterReference|InvalidEntity)$/.test(child.name)) {
			texts.push({ start: child.from, end: child.to, parent });
		}
	}
	return { elements, texts };
}

function readAttribute(node: SyntaxNode, text: string): Attribute {
	const name = node.getChild('AttributeName');
	const value = node.getChild('AttributeValue') ?? node.getChild('UnquotedAttributeValue');
	const written = name ? text.slice(name.from, name.to) : '';
	// `{alt}` is short for `alt={alt}`; `{...rest}` may be anything.
	const short = /^\{\s*([\w$]+)\s*\}$/.exec(written)?.[1];
	if (written.startsWith('{')) {
		const end = name?.to ?? node.to;
		const shortValue: AttributeValue = { start: node.from, end, kind: 'expression', text: short ?? '' };
		return { name: short ?? '', start: node.from, end, value: short === undefined ? undefined : shortValue };
	}
	return { name: written, start: node.from, end: node.to, value: value ? readValue(value, text) : undefined };
}

function readValue({ from, to }: SyntaxNode, text: string): AttributeValue {
	const written = text.slice(from, to);
	const quote = written[0];
	if (quote === '"' || quote === "'") {
		return { start: from, end: to, kind: quote, text: written.slice(1, written.endsWith(quote) ? -1 : undefined) };
	}
	if (quote === '{') return { start: from, end: to, kind: 'expression', text: written.slice(1, -1) };
	if (quote === '`') return { start: from, end: to, kind: 'expression', text: written };
	return { start: from, end: to, kind: 'unquoted', text: written };
}

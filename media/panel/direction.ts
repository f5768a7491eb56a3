/** A letter; of the scripts that are written from right to left it is the first group. */
const letter = /(\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko})|\p{L}/u;

/**
 * Returns the direction of the first letter in an element, as `dir="auto"` does for text, but also inside of blocks that
 * have a direction of their own. Code and formulas, which are always written from left to right, don't count.
 */
export function containerDirection(container: Element): 'ltr' | 'rtl' {
	const texts = document.createTreeWalker(container, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
		node instanceof Element && node.matches('code, .code, .formula')
			? NodeFilter.FILTER_REJECT
			: NodeFilter.FILTER_ACCEPT,
	);
	while (texts.nextNode()) {
		const found = texts.currentNode instanceof Text ? letter.exec(texts.currentNode.data) : null;
		if (found) return found[1] === undefined ? 'ltr' : 'rtl';
	}
	return 'ltr';
}

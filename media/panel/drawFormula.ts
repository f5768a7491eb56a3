// Loaded with the first formula: the library is larger than all the rest of the page.
import temml from 'temml';

/** The elements of MathML that a formula may have. */
const elements = namesIn(
	'math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none',
);

/** Their attributes; none holds an address or a color. */
const attributes = namesIn(
	'accent accentunder columnspan depth display displaystyle fence form height largeop linethickness lspace mathvariant maxsize minsize movablelimits rowspan rspace scriptlevel separator stretchy symmetric voffset width',
);

/** Classes with a rule in formula.css. */
const classes = namesIn(
	'downstrike tml-cancel tml-eqn tml-fbox tml-jot tml-left tml-overline tml-right tml-small tml-tag tml-underline tml-xcancel upstrike',
);

/** Styles that draw the lines and distances of a table. */
const styles = namesIn(
	'border borderBottom borderLeft borderRight borderTop padding paddingBottom paddingLeft paddingRight paddingTop textAlign width',
);

/** What a value of an attribute or a style may be: numbers with units, and words. */
const plainValue = /^[\w.%+ -]{1,40}$/;

/** Commands that define, load, link or name something, or that have names for the library alone. */
const refused =
	/\\(?:[egx]?def|let|futurelet|global|long|newcommand|renewcommand|providecommand|definecolor|href|url|includegraphics|class|id|style|data|html[a-zA-Z]*|label|ref|eqref|mathtip|texttip|toggle|[a-zA-Z]*@[a-zA-Z@]*)(?![a-zA-Z])/;

/** The most groups in each other in the source, and in what is drawn of it; the most elements of that. */
const most = { groups: 30, levels: 80, elements: 3000 };

/** What the library makes of a formula: an element, a text, or several of them. */
interface FormulaNode {
	readonly type?: string;
	readonly text?: string;
	readonly classes?: readonly string[];
	readonly attributes?: Readonly<Record<string, unknown>>;
	readonly style?: Readonly<Record<string, unknown>>;
	readonly children?: readonly FormulaNode[];
}

/** Draws a formula in LaTeX as MathML; undefined for one that can't be read, or that would do more than show itself. */
export function drawFormula(source: string, isDisplay: boolean): Element | undefined {
	if (refused.test(source) || isDeep(source)) return undefined;
	try {
		// oxlint-disable-next-line no-underscore-dangle -- all else in the library writes HTML
		const tree: FormulaNode = temml.__renderToMathMLTree(source, {
			displayMode: isDisplay,
			throwOnError: true,
			trust: false,
			maxExpand: 1000,
			maxSize: [20, 500],
		});
		const [math] = nodesOf(tree, { left: most.elements }, 0);
		return math instanceof Element && math.localName === 'math' ? math : undefined;
	} catch {
		return undefined;
	}
}

/** Tells whether groups are nested deeper than any reader could follow. */
function isDeep(source: string): boolean {
	let depth = 0;
	for (const [, opens] of source.matchAll(/\\[{}]|(\{|\\begin\b|\\left\b)|\}|\\end\b|\\right\b/g)) {
		if (opens !== undefined) depth++;
		else depth--;
		if (depth > most.groups) return true;
	}
	return false;
}

function nodesOf(node: FormulaNode, budget: { left: number }, level: number): readonly Node[] {
	if (level > most.levels || --budget.left < 0) throw new RangeError('The formula is too large.');
	if (node.text !== undefined) return [document.createTextNode(node.text)];
	const children = (node.children ?? []).flatMap((child) => nodesOf(child, budget, level + 1));
	if (node.type === undefined) return children;
	if (!elements.has(node.type)) throw new TypeError('The formula has an element that is no part of it.');
	const made = document.createElementNS('http://www.w3.org/1998/Math/MathML', node.type);
	for (const [name, value] of Object.entries(node.attributes ?? {})) {
		if (attributes.has(name) && plainValue.test(String(value))) made.setAttribute(name, String(value));
	}
	const used = (node.classes ?? []).filter((name) => classes.has(name));
	if (used.length > 0) made.setAttribute('class', used.join(' '));
	const align = /^text-align: (left|right|center);$/.exec(String(node.attributes?.['style']))?.[1];
	setStyles(made, align === undefined ? node.style : { ...node.style, textAlign: align });
	made.append(...children);
	return [made];
}

function setStyles(made: Element, written: FormulaNode['style'] = {}): void {
	if (!(made instanceof MathMLElement)) return;
	for (const [name, value] of Object.entries(written)) {
		if (styles.has(name) && plainValue.test(String(value))) Object.assign(made.style, { [name]: String(value) });
	}
}

function namesIn(list: string): ReadonlySet<string> {
	return new Set(list.split(' '));
}

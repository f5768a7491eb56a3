// The script of the page in which test/page/answerNodes.test.ts draws answers. It is bundled for the browser.
import { AnswerView } from '../../media/panel/answerView.ts';

/** How an answer comes. */
export type Arrival = 'whole' | 'by character';

declare global {
	interface Window {
		/** Draws an answer, and returns what is on the page in a short notation. */
		drawAnswer: (markdown: string, arrival: Arrival) => Promise<string>;
		/** Returns what is on the page after each piece. */
		drawPieces: (pieces: readonly string[]) => Promise<readonly string[]>;
	}
}

window.drawAnswer = async (markdown, arrival) => {
	const { answer, view } = newAnswer();
	let first: Node | null = null;
	for (let length = arrival === 'whole' ? markdown.length : 1; length <= markdown.length; length++) {
		view.draw(markdown.slice(0, length));
		if (answer.childNodes.length < 4) first = answer.firstChild;
		else if (answer.firstChild !== first) throw new Error('The first block was drawn again.');
	}
	await settled();
	return notationOf(answer);
};

window.drawPieces = async (pieces) => {
	const { answer, view } = newAnswer();
	const seen: string[] = [];
	for (const index of pieces.keys()) {
		view.draw(pieces.slice(0, index + 1).join(''));
		await settled();
		seen.push(notationOf(answer));
	}
	return seen;
};

function newAnswer(): { readonly answer: HTMLElement; readonly view: AnswerView } {
	const answer = document.createElement('div');
	answer.className = 'answer';
	document.body.replaceChildren(answer);
	return { answer, view: new AnswerView(answer) };
}

/** What is loaded late is a part of this script, so that it comes with the next task. */
async function settled(): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve));
}

/**
 * Elements are written as `tag.class*columns,rows:rtl(children)`, without what each of their kind has; a direction where it
 * differs from that around. Formulas are `⟨x^2⟩`, in lines of their own `⟪x^2⟫`; buttons ‹1›; tasks `☑name:`.
 */
function notationOf(parent: Element): string {
	return [...parent.childNodes].map(nodeNotation).join('');
}

function nodeNotation(node: Node): string {
	if (!(node instanceof HTMLElement)) return node.textContent ?? '';
	if (node.matches('.formula')) return formulaNotation(node);
	if (node.matches('.table')) return notationOf(node);
	if (node.matches('.code')) return `pre(${node.querySelector('code')?.textContent})`;
	if (node instanceof HTMLButtonElement) return `‹${node.textContent}›`;
	if (node instanceof HTMLInputElement) return `${node.checked ? '☑' : '☐'}${node.ariaLabel}:`;
	if (node.matches('.note-mark, .number, .footnote > div')) return notationOf(node);
	const classes = [...node.classList].filter((name) => !['long', 'task'].includes(name)).map((name) => `.${name}`);
	const spans =
		node instanceof HTMLTableCellElement && node.colSpan + node.rowSpan > 2 ? `*${node.colSpan},${node.rowSpan}` : '';
	const parent = node.parentElement?.matches('.table') ? node.parentElement.parentElement : node.parentElement;
	const around = parent ? getComputedStyle(parent).direction : 'ltr';
	const { direction } = getComputedStyle(node);
	return `${node.localName}${classes.join('')}${spans}${direction === around ? '' : `:${direction}`}(${notationOf(node)})`;
}

function formulaNotation(formula: HTMLElement): string {
	const math = formula.querySelector('math');
	if (!math) return formula.textContent ?? '';
	if (getComputedStyle(math).direction !== 'ltr') throw new Error('A formula is written from left to right.');
	const isDisplay = math.getAttribute('display') === 'block';
	return isDisplay ? `⟪${mathNotation(math)}⟫` : `⟨${mathNotation(math)}⟩`;
}

/** Signs between the children of an element of MathML. */
const mathSigns: Readonly<Record<string, readonly string[]>> = {
	msup: ['^'],
	msub: ['_'],
	msubsup: ['_', '^'],
	munderover: ['_', '^'],
	munder: ['_'],
	mover: ['^'],
	mfrac: ['/'],
	mroot: ['√'],
};

function mathNotation(node: Element): string {
	const children = [...node.children].map(mathNotation);
	switch (node.localName) {
		case 'msqrt':
			return `√(${children.join('')})`;
		case 'mtable':
			return children.join(';');
		case 'mtr':
			return children.join(',');
		default: {
			const signs = mathSigns[node.localName];
			if (!signs) return children.length > 0 ? children.join('') : (node.textContent ?? '').replaceAll('\u2061', '');
			return children.map((child, index) => `${index > 0 ? (signs[index - 1] ?? '') : ''}${child}`).join('');
		}
	}
}

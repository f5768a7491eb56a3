import type { FormulaToken } from './answerTokens.ts';
import type { drawFormula } from './drawFormula.ts';
import { element } from './element.ts';

/** Characters of a formula from which it gets lines of its own, since it can't be broken. */
const longFormula = 50;

/** The most different formulas of an answer that are drawn, and the most characters of them; the others stay as written. */
const most = { formulas: 2000, characters: 100_000 };

/** Returns a formula as it is written; `LateDrawings` draws it. */
export function formulaElement({ raw, text, isDisplay }: FormulaToken): HTMLElement {
	const kind = isDisplay ? 'display' : text.length > longFormula ? 'long' : '';
	return element(
		'span',
		{
			className: kind === '' ? 'formula' : `formula ${kind}`,
			dir: 'ltr',
			data: { source: text },
			...(kind !== '' && { tabIndex: 0 }),
		},
		raw,
	);
}

/** Draws what takes a library of its own, which is loaded with the first of it. */
export class LateDrawings {
	readonly #answer: HTMLElement;
	#drawFormula: typeof drawFormula | undefined;
	#isLoading = false;
	/** Drawn formulas by their source: a growing paragraph is drawn again with each piece. */
	#formulas = new Map<string, Element | undefined>();
	#characters = 0;

	constructor(answer: HTMLElement) {
		this.#answer = answer;
	}

	/** Draws what is in nodes that are new on the page, now or as soon as it can. */
	draw(nodes: readonly Node[]): void {
		const formulas = nodes.flatMap((node) => (node instanceof HTMLElement ? formulasIn(node) : []));
		if (formulas.length === 0) return;
		if (this.#drawFormula) for (const formula of formulas) this.#fill(formula, this.#drawFormula);
		else void this.#load();
	}

	startAgain(): void {
		this.#formulas.clear();
		this.#characters = 0;
	}

	async #load(): Promise<void> {
		if (this.#isLoading) return;
		this.#isLoading = true;
		try {
			const loaded = await import('./drawFormula.ts');
			this.#drawFormula = loaded.drawFormula;
			for (const formula of formulasIn(this.#answer)) this.#fill(formula, loaded.drawFormula);
		} catch {
			// Formulas stay as written until the next one is tried.
			this.#isLoading = false;
		}
	}

	#fill(formula: HTMLElement, draw: typeof drawFormula): void {
		const { source = '' } = formula.dataset;
		const isDisplay = formula.classList.contains('display');
		const key = `${isDisplay} ${source}`;
		if (!this.#formulas.has(key)) {
			this.#characters += source.length;
			if (this.#formulas.size >= most.formulas || this.#characters > most.characters) return;
			this.#formulas.set(key, draw(source, isDisplay));
		}
		const drawn = this.#formulas.get(key)?.cloneNode(true);
		if (drawn) formula.replaceChildren(drawn);
	}
}

function formulasIn(within: HTMLElement): readonly HTMLElement[] {
	return [...(within.matches('.formula') ? [within] : []), ...within.querySelectorAll<HTMLElement>('.formula')];
}

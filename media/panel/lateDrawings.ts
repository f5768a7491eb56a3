import type { FormulaToken } from '../../src/core/markdown/answerTokens.ts';
import { element, elementsIn } from './element.ts';

/** Characters of a formula from which it gets lines of its own, since it can't be broken. */
const longFormula = 50;

/** Returns a formula as it is written; it is drawn as soon as it can be. */
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

/** What takes a library of its own to be drawn, which is loaded with the first of it. */
export interface LateKind {
	readonly selector: string;
	/** Tells one from others that look different. */
	readonly sourceOf: (target: HTMLElement) => string;
	readonly load: () => Promise<DrawLate>;
	/** Characters of all that is drawn of an answer; the rest stays as it is written. */
	readonly most: number;
}

/** Returns what comes in place of a text; undefined if the text stays. */
type DrawLate = (target: HTMLElement) => Node | undefined;

export const lateFormulas: LateKind = {
	selector: '.formula',
	sourceOf: ({ dataset, className }) => `${className} ${dataset['source']}`,
	load: async () => {
		const { drawFormula } = await import('./drawFormula.ts');
		return ({ dataset, classList }) => drawFormula(dataset['source'] ?? '', classList.contains('display'));
	},
	most: 100_000,
};

export const lateCode: LateKind = {
	selector: 'code[data-language]',
	sourceOf: ({ dataset, textContent }) => `${dataset['language']} ${textContent}`,
	load: async () => {
		const { colorCode } = await import('./colorCode.ts');
		return ({ dataset, textContent }) => colorCode(textContent ?? '', dataset['language'] ?? '');
	},
	most: 200_000,
};

/** Draws one kind of an answer's parts, each once: a growing block comes again with each piece. */
export class LateDrawings {
	readonly #answer: HTMLElement;
	readonly #kind: LateKind;
	#draw: DrawLate | undefined;
	#isLoading = false;
	readonly #drawn = new Map<string, Node | undefined>();
	#characters = 0;

	constructor(answer: HTMLElement, kind: LateKind) {
		this.#answer = answer;
		this.#kind = kind;
	}

	/** Draws its kind of parts that are new on the page, now or as soon as it can. */
	draw(parts: readonly HTMLElement[]): void {
		const targets = parts.filter((part) => part.matches(this.#kind.selector));
		if (targets.length === 0) return;
		if (this.#draw) for (const target of targets) this.#fill(target, this.#draw);
		else void this.#load();
	}

	startAgain(): void {
		this.#drawn.clear();
		this.#characters = 0;
	}

	async #load(): Promise<void> {
		if (this.#isLoading) return;
		this.#isLoading = true;
		try {
			this.#draw = await this.#kind.load();
			if (!this.#answer.isConnected) return;
			for (const target of elementsIn([this.#answer], this.#kind.selector)) this.#fill(target, this.#draw);
		} catch {
			// All stays as it is written until the next of its kind.
			this.#isLoading = false;
		}
	}

	#fill(target: HTMLElement, draw: DrawLate): void {
		const source = this.#kind.sourceOf(target);
		if (!this.#drawn.has(source)) {
			this.#characters += source.length;
			if (this.#characters > this.#kind.most) return;
			this.#drawn.set(source, draw(target));
		}
		const drawn = this.#drawn.get(source)?.cloneNode(true);
		if (drawn) target.replaceChildren(drawn);
	}
}

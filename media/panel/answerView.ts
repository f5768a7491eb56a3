import { blocksOf, nodesOf } from './markdown.ts';

/**
 * A growing Markdown text on the page. Blocks that are finished stay as they are; only the last one, which may still grow, is
 * drawn again with each piece.
 */
export class AnswerView {
	readonly #target: HTMLElement;
	#text = '';
	/** Characters of the text whose blocks are finished. */
	#finishedLength = 0;
	#finishedNodes = 0;

	constructor(target: HTMLElement) {
		this.#target = target;
	}

	draw(markdown: string): void {
		// As the lexer does, so that the lengths of its blocks are the text's.
		const text = markdown.replaceAll(/\r\n?/g, '\n');
		if (text === this.#text) return;
		if (!text.startsWith(this.#text)) this.#startAgain();
		this.#text = text;

		const blocks = blocksOf(text.slice(this.#finishedLength));
		const last = blocks.findLastIndex((block) => block.type !== 'space');
		const finished = blocks.slice(0, Math.max(last, 0));
		const nodes = nodesOf(finished);
		while (this.#target.childNodes.length > this.#finishedNodes) this.#target.lastChild?.remove();
		this.#target.append(...nodes, ...nodesOf(blocks.slice(finished.length)));
		this.#finishedNodes += nodes.length;
		this.#finishedLength += finished.reduce((length, block) => length + block.raw.length, 0);
	}

	#startAgain(): void {
		this.#target.replaceChildren();
		this.#finishedLength = 0;
		this.#finishedNodes = 0;
	}
}

import { readBlocks } from './blocks.ts';
import { nodesOf } from './markdown.ts';

/**
 * A growing Markdown text on the page. Blocks that are finished stay as they are; only those that may still change are drawn
 * again with each piece.
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

		const { finished, growing } = readBlocks(text.slice(this.#finishedLength));
		const nodes = nodesOf(finished);
		while (this.#target.childNodes.length > this.#finishedNodes) this.#target.lastChild?.remove();
		this.#target.append(...nodes, ...nodesOf(growing));
		this.#finishedNodes += nodes.length;
		this.#finishedLength += finished.reduce((length, block) => length + block.raw.length, 0);
	}

	#startAgain(): void {
		this.#target.replaceChildren();
		this.#finishedLength = 0;
		this.#finishedNodes = 0;
	}
}

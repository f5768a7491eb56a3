import { readBlocks } from './blocks.ts';
import { withoutGaps } from './headings.ts';
import { element } from './element.ts';
import { nodesOf } from './markdown.ts';
import { spokenBlocks } from './spoken.ts';
import type { Token } from 'marked';

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
	/** Of the last finished heading. */
	#headingDepth = 0;
	#spoken: string[] = [];
	#growing: readonly Token[] = [];

	constructor(target: HTMLElement) {
		this.#target = target;
	}

	/** The blocks that stay as they are, as they are read out. */
	get finished(): readonly string[] {
		return this.#spoken;
	}

	/** All blocks, for when there will be no more. */
	get whole(): readonly string[] {
		return [...this.#spoken, ...spokenBlocks(this.#growing)];
	}

	draw(markdown: string): void {
		// As the lexer does, so that the lengths of its blocks are the text's.
		const text = markdown.replaceAll(/\r\n?/g, '\n');
		if (text === this.#text) return;
		if (!text.startsWith(this.#text)) this.#startAgain();
		this.#text = text;

		const { finished, growing } = readBlocks(text.slice(this.#finishedLength));
		const { blocks, depth } = withoutGaps(finished, this.#headingDepth);
		const nodes = blockNodes(blocks);
		while (this.#target.childNodes.length > this.#finishedNodes) this.#target.lastChild?.remove();
		for (const node of [...nodes, ...blockNodes(withoutGaps(growing, depth).blocks)]) this.#target.append(node);
		this.#headingDepth = depth;
		this.#growing = growing;
		for (const spoken of spokenBlocks(finished)) this.#spoken.push(spoken);
		this.#finishedNodes += nodes.length;
		this.#finishedLength += finished.reduce((length, block) => length + block.raw.length, 0);
	}

	#startAgain(): void {
		this.#target.replaceChildren();
		this.#finishedLength = 0;
		this.#spoken = [];
		this.#headingDepth = 0;
		this.#finishedNodes = 0;
	}
}

/** Draws blocks one by one: one that can't be drawn is shown as it is written, and takes no other with it. */
function blockNodes(blocks: readonly Token[]): readonly Node[] {
	return blocks.flatMap((block) => {
		try {
			return nodesOf([block]);
		} catch {
			return element('p', { className: 'undrawn' }, block.raw);
		}
	});
}

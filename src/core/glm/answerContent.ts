import type { AnswerPart } from '../answer.ts';

/**
 * What is looked for in a text: tags around reasoning, and markers of the models' own format that leak into a text and are
 * never meant for a reader.
 */
const markers = [
	'<think>',
	'</think>',
	'<|begin_of_box|>',
	'<|end_of_box|>',
	'<|endoftext|>',
	'<|system|>',
	'<|user|>',
	'<|assistant|>',
	'<|observation|>',
];
const [thinkStart = '', thinkEnd = ''] = markers;

/** Matches every marker. */
const anyMarker = /<\/?think>|<\|(?:begin_of_box|end_of_box|endoftext|system|user|assistant|observation)\|>/g;

/** A reader that turns the pieces of a model's content into parts of the answer. */
export interface ContentReader {
	/** Returns the parts that are certain so far, and holds back a marker that may still be incomplete. */
	read(piece: string): readonly AnswerPart[];
	/** Returns the text that was held back, once the content has ended. */
	end(): readonly AnswerPart[];
	/** Tells that the reasoning comes apart from the content: a closing tag alone is text then. */
	expectAnswer(): void;
}

/**
 * Creates a reader that removes residue, and separates reasoning from the answer: some models write it into the content,
 * between `<think>` and `</think>` at the beginning. Of some the opening tag stays in the prompt, so that only the closing
 * one tells what the text before was: it is taken back then, by a part `restarted`, and given as reasoning.
 */
export function createContentReader(): ContentReader {
	return new AnswerContent();
}

class AnswerContent implements ContentReader {
	#state: 'beginning' | 'thinking' | 'answering' = 'beginning';
	/** Blanks at the beginning: they belong to the text, but not to what is before an opening tag. */
	#leading = '';
	#held = '';
	/** Whether blanks are skipped: those between the reasoning and the answer belong to neither. */
	#isBetween = false;
	#hasText = false;
	/** Whether a closing tag may still tell that the text so far was reasoning. */
	#mayBeThought = true;
	/** The text so far, while it may be reasoning: before and behind the last place that was looked at for code. */
	#judged = '';
	#unjudged = '';
	readonly #code = new CodeReader();

	read(piece: string): readonly AnswerPart[] {
		if (this.#state !== 'answering' || this.#held !== '' || this.#isBetween || piece.includes('<')) {
			return this.#take(piece, false);
		}
		if (piece === '') return [];
		if (this.#mayBeThought) this.#unjudged += piece;
		this.#hasText = true;
		return [{ kind: 'text', text: piece }];
	}

	end(): readonly AnswerPart[] {
		return this.#leading === '' && this.#held === '' ? [] : this.#take('', true);
	}

	expectAnswer(): void {
		this.#mayBeThought = false;
		this.#judged = '';
		this.#unjudged = '';
	}

	#take(piece: string, isEnd: boolean): readonly AnswerPart[] {
		const parts: AnswerPart[] = [];
		let rest = this.#held + piece;
		this.#held = '';
		if (this.#state === 'beginning') {
			const begun = rest.trimStart();
			this.#leading += rest.slice(0, rest.length - begun.length);
			if (!isEnd && thinkStart.startsWith(begun)) {
				this.#held = begun;
				return parts;
			}
			this.#state = begun.startsWith(thinkStart) ? 'thinking' : 'answering';
			rest = this.#state === 'thinking' ? begun.slice(thinkStart.length) : this.#leading + begun;
			this.#leading = '';
		}
		const certain = isEnd ? rest.length : rest.length - incompleteLength(rest);
		this.#held = rest.slice(certain);
		rest = rest.slice(0, certain);
		if (this.#state === 'thinking') {
			this.#mayBeThought = false;
			const end = rest.indexOf(thinkEnd);
			const reasoning = end < 0 ? rest : rest.slice(0, end);
			if (reasoning !== '') parts.push({ kind: 'reasoning', text: reasoning });
			if (end < 0) return parts;
			this.#state = 'answering';
			this.#isBetween = true;
			rest = rest.slice(end + thinkEnd.length);
		}
		this.#takeAnswer(rest, parts);
		return parts;
	}

	/** Reads a text without incomplete markers, behind the reasoning if there was any. */
	#takeAnswer(text: string, parts: AnswerPart[]): void {
		let answer = '';
		let from = 0;
		for (const { 0: marker, index } of text.matchAll(anyMarker)) {
			answer += this.#written(text.slice(from, index));
			from = index + marker.length;
			if (marker !== thinkStart && marker !== thinkEnd) continue;
			const thought = this.#thoughtBefore(marker);
			if (thought === undefined) answer += this.#written(marker);
			else {
				this.#isBetween = true;
				if (thought.trim() === '') continue;
				if (this.#hasText) parts.push({ kind: 'restarted', wasThought: true });
				parts.push({ kind: 'reasoning', text: thought });
				answer = '';
			}
		}
		answer += this.#written(text.slice(from));
		if (answer === '') return;
		this.#hasText = true;
		parts.push({ kind: 'text', text: answer });
	}

	/** Returns what of a text belongs to the answer, and remembers it while it may be reasoning. */
	#written(text: string): string {
		const written = this.#isBetween ? text.trimStart() : text;
		if (written !== '') this.#isBetween = false;
		if (this.#mayBeThought) this.#unjudged += written;
		return written;
	}

	/** Returns the text before a tag if the tag ends reasoning; undefined if it belongs to the text. */
	#thoughtBefore(tag: string): string | undefined {
		if (!this.#mayBeThought) return undefined;
		const isCode = this.#code.endsInCode(this.#unjudged);
		this.#judged += this.#unjudged;
		this.#unjudged = '';
		if (isCode) return undefined;
		const thought = this.#judged;
		this.expectAnswer();
		// Behind an opening tag the closing one tells nothing about the text before.
		return tag === thinkEnd ? thought : undefined;
	}
}

/** Returns the length of the text's end that may be the beginning of a marker. */
function incompleteLength(text: string): number {
	const start = text.lastIndexOf('<');
	if (start < 0) return 0;
	const end = text.slice(start);
	return markers.some((marker) => marker !== end && marker.startsWith(end)) ? end.length : 0;
}

/** Matches what begins or ends code in Markdown: a fence at the beginning of a line, or backticks within one. */
const codeMark = /^[ \t>]*(?<fence>`{3,}|~{3,})|`+|\n/gm;

/** A reader of Markdown that tells what is code. Backticks that aren't closed on their line are taken for none. */
class CodeReader {
	#fence = '';
	#backticks = 0;

	/** Reads the next piece of a text, which must not end within a mark, and tells whether its end is within code. */
	endsInCode(piece: string): boolean {
		for (const { 0: mark, groups } of piece.matchAll(codeMark)) {
			const fence = groups?.['fence'];
			if (mark === '\n') this.#backticks = 0;
			else if (fence !== undefined) {
				if (this.#fence === '') this.#fence = fence;
				else if (fence.startsWith(this.#fence)) this.#fence = '';
			} else if (this.#fence === '') {
				if (this.#backticks === 0) this.#backticks = mark.length;
				else if (this.#backticks === mark.length) this.#backticks = 0;
			}
		}
		return this.#fence !== '' || this.#backticks > 0;
	}
}

import type { AnswerPart } from '../answer.ts';

/** Marks of the models' own format that leak into a text; none of them is meant for a reader. */
const residue = [
	'<|begin_of_box|>',
	'<|end_of_box|>',
	'<|endoftext|>',
	'<|system|>',
	'<|user|>',
	'<|assistant|>',
	'<|observation|>',
];

const think = { start: '<think>', end: '</think>' };

/** Turns the pieces of a model's content into parts of the answer. */
export interface ContentReader {
	/** The parts that are certain now; a mark that may still be growing is held back. */
	read(piece: string): readonly AnswerPart[];
	/** What was held back, when the content has ended. */
	end(): readonly AnswerPart[];
}

/**
 * A reader that takes out residue, and tells thinking from the answer: some models write it into the content, between
 * `<think>` and `</think>` at its beginning.
 */
export function createContentReader(): ContentReader {
	let held = '';
	let state: 'beginning' | 'thinking' | 'answering' = 'beginning';

	function* read(text: string, isEnd: boolean): Generator<AnswerPart> {
		let rest = text;
		if (state === 'beginning') {
			const begun = rest.trimStart();
			if (!isEnd && think.start.startsWith(begun)) {
				held = rest;
				return;
			}
			state = begun.startsWith(think.start) ? 'thinking' : 'answering';
			if (state === 'thinking') rest = begun.slice(think.start.length);
		}
		if (state === 'thinking') {
			const end = rest.indexOf(think.end);
			const certain = end >= 0 ? end : isEnd ? rest.length : rest.length - growingLength(rest, [think.end]);
			if (certain > 0) yield { kind: 'reasoning', text: rest.slice(0, certain) };
			if (end < 0) {
				held = rest.slice(certain);
				return;
			}
			state = 'answering';
			rest = rest.slice(end + think.end.length).trimStart();
		}
		for (const mark of residue) rest = rest.replaceAll(mark, '');
		const certain = isEnd ? rest.length : rest.length - growingLength(rest, residue);
		held = rest.slice(certain);
		if (certain > 0) yield { kind: 'text', text: rest.slice(0, certain) };
	}

	return {
		read: (piece) => {
			const text = held + piece;
			held = '';
			return [...read(text, false)];
		},
		end: () => {
			const text = held;
			held = '';
			return text === '' ? [] : [...read(text, true)];
		},
	};
}

/** The length of the text's end that may be the beginning of one of the marks. */
function growingLength(text: string, marks: readonly string[]): number {
	const start = text.lastIndexOf('<');
	if (start < 0) return 0;
	const end = text.slice(start);
	return marks.some((mark) => mark.startsWith(end)) ? end.length : 0;
}

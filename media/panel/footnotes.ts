import * as l10n from '@vscode/l10n';
import type { NoteMarkToken, NoteToken } from '../../src/core/markdown/answerTokens.ts';
import { element } from './element.ts';

/** Selects marks and notes. */
export const footnoteParts = '.note-mark, .footnote';

// A mark may come long before its note. Until then, and for ever if there is none, it is shown as it was written.

export function noteMark({ label, raw }: NoteMarkToken): HTMLElement {
	return element('span', { className: 'note-mark', data: { label, number: '' } }, raw);
}

export function noteElement({ label }: NoteToken, content: readonly Node[]): HTMLElement {
	return element(
		'div',
		{ className: 'footnote', tabIndex: -1, data: { label, number: '' } },
		element('span', { className: 'number' }, `[^${label}]: `),
		element('div', {}, ...content),
	);
}

/** The marks and notes in nodes, in their order. */
interface Marks {
	readonly marks: readonly HTMLElement[];
	readonly notes: readonly HTMLElement[];
}

const none: Marks = { marks: [], notes: [] };

/** Numbers the footnotes of an answer, and leads from a mark to its note and back. */
export class Footnotes {
	#finished: Marks = none;
	/** Where the reader came from, by label. */
	readonly #origins = new Map<string, HTMLElement>();

	constructor(answer: HTMLElement) {
		answer.addEventListener('click', ({ target }) => {
			const button = target instanceof Element ? target.closest<HTMLElement>('button[data-note]') : null;
			if (button) this.#follow(answer, button);
		});
	}

	/** Sees to parts that are new on the page; the growing ones will go again. */
	draw(finished: readonly HTMLElement[], growing: readonly HTMLElement[]): void {
		this.#finished = both(this.#finished, marksIn(finished));
		const { marks, notes } = both(this.#finished, marksIn(growing));
		if (marks.length === 0 && notes.length === 0) return;
		const notesByLabel = new Map(notes.toReversed().map((note) => [labelOf(note), note]));
		const labels = [...new Set(marks.map(labelOf))].filter((label) => notesByLabel.has(label));
		const numbers = new Map(labels.map((label, index) => [label, String(index + 1)]));
		for (const mark of marks) setNumber(mark, numbers.get(labelOf(mark)) ?? '');
		for (const note of notes) {
			const label = labelOf(note);
			setNumber(note, (notesByLabel.get(label) === note ? numbers.get(label) : undefined) ?? '');
		}
	}

	startAgain(): void {
		this.#finished = none;
		this.#origins.clear();
	}

	#follow(answer: HTMLElement, button: HTMLElement): void {
		const { label = '' } = button.closest<HTMLElement>('[data-label]')?.dataset ?? {};
		const isLabelled = (each: HTMLElement): boolean => labelOf(each) === label && each.dataset['number'] !== '';
		if (button.dataset['note'] === 'to') {
			this.#origins.set(label, button);
			[...answer.querySelectorAll<HTMLElement>('.footnote')].find(isLabelled)?.focus();
			return;
		}
		const origin = this.#origins.get(label);
		const first = [...answer.querySelectorAll<HTMLElement>('.note-mark')].find(isLabelled)?.querySelector('button');
		(origin?.isConnected ? origin : first)?.focus();
	}
}

function labelOf(labelled: HTMLElement): string {
	return labelled.dataset['label'] ?? '';
}

function both(one: Marks, other: Marks): Marks {
	return { marks: [...one.marks, ...other.marks], notes: [...one.notes, ...other.notes] };
}

function marksIn(parts: readonly HTMLElement[]): Marks {
	return {
		marks: parts.filter((part) => part.matches('.note-mark')),
		notes: parts.filter((part) => part.matches('.footnote')),
	};
}

/** Gives a mark or a note its number; none for one without its counterpart. */
function setNumber(target: HTMLElement, number: string): void {
	if (target.dataset['number'] === number) return;
	target.dataset['number'] = number;
	const written = `[^${labelOf(target)}]`;
	if (target.matches('.note-mark')) {
		target.replaceChildren(
			number === '' ? written : element('sup', {}, noteButton('to', number, l10n.t('Footnote {0}', number))),
		);
		return;
	}
	target.querySelector('.number')?.replaceChildren(number === '' ? `${written}: ` : `${number}. `);
	target.querySelector(':scope > button')?.remove();
	if (number !== '') target.append(noteButton('back', '↩', l10n.t('Back from Footnote {0}', number)));
}

function noteButton(note: 'to' | 'back', text: string, ariaLabel: string): HTMLElement {
	return element('button', { type: 'button', className: 'link', ariaLabel, data: { note } }, text);
}

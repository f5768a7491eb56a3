import * as l10n from '@vscode/l10n';
import { pointingModel } from '../../src/core/boxes/pointingModel.ts';
import { readBoxes, type BoxReading, type LabelledBox } from '../../src/core/boxes/readBoxes.ts';
import { isRunning, type Turn } from '../../src/core/conversation.ts';
import type { TaskId } from '../../src/core/tasks.ts';
import { element } from './element.ts';
import { roves } from './rovingFocus.ts';

/** Tasks whose answers transcribe what has numbers of its own. */
const transcribing: ReadonlySet<TaskId> = new Set<TaskId>(['extractText', 'uiToCode', 'altText']);

/** Tells whether the answers of a task only write down what the picture shows, with numbers of its own. */
export function transcribes(task: TaskId): boolean {
	return transcribing.has(task);
}

const noBoxes: BoxReading = { boxes: [], raw: [] };

/** Returns the boxes that a turn's answer names in the pictures that it is about, and what of its text only says where they are. */
export function boxesOf({ question, answerer, text }: Turn, pictures: Turn['pictures']): BoxReading {
	const model = pointingModel(answerer);
	if (model === undefined || transcribes(question.task) || pictures.length === 0) return noBoxes;
	const sizes = pictures.map((picture) => ('url' in picture ? undefined : picture));
	return readBoxes(text, { model, pictures: sizes });
}

/** Returns an answer's text without the numbers of its boxes. */
export function textWithoutBoxes(text: string, { raw }: BoxReading): string {
	let rest = '';
	let from = 0;
	for (const { start, end } of raw) {
		rest += text.slice(from, start);
		from = end;
	}
	return raw.length === 0 ? text : rest + text.slice(from);
}

/** The things that an answer names, as numbered boxes over its pictures, with their names below. */
export class BoxesView {
	readonly element = element('section', { className: 'boxes', hidden: true, ariaLabel: l10n.t('Where It Is') });
	readonly #withPicture: (id: string, use: (url: string) => void) => void;
	#shown = '[]';

	constructor(withPicture: (id: string, use: (url: string) => void) => void) {
		this.#withPicture = withPicture;
	}

	/** Draws the boxes of a whole answer: those of a growing one would come and go. */
	draw(turn: Turn, pictures: Turn['pictures'], { boxes }: BoxReading): void {
		const due = isRunning(turn) ? [] : boxes;
		const shown = JSON.stringify(due);
		if (shown === this.#shown) return;
		this.#shown = shown;
		this.element.hidden = due.length === 0;
		const numbered = due.map((box, index) => ({ ...box, number: index + 1 }));
		const marks = new Map<number, HTMLElement>();
		const frames = pictures.flatMap((picture, index) => {
			const own = numbered.filter((box) => box.picture === index);
			if ('url' in picture || own.length === 0) return [];
			return this.#frame(picture, own, marks);
		});
		const names = element(
			'ol',
			{},
			...numbered.map((box) => element('li', {}, nameButton(box, marks.get(box.number)))),
		);
		const about = element('p', { className: 'about' }, l10n.t('About where: a model is often a little off.'));
		this.element.replaceChildren(...(due.length === 0 ? [] : [...frames, names, about]));
	}

	#frame(
		picture: { readonly id: string; readonly name: string; readonly width: number; readonly height: number },
		boxes: readonly NumberedBox[],
		marks: Map<number, HTMLElement>,
	): HTMLElement {
		const { id, name, width, height } = picture;
		const labels = boxes.map(({ number, label }) => `${number} ${label}`.trim());
		// With its size known in advance, nothing moves when it arrives.
		const image = element('img', { alt: `${name}: ${labels.join(', ')}`, width, height });
		this.#withPicture(id, (url) => {
			image.src = url;
		});
		for (const box of boxes) marks.set(box.number, markOf(box));
		return element('div', { className: 'frame' }, image, ...boxes.flatMap(({ number }) => marks.get(number) ?? []));
	}
}

interface NumberedBox extends LabelledBox {
	/** From 1. */
	readonly number: number;
}

/** Creates the box over the picture. It repeats what the list below it says. */
function markOf({ number, place }: NumberedBox): HTMLElement {
	const { left, top, right, bottom } = place;
	const isPoint = left === right && top === bottom;
	const mark = element(
		'div',
		{ className: isPoint ? 'mark point' : 'mark', ariaHidden: 'true' },
		element('span', { className: 'number' }, `${number}`),
	);
	Object.assign(mark.style, {
		left: percent(left),
		top: percent(top),
		width: percent(right - left),
		height: percent(bottom - top),
	});
	return mark;
}

function percent(fraction: number): string {
	return `${fraction * 100}%`;
}

/** Creates the name of a box. Under the pointer or with the focus, either lights the other. */
function nameButton({ number, label }: NumberedBox, mark: HTMLElement | undefined): HTMLElement {
	const name = roves(
		element('button', { type: 'button', className: 'link' }, label === '' ? l10n.t('Place {0}', number) : label),
	);
	const light = (isLit: boolean) => () => {
		for (const each of [name, mark]) each?.classList.toggle('lit', isLit);
	};
	for (const each of [name, mark]) {
		each?.addEventListener('pointerenter', light(true));
		each?.addEventListener('pointerleave', light(false));
	}
	name.addEventListener('focus', light(true));
	name.addEventListener('blur', light(false));
	name.addEventListener('click', () => mark?.scrollIntoView({ block: 'nearest' }));
	mark?.addEventListener('click', () => name.focus());
	return name;
}

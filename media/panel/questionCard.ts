import * as l10n from '@vscode/l10n';
import {
	isFileSource,
	isFirstPiece,
	type Picture,
	type Question,
	type Turn,
	type WebPicture,
} from '../../src/core/conversation.ts';
import { placeAmong } from '../../src/core/media.ts';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { element } from './element.ts';
import { copyButton, icon, iconButton } from './icons.ts';
import type { Enlarged } from './pictureViewer.ts';
import { pictureAlt } from './pictureAlt.ts';
import { roves } from './rovingFocus.ts';
import { changeWords, pictureMeta, pictureTooltip, questionTitle } from './words.ts';

/** The services of the panel for a turn's views. */
export interface TurnServices {
	readonly send: (message: PanelMessage) => void;
	/** Calls back with the picture's address, now or when it arrives; never if the picture is gone. */
	readonly withPicture: (id: string, use: (url: string) => void) => void;
	/** Opens a picture in the width of the panel. */
	readonly enlarge: (enlarged: Enlarged) => void;
}

/** A picture or video of a question: the pieces of a cut picture are one, and so are the frames of an animation. */
interface Subject {
	/** The first piece or frame, or the whole. */
	readonly picture: Picture | WebPicture;
	/** All of them; none of a picture on the web. */
	readonly pieces: readonly Picture[];
	/** Its place among the question's sources. */
	readonly index: number;
}

/** The largest video that is shown, in bytes: the page gets a copy of it. */
const largestVideo = 50 * 1024 * 1024;

/** A question as a card: its pictures, what was asked, the name of the file, and its size. */
export class QuestionCard {
	readonly element = element('div', { className: 'card' });
	readonly #services: TurnServices;
	readonly #pictures = element('div', { className: 'pictures' });
	readonly #files = element('div', { className: 'files' });
	readonly #question: Question;
	readonly #title: HTMLElement;
	readonly #tools = element('div', { className: 'tools' });
	readonly #edit = roves(iconButton('edit', l10n.t('Edit Question'), () => this.#beginEdit()));
	#shown = '[]';
	#described = '';

	constructor({ question }: Turn, services: TurnServices) {
		this.#edit.classList.add('pencil');
		this.#services = services;
		this.#question = question;
		const { task, text } = question;
		this.#title = element('h2', { className: text === '' ? '' : 'words' }, text || questionTitle(question));
		// A question in the user's own words for a task says both.
		const words = text !== '' && task !== 'ask' ? [element('p', { className: 'task' }, questionTitle(question))] : [];
		if (text !== '') {
			this.#tools.append(roves(copyButton(l10n.t('Copy Question'), () => services.send({ type: 'copyText', text }))));
		}
		// The words of alt text are those of its rules.
		if (task !== 'altText') this.#tools.prepend(this.#edit);
		const what = element('div', { className: 'what' }, ...words, this.#title, this.#files);
		this.element.append(this.#pictures, what, this.#tools);
	}

	/** Lets the question be asked in other words, in the place of its own. */
	#beginEdit(): void {
		if (this.#title.hidden) return;
		const { id, task, text } = this.#question;
		const label = l10n.t('Edit Question');
		const field = element('textarea', {
			value: text,
			ariaLabel: label,
			placeholder: questionTitle(this.#question),
			rows: 1,
		});
		const ask = element('button', { type: 'submit', className: 'primary' }, l10n.t('Ask'));
		const cancel = element('button', { type: 'button', className: 'link' }, l10n.t('Cancel'));
		const note = element('p', { className: 'note' }, l10n.t('Replaces the answer and all that follows it.'));
		const form = element('form', { className: 'edit' }, field, element('div', {}, ask, cancel), note);
		const stopEditing = (): void => {
			form.remove();
			this.#title.hidden = false;
			this.#tools.hidden = false;
			this.#edit.focus();
		};
		cancel.addEventListener('click', stopEditing);
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			const words = field.value.trim();
			if (words === '' && task === 'ask') return field.focus();
			if (words === text) return stopEditing();
			// The words stay until another card takes this one's place: the user may still refuse.
			this.#services.send({ type: 'editQuestion', turnId: id, text: words });
		});
		field.addEventListener('keydown', (event) => {
			if (event.isComposing) return;
			if (event.key === 'Enter' && !event.shiftKey) {
				event.preventDefault();
				form.requestSubmit();
			} else if (event.key === 'Escape') {
				// The page's own Escape stops an answer.
				event.preventDefault();
				stopEditing();
			}
		});
		this.#title.hidden = true;
		this.#tools.hidden = true;
		this.#title.after(form);
		field.select();
		field.focus();
	}

	update(turn: Turn): void {
		this.#draw(turn);
		this.#describe(turn);
	}

	#draw(turn: Turn): void {
		// A picture that the service could not fetch is fetched by the host and keeps its place.
		const shown = JSON.stringify(turn.pictures.map((picture) => [picture.id, 'url' in picture]));
		if (shown === this.#shown) return;
		this.#shown = shown;
		const subjects = subjectsOf(turn.pictures);
		const isOne = subjects.length === 1;
		const { versions = [] } = this.#question.change ?? {};
		const areVersions = subjects.length > 1 && subjects.length === versions.length;
		this.element.classList.toggle('several', subjects.length > 1 && !areVersions);
		this.element.classList.toggle('versions', areVersions);
		this.#pictures.replaceChildren(
			...subjects.flatMap((subject, index) =>
				areVersions
					? this.#version(subject, versions[index] ?? '')
					: (this.#thumbnail(subject, isOne ? undefined : index + 1) ?? []),
			),
		);
		const subject = areVersions || isOne ? subjects.at(-1) : undefined;
		this.#files.replaceChildren(...(subject ? this.#fileLines(turn, subject) : []));
	}

	/** A version of a picture, with its name and size. */
	#version(subject: Subject, version: string): HTMLElement {
		const { picture } = subject;
		const caption = element('figcaption', {}, element('b', {}, version), pictureMeta(picture));
		return element(
			'figure',
			{ title: pictureTooltip(subject.pieces) },
			this.#thumbnail(subject, undefined) ?? '',
			caption,
		);
	}

	#fileLines(turn: Turn, { picture, index }: Subject): readonly HTMLElement[] {
		const name = 'url' in picture ? picture.url : picture.name;
		const openFile = this.#fileOpener(picture, index);
		const file = openFile
			? roves(
					element(
						'button',
						{
							type: 'button',
							className: 'file',
							title: l10n.t('Open {0} in the editor', name),
							onclick: openFile,
						},
						name,
					),
				)
			: element('span', { className: 'file', title: name }, name);
		// The sizes of versions stand below each.
		if (turn.pictures.filter(isFirstPiece).length > 1) return [file];
		const words = changeWords(this.#question);
		const meta = element('span', { className: 'meta', title: pictureTooltip(turn.pictures) }, pictureMeta(picture));
		return words === '' ? [file, meta] : [element('span', { className: 'meta' }, words), file, meta];
	}

	/** Returns what opens a picture's file in the editor; undefined for one without. */
	#fileOpener(picture: Subject['picture'], index: number): (() => void) | undefined {
		const { id, sources } = this.#question;
		const isFile = isFileSource(sources[index] ?? '') && !('url' in picture);
		return isFile ? () => this.#services.send({ type: 'openSource', turnId: id, index }) : undefined;
	}

	#thumbnail({ picture, pieces, index }: Subject, number: number | undefined): HTMLElement | undefined {
		if ('url' in picture)
			return number === undefined
				? undefined
				: element('span', { className: 'on-web', title: picture.url }, icon('cloud'), `${number}`);
		if (picture.seconds !== undefined) return this.#video(picture);
		const { id, width, height, name } = picture;
		// With its size known in advance, nothing moves when it arrives.
		const image = element('img', { alt: name, width, height });
		image.dataset['name'] = name;
		this.#services.withPicture(id, (url) => {
			image.src = url;
		});
		const isTall = picture.origin?.tile !== undefined || height > 2 * width;
		const badge =
			number === undefined ? [] : [element('span', { className: 'number', ariaHidden: 'true' }, `${number}`)];
		const button = roves(
			element(
				'button',
				{ type: 'button', className: isTall ? 'picture tall' : 'picture', title: l10n.t('Enlarge') },
				image,
				...badge,
			),
		);
		const openFile = this.#fileOpener(picture, index);
		button.addEventListener('click', () => this.#services.enlarge({ pieces, opener: button, openFile }));
		return button;
	}

	#video(picture: Picture): HTMLElement | undefined {
		if (picture.byteLength > largestVideo) return undefined;
		const { width, height, name } = picture;
		const video = element('video', { width, height, controls: true, ariaLabel: l10n.t('Video {0}', name) });
		this.#services.withPicture(picture.id, (url) => {
			video.src = url;
		});
		return video;
	}

	#describe(turn: Turn): void {
		// An answer is read again only if it has changed: all turns are updated with each piece of the last.
		const described = `${turn.status} ${turn.text.length} ${this.#shown}`;
		if (described === this.#described) return;
		this.#described = described;
		for (const image of this.#pictures.querySelectorAll('img')) {
			const alt = pictureAlt(image.dataset['name'] ?? '', turn, document.documentElement.lang);
			if (image.alt !== alt) image.alt = alt;
		}
	}
}

/** Returns a turn's pictures and videos with their places among its sources. */
function subjectsOf(pictures: Turn['pictures']): readonly Subject[] {
	return pictures
		.map((picture, index) => ({ picture, pieces: piecesFrom(pictures, index) }))
		.filter(({ picture }) => isFirstPiece(picture))
		.map((subject, index) => ({ ...subject, index }));
}

/** Returns the pieces of the picture at a place. */
function piecesFrom(pictures: Turn['pictures'], index: number): readonly Picture[] {
	const first = pictures[index];
	if (first === undefined || 'url' in first) return [];
	const { count } = placeAmong(first);
	return pictures.slice(index, index + count).filter((picture): picture is Picture => !('url' in picture));
}

import * as l10n from '@vscode/l10n';
import type { Picture } from '../../src/core/conversation.ts';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { copyPicture } from './copyPicture.ts';
import { element, setText } from './element.ts';
import { iconButton, showCopied } from './icons.ts';
import { createRegionFrame, type RegionFrame } from './regionFrame.ts';
import { wholePicture } from './wholePicture.ts';
import { pictureCaption } from './words.ts';

/** A picture to look at. */
export interface Enlarged {
	/** One, unless it was cut. */
	readonly pieces: readonly Picture[];
	/** The focus returns there. */
	readonly opener: HTMLElement;
	/** Opens its file in the editor; undefined for a picture without one. */
	readonly openFile: (() => void) | undefined;
}

/** The picture of a question, opened in the width of the panel. */
interface PictureViewer {
	readonly open: (enlarged: Enlarged) => void;
}

/** The largest zoom, and the factor of one step. */
const largestZoom = 16;
const zoomStep = 1.25;

/** What a key multiplies the zoom by. */
const keyZooms: Readonly<Record<string, number>> = { '+': zoomStep, '=': zoomStep, '-': 1 / zoomStep, '0': 0 };

/**
 * Creates the viewer over the page. The wheel with Ctrl, a pinch, `+`, `-` and `0` zoom; dragging, the wheel and the arrow keys move;
 * Escape closes.
 */
export function createPictureViewer(
	root: HTMLElement,
	withPicture: (id: string, use: (url: string) => void) => void,
	attachRegion: (of: Pick<Extract<PanelMessage, { type: 'attachRegion' }>, 'id' | 'region' | 'ofWhole'>) => void,
): PictureViewer {
	return {
		open({ pieces, opener, openFile }) {
			const name = pieces[0]?.name ?? '';
			const alt = opener.querySelector('img')?.alt ?? name;
			const images = pieces.map((piece) =>
				element('img', { alt: pieces.length === 1 ? alt : pictureCaption(piece), draggable: false }),
			);
			const label = l10n.t('{0}: + and - zoom, the arrow keys move', name);
			const whole = pieces.length === 1 ? undefined : wholePicture(pieces, images);
			const surfaces = whole ? [whole.element] : images;
			const place = element('div', { className: 'place', tabIndex: 0, role: 'group', ariaLabel: label }, ...surfaces);
			let next = opener;
			const part = createRegionFrame(place, surfaces);
			const told = element('p', { className: 'note', role: 'status' });
			const copy = iconButton('copy', l10n.t('Copy Picture'), () => {
				const [first] = images;
				const drawn = whole?.draw() ?? first;
				if (!drawn) return;
				copyPicture(drawn).then(
					() => showCopied(copy),
					() => setText(told, l10n.t('The picture could not be copied.')),
				);
			});
			const openInEditor = iconButton('go-to-file', l10n.t('Open in Editor'), () => {
				dialog.close();
				openFile?.();
			});
			openInEditor.hidden = openFile === undefined;
			const close = iconButton('close', l10n.t('Close (Esc)'), () => dialog.close());
			const mark = iconButton('screen-full', l10n.t('Ask About a Part'), () => turnPart(!part.isOn));
			mark.ariaPressed = 'false';
			const take = element('button', { type: 'button', className: 'primary' }, l10n.t('Attach It'));
			const how = l10n.t('Drag over the picture, or move the frame with the arrow keys, and ask about that part only.');
			const foot = element('footer', { hidden: true }, element('p', {}, how), take);
			const turnPart = (isOn: boolean): void => {
				part.turn(isOn);
				mark.ariaPressed = String(isOn);
				foot.hidden = !isOn;
			};
			const takePart = (): void => {
				const { index, region } = part.marked ?? {};
				const piece = index === undefined ? undefined : pieces[index];
				if (!piece || !region) return;
				attachRegion({ id: piece.id, region, ...(whole && { ofWhole: true }) });
				next = document.querySelector<HTMLElement>('#question') ?? opener;
				dialog.close();
			};
			take.addEventListener('click', takePart);
			place.addEventListener('keydown', (event) => {
				if (event.key !== 'Enter' || !part.isOn) return;
				// The key would press what gets the focus back.
				event.preventDefault();
				takePart();
			});
			const zoomBy = zoomable(place, { surfaces, part });
			const header = element(
				'header',
				{},
				close,
				element('h2', {}, name),
				mark,
				copy,
				openInEditor,
				iconButton('zoom-out', l10n.t('Zoom Out'), () => zoomBy(1 / zoomStep)),
				iconButton('zoom-in', l10n.t('Zoom In'), () => zoomBy(zoomStep)),
			);
			const dialog = element('dialog', { className: 'viewer', ariaLabel: name }, header, place, foot, told);
			dialog.addEventListener('keydown', (event) => {
				// The page's own Escape stops an answer.
				event.stopPropagation();
				const factor = keyZooms[event.key];
				if (factor === undefined || event.ctrlKey || event.metaKey) return;
				event.preventDefault();
				zoomBy(factor);
			});
			for (const [index, { id }] of pieces.entries()) {
				withPicture(id, (url) => {
					images[index]?.setAttribute('src', url);
				});
			}
			dialog.addEventListener('close', () => {
				dialog.remove();
				next.focus();
			});
			const sizes = new ResizeObserver(() => part.layOut());
			sizes.observe(place);
			root.append(dialog);
			dialog.showModal();
			place.focus();
		},
	};
}

/** Lets pictures be zoomed and moved in their place. Returns what multiplies the zoom: 0 shows them whole. */
function zoomable(
	place: HTMLElement,
	{ surfaces, part }: { readonly surfaces: readonly HTMLElement[]; readonly part: RegionFrame },
): (factor: number) => void {
	let zoom = 1;
	const zoomTo = (next: number, at = { x: place.clientWidth / 2, y: place.clientHeight / 2 }): void => {
		const before = zoom;
		zoom = Math.min(Math.max(next, 1), largestZoom);
		const factor = zoom / before;
		const left = (place.scrollLeft + at.x) * factor - at.x;
		const top = (place.scrollTop + at.y) * factor - at.y;
		for (const surface of surfaces) surface.style.width = `${zoom * 100}%`;
		place.scrollTo(left, top);
		part.layOut();
	};
	zoomTo(1);
	place.addEventListener(
		'wheel',
		(event) => {
			// A pinch comes as a wheel with Ctrl.
			if (!event.ctrlKey) return;
			event.preventDefault();
			const { left, top } = place.getBoundingClientRect();
			zoomTo(zoom * 2 ** (-event.deltaY / 200), { x: event.clientX - left, y: event.clientY - top });
		},
		{ passive: false },
	);
	place.addEventListener('pointerdown', (event) => {
		if (event.button === 0 && !part.isOn) place.setPointerCapture(event.pointerId);
	});
	place.addEventListener('pointermove', (event) => {
		if (!part.isOn && place.hasPointerCapture(event.pointerId)) place.scrollBy(-event.movementX, -event.movementY);
	});
	return (factor) => zoomTo(zoom * factor);
}

import * as l10n from '@vscode/l10n';
import type { Region } from '../../src/core/media.ts';
import { element } from './element.ts';

/** A part of one of several pictures. */
interface MarkedRegion {
	/** The index of the picture. */
	readonly index: number;
	/** In fractions of it. */
	readonly region: Region;
}

/** A frame over pictures that marks a part of one. */
export interface RegionFrame {
	readonly isOn: boolean;
	/** Begins with the middle of the first picture, or puts the frame away. */
	turn(isOn: boolean): void;
	/** Puts the frame where it belongs after the pictures have another size. */
	layOut(): void;
	/** The marked part; undefined without one. */
	readonly marked: MarkedRegion | undefined;
}

/** The part that a step of the keys moves or resizes, and the least side. */
const step = 0.02;
const leastSide = 0.01;

const middle: Region = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };

/**
 * Creates a frame in `place`, over its pictures. While it is on, dragging over a picture marks a part; the arrow keys move the
 * frame, with Shift they change its size.
 */
export function createRegionFrame(place: HTMLElement, images: readonly HTMLElement[]): RegionFrame {
	const label = l10n.t('The marked part: the arrow keys move it, with Shift they change its size, Enter takes it');
	const frame = element('div', { className: 'region', tabIndex: 0, role: 'group', ariaLabel: label });
	let marked: MarkedRegion | undefined;
	let start: { readonly index: number; readonly x: number; readonly y: number } | undefined;

	function layOut(): void {
		const image = marked && images[marked.index];
		if (!marked || !image) return frame.remove();
		if (!frame.isConnected) place.append(frame);
		const { left, top, right, bottom } = marked.region;
		const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = image;
		Object.assign(frame.style, {
			left: `${offsetLeft + left * offsetWidth}px`,
			top: `${offsetTop + top * offsetHeight}px`,
			width: `${(right - left) * offsetWidth}px`,
			height: `${(bottom - top) * offsetHeight}px`,
		});
	}
	function mark(next: MarkedRegion | undefined): void {
		marked = next;
		layOut();
	}

	place.addEventListener('pointerdown', (event) => {
		if (!marked || event.button !== 0) return;
		const index = images.findIndex((image) => contains(image, event));
		const image = images[index];
		if (!image) return;
		event.preventDefault();
		place.setPointerCapture(event.pointerId);
		start = { index, ...pointIn(image, event) };
	});
	place.addEventListener('pointermove', (event) => {
		const image = start && images[start.index];
		if (!start || !image) return;
		const { x, y } = pointIn(image, event);
		const region = {
			left: Math.min(start.x, x),
			top: Math.min(start.y, y),
			right: Math.max(start.x, x),
			bottom: Math.max(start.y, y),
		};
		// A click marks nothing new.
		if (region.right - region.left < leastSide || region.bottom - region.top < leastSide) return;
		mark({ index: start.index, region });
	});
	for (const end of ['pointerup', 'pointercancel'] as const) {
		place.addEventListener(end, () => {
			if (start) frame.focus({ preventScroll: true });
			start = undefined;
		});
	}
	frame.addEventListener('keydown', (event) => {
		const [x, y] = directions[event.key] ?? [0, 0];
		if (!marked || (x === 0 && y === 0)) return;
		event.preventDefault();
		const moved = event.shiftKey
			? resized(marked.region, x * step, y * step)
			: shifted(marked.region, x * step, y * step);
		mark({ ...marked, region: moved });
		frame.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	});

	return {
		get isOn() {
			return marked !== undefined;
		},
		get marked() {
			return marked;
		},
		layOut,
		turn(isOn) {
			mark(isOn ? { index: 0, region: middle } : undefined);
			if (isOn) frame.focus();
		},
	};
}

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1],
};

function within(fraction: number): number {
	return Math.min(Math.max(fraction, 0), 1);
}

function contains(image: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
	const { left, top, right, bottom } = image.getBoundingClientRect();
	return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}

/** Returns the place of the pointer in a picture, in fractions within it. */
function pointIn(image: HTMLElement, { clientX, clientY }: PointerEvent): { readonly x: number; readonly y: number } {
	const box = image.getBoundingClientRect();
	return { x: within((clientX - box.left) / box.width), y: within((clientY - box.top) / box.height) };
}

/** Returns a region moved as far as it can be. */
function shifted({ left, top, right, bottom }: Region, x: number, y: number): Region {
	const across = Math.min(Math.max(x, -left), 1 - right);
	const down = Math.min(Math.max(y, -top), 1 - bottom);
	return { left: left + across, top: top + down, right: right + across, bottom: bottom + down };
}

/** Returns a region whose right and lower edges are moved. */
function resized({ left, top, right, bottom }: Region, x: number, y: number): Region {
	return {
		left,
		top,
		right: Math.min(Math.max(right + x, left + leastSide), 1),
		bottom: Math.min(Math.max(bottom + y, top + leastSide), 1),
	};
}

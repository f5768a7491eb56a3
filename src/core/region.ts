import type { Box, Region, Size } from './media.ts';

/** A picture as a part of itself. */
export const wholeRegion: Region = { left: 0, top: 0, right: 1, bottom: 1 };

/** Tells whether numbers from outside are a part of a picture, with something in it. */
export function isRegion({ left, top, right, bottom, frame = 0 }: Region): boolean {
	return (
		left >= 0 &&
		top >= 0 &&
		left < right &&
		top < bottom &&
		right <= 1 &&
		bottom <= 1 &&
		Number.isInteger(frame) &&
		frame >= 0
	);
}

/** Returns the part of a picture in whole pixels, at least one each way. */
export function regionInPixels({ left, top, right, bottom }: Region, { width, height }: Size): Box {
	const [from, to] = span(left, right, width);
	const [above, below] = span(top, bottom, height);
	return { left: from, top: above, right: to, bottom: below };
}

function span(start: number, end: number, length: number): readonly [start: number, end: number] {
	const from = Math.min(Math.max(Math.round(start * length), 0), length - 1);
	return [from, Math.min(Math.max(Math.round(end * length), from + 1), length)];
}

/** Returns a box in fractions of the picture that it is in. */
export function regionOfPixels({ left, top, right, bottom }: Box, { width, height }: Size): Region {
	return { left: left / width, top: top / height, right: right / width, bottom: bottom / height };
}

/** Returns a part of a picture in pixels, which need not be whole ones. */
export function pixelsOfRegion({ left, top, right, bottom }: Region, { width, height }: Size): Box {
	return { left: left * width, top: top * height, right: right * width, bottom: bottom * height };
}

/** Returns the part of a whole that is `inner` of its part `outer`. */
export function regionWithin(outer: Region, inner: Region): Region {
	const [width, height] = [outer.right - outer.left, outer.bottom - outer.top];
	return {
		left: outer.left + inner.left * width,
		top: outer.top + inner.top * height,
		// A piece's edge that was computed may be a hair outside.
		right: Math.min(outer.left + inner.right * width, 1),
		bottom: Math.min(outer.top + inner.bottom * height, 1),
		...(outer.frame !== undefined && { frame: outer.frame }),
	};
}

/** Returns the size of a box. */
export function sizeOfBox({ left, top, right, bottom }: Box): Size {
	return { width: right - left, height: bottom - top };
}

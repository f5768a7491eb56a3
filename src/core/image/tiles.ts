import { placeAmong, type Medium, type Size, type Tile, type Box } from '../media.ts';

/** Returns the number of pictures before any was cut into pieces or taken apart into frames. */
export function wholeCount(media: readonly Medium[]): number {
	return media.filter((medium) => placeAmong('origin' in medium ? medium : {}).index === 0).length;
}

/** Returns a note for the model on which of a message's pictures belong together; empty if none was cut. */
export function tileNote(media: readonly Medium[]): string {
	return media
		.flatMap((medium, index) => {
			const tile = tileOf(medium);
			return tile?.index === 0 ? sentence(tile, index + 1) : [];
		})
		.join(' ');
}

/** Returns a note for the model on which of a message's pictures are parts of larger ones, and where these lie. */
export function regionNote(media: readonly Medium[]): string {
	return media
		.flatMap((medium, index) => {
			const origin = 'origin' in medium ? medium.origin : undefined;
			const { index: piece = 0, count = 1 } = origin?.tile ?? {};
			if (!origin?.region || piece > 0) return [];
			const subject = count > 1 ? `The picture in images ${index + 1} to ${index + count}` : `Image ${index + 1}`;
			return `${subject} is a part of a larger picture: ${placeWords(origin.region, origin)}.`;
		})
		.join(' ');
}

function placeWords({ left, top, right, bottom }: Box, { width, height }: Size): string {
	return (
		`from ${percent(left, width)} to ${percent(right, width)} of its width, counted from the left, and ` +
		`from ${percent(top, height)} to ${percent(bottom, height)} of its height, counted from the top`
	);
}

function percent(value: number, whole: number): string {
	return `${Math.round((value / whole) * 100)} %`;
}

/** Returns a picture's place among the pieces of a cut one; undefined if it is whole. */
export function tileOf(medium: Medium): Tile | undefined {
	return 'origin' in medium ? medium.origin?.tile : undefined;
}

/** Returns the part of a piece that belongs to it alone: an overlap is divided in its middle. */
export function ownPart({ width, height }: Size, { index, count, overlap, direction }: Tile): Box {
	const start = index > 0 ? overlap / 2 : 0;
	const end = (direction === 'down' ? height : width) - (index < count - 1 ? overlap / 2 : 0);
	return direction === 'down'
		? { left: 0, top: start, right: width, bottom: end }
		: { left: start, top: 0, right: end, bottom: height };
}

function sentence({ count, direction, overlap }: Tile, first: number): string {
	const order = direction === 'down' ? 'tall picture, from top to bottom' : 'wide picture, from left to right';
	return (
		`Images ${first} to ${first + count - 1} are pieces of one ${order}. Each repeats the last ${overlap} pixels of the one ` +
		'before it. Take them as one picture, and count what is repeated once.'
	);
}

import type { Frame, Medium } from '../media.ts';

/** The most frames of an animation that are sent: enough for what happens, and few beside what a video costs. */
export const mostFrames = 5;

/**
 * Chooses frames that are evenly spaced in time, the first and the last among them. `starts`: when each begins, ascending.
 * Returns at most `most` indexes, ascending.
 */
export function chooseFrames(starts: readonly number[], most: number): readonly number[] {
	const count = Math.min(most, starts.length);
	if (count === starts.length) return starts.map((_, index) => index);
	const [first = 0, last = 0] = [starts[0], starts.at(-1)];
	const chosen: number[] = [];
	let index = 0;
	for (let place = 0; place < count; place++) {
		const wanted = count === 1 ? first : first + ((last - first) * place) / (count - 1);
		// As many must be left as are still to be chosen.
		const end = place === 0 ? 0 : starts.length - (count - place);
		while (index < end && isNearer(index + 1, index, wanted)) index++;
		chosen.push(index++);
	}
	return chosen;

	function isNearer(one: number, other: number, wanted: number): boolean {
		return Math.abs((starts[one] ?? 0) - wanted) <= Math.abs((starts[other] ?? 0) - wanted);
	}
}

/** Returns a note for the model on which of a message's pictures are frames of an animation, and when these are shown. */
export function frameNote(media: readonly Medium[]): string {
	return media
		.flatMap((medium, index) => {
			const frame = 'origin' in medium ? medium.origin?.frame : undefined;
			if (!frame || frame.index > 0 || isLaterPiece(medium)) return [];
			return sentence(framesFrom(media, index, frame.count), index + 1);
		})
		.join(' ');
}

function isLaterPiece(medium: Medium): boolean {
	return 'origin' in medium && (medium.origin?.tile?.index ?? 0) > 0;
}

function framesFrom(media: readonly Medium[], start: number, count: number): readonly Frame[] {
	return media
		.slice(start, start + count)
		.flatMap((medium) => ('origin' in medium && medium.origin?.frame ? medium.origin.frame : []));
}

function sentence(frames: readonly Frame[], first: number): string {
	const total = seconds(frames[0]?.duration ?? 0);
	const times = frames.map((frame) => seconds(frame.seconds));
	const [only = '0'] = times;
	if (times.length === 1) return `Image ${first} is one frame of an animation of ${total} seconds, at ${only} seconds.`;
	const list = `${times.slice(0, -1).join(', ')} and ${times.at(-1)}`;
	return (
		`Images ${first} to ${first + times.length - 1} are frames of one animation of ${total} seconds, at ${list} seconds. ` +
		'Take them as one moving picture: what changes from one to the next is what happens in it.'
	);
}

function seconds(value: number): string {
	return String(Math.round(value * 100) / 100);
}

import { crc32 } from 'node:zlib';
import { chooseFrames } from '../../core/image/frames.ts';
import type { RgbaImage } from '../formats/pixels.ts';
import type { Animation } from './animation.ts';
import type { FrameComposer } from './frameComposer.ts';

/** The most pixels that are decoded to see which frames differ, and for those that are sent: each takes some seconds. */
const mostSurveyed = 100_000_000;
const mostComposed = 400_000_000;

/** How many pixels are compared in the time in which one is decoded. */
const comparedPerDecoded = 4;

/** What was found by looking at the frames in turn. */
interface Survey {
	/** The frames that differ from the one before, up to `end`. */
	readonly distinct: readonly number[];
	/** The first in which there is something to see. */
	readonly first: number | undefined;
	/** The number of frames that were looked at. */
	readonly end: number;
	/** True if the next frame is broken. */
	readonly isBroken: boolean;
}

/**
 * Returns the numbers of the frames to send, at most `most`: evenly spaced from the first with something to see on. Of an
 * animation that takes too long to draw, those of its beginning.
 */
export function chooseShown(animation: Animation, composer: FrameComposer, most: number): readonly number[] {
	const { distinct, first, end, isBroken } = survey(animation, composer, most === 1 ? 'first' : 'all');
	const begin = first ?? distinct[0] ?? 0;
	const seen = distinct.filter((number) => number >= begin);
	if (most === 1 || isBroken || end >= animation.frames.length) return choose(seen);
	const unseen = Array.from({ length: animation.frames.length - end }, (_, index) => end + index);
	const spread = choose([...seen, ...unseen]);
	return composer.cost(spread) <= mostComposed ? spread : choose(seen);

	function choose(numbers: readonly number[]): readonly number[] {
		const starts = startsOf(animation);
		return chooseFrames(
			numbers.map((number) => starts[number] ?? 0),
			most,
		).flatMap((index) => numbers[index] ?? []);
	}
}

/** Returns when each frame begins, in seconds. */
export function startsOf({ frames }: Pick<Animation, 'frames'>): readonly number[] {
	// In milliseconds, of which sums are exact.
	let sum = 0;
	return frames.map(({ seconds }) => {
		const start = sum / 1000;
		sum += Math.round(seconds * 1000);
		return start;
	});
}

/** Draws one frame after the other, up to the limit, the first broken one, or the first with something to see. */
function survey({ frames, width, height }: Animation, composer: FrameComposer, until: 'first' | 'all'): Survey {
	const distinct: number[] = [];
	let first: number | undefined;
	let visible: number | undefined;
	let hash: number | undefined;
	let cost = 0;
	let end = 0;
	for (; end < frames.length; end++) {
		cost += composer.cost([end]) + (width * height) / comparedPerDecoded;
		if (cost > mostSurveyed && end > 0) break;
		let picture: RgbaImage;
		try {
			picture = composer.compose(end);
		} catch (error) {
			if (end === 0 || isFatal(error)) throw error;
			return { distinct, first: first ?? visible, end, isBroken: true };
		}
		const next = crc32(picture.pixels);
		if (next !== hash) distinct.push(end);
		hash = next;
		const content = contentOf(picture);
		if (content === 'plain') visible ??= end;
		if (content === 'picture') first ??= end;
		if (until === 'first' && first !== undefined) return { distinct, first, end: end + 1, isBroken: false };
	}
	return { distinct, first: first ?? visible, end, isBroken: false };
}

/** Tells whether the decoder can't go on: its memory is used up, or it broke down. */
export function isFatal(error: unknown): boolean {
	const message = typeof error === 'object' && error && 'message' in error ? String(error.message) : String(error);
	return (error instanceof Error && error.name === 'RuntimeError') || message.includes('out of memory');
}

/** Tells what can be seen in a picture: nothing, one colour all over, or more. */
function contentOf({ pixels }: RgbaImage): 'nothing' | 'plain' | 'picture' {
	const [red, green, blue, opacity] = pixels;
	for (let index = 4; index < pixels.byteLength; index += 4) {
		const isSame =
			pixels[index + 3] === opacity &&
			(opacity === 0 || (pixels[index] === red && pixels[index + 1] === green && pixels[index + 2] === blue));
		if (!isSame) return 'picture';
	}
	return opacity === 0 ? 'nothing' : 'plain';
}

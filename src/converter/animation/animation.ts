import type { Box, Size } from '../../core/media.ts';

/** An animation whose frames were found, and not decoded. */
export interface Animation extends Size {
	/** At least two. */
	readonly frames: readonly AnimationFrame[];
	readonly hadMetadata: boolean;
}

/** A frame as it is stored: what it changes of the picture before it. */
export interface AnimationFrame {
	/** Its place in the picture, which it may exceed. */
	readonly box: Box;
	/** How long it is shown. */
	readonly seconds: number;
	/** What becomes of its place before the next frame: it stays, is cleared, or is as it was before this one. */
	readonly after: 'stays' | 'cleared' | 'restored';
	/** True if what is under its transparent pixels shows; otherwise it replaces that. */
	readonly isBlended: boolean;
	/**
	 * Returns it as a file of its own, of the size of its box.
	 * @throws Error if it is broken
	 */
	readonly file: () => Uint8Array;
}

/** The most frames of an animation that are told apart: half an hour of a film. */
export const mostStoredFrames = 50_000;

/** The most pixels of an animation: it is in memory several times. Of a larger one the first frame is taken. */
const mostAnimatedPixels = 4_200_000;

/** Tells whether frames are an animation that can be drawn. */
export function isDrawable({ width, height, frames }: Animation): boolean {
	return (
		frames.length > 1 &&
		width > 0 &&
		height > 0 &&
		width * height <= mostAnimatedPixels &&
		frames.every(({ box }) => (box.right - box.left) * (box.bottom - box.top) <= mostAnimatedPixels)
	);
}

/** Returns how long a frame is shown: programs take what is shorter than two hundredths of a second as a mistake. */
export function shownSeconds(stored: number): number {
	return stored > 0.01 ? stored : 0.1;
}

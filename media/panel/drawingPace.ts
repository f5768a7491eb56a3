/** A finished drawing. */
export interface Drawing {
	/** Milliseconds, on the clock of `now`. */
	readonly end: number;
	/** The duration in milliseconds. */
	readonly cost: number;
}

/** Milliseconds up to which a drawing is quick enough to be repeated with each frame. */
const quickDrawing = 8;

/** The pause after a drawing, as a multiple of its duration, so that keys and scrolling get through. */
const rest = 10;

/** Milliseconds after which a growing answer is drawn in any case. */
const longestWait = 5000;

/** Returns the milliseconds to wait before a growing answer is drawn again: the slower the last drawing, the longer. */
export function waitBeforeDrawing({ end, cost }: Drawing, now: number): number {
	if (cost <= quickDrawing) return 0;
	return Math.max(0, end + Math.min(cost * rest, longestWait) - now);
}

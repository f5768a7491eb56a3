/** A drawing that is over. */
export interface Drawing {
	/** Milliseconds, of the clock that `now` is read from. */
	readonly end: number;
	/** Milliseconds that it took. */
	readonly cost: number;
}

/** Milliseconds of a drawing that is quick enough to be repeated with each frame. */
const quickDrawing = 8;

/** How many times as long as the last drawing the page is left alone, so that keys and scrolling get through. */
const rest = 10;

/** Milliseconds after which a growing answer is drawn in any case. */
const longestWait = 5000;

/** Returns the milliseconds to wait before a growing answer is drawn again: the longer the last drawing took, the longer. */
export function waitBeforeDrawing({ end, cost }: Drawing, now: number): number {
	if (cost <= quickDrawing) return 0;
	return Math.max(0, end + Math.min(cost * rest, longestWait) - now);
}

/** Pixels from the end within which a reader who comes down is taken to be reading along again. */
const followDistance = 40;

/** Keeps the end of a growing text in view for who reads along there. */
export interface EndFollower {
	/** For after a change of the text. */
	readonly update: () => void;
	/** From the next `update` on the end is followed, wherever the reader is. */
	readonly begin: () => void;
}

/** Who scrolls up stays there, and is followed again from when the end is reached. */
export function followEnd(scroller: HTMLElement, text: HTMLElement): EndFollower {
	let follows = true;
	/** The `scrollTop` of the end as the reader has seen it, and of the place that was last in view. */
	let end = 0;
	let place = 0;
	const endNow = (): number => scroller.scrollHeight - scroller.clientHeight;
	const update = (): void => {
		end = endNow();
		if (follows) scroller.scrollTop = end;
	};
	scroller.addEventListener('scroll', () => {
		// The page may have grown or shrunk since: that is no scrolling up.
		const left = Math.min(end, endNow()) - scroller.scrollTop;
		const goesUp = scroller.scrollTop < place;
		follows = left < (goesUp ? 1 : followDistance);
		place = scroller.scrollTop;
	});
	// Text is laid out anew, pictures arrive and the box below grows without an event of the conversation.
	const sizes = new ResizeObserver(update);
	sizes.observe(text);
	sizes.observe(scroller);
	return {
		update,
		begin: () => {
			follows = true;
		},
	};
}

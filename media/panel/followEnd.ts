import * as l10n from '@vscode/l10n';
import { element } from './element.ts';
import { icon } from './icons.ts';

/** Pixels from the end within which a reader scrolling down is taken to follow again. */
const followDistance = 40;

/** A follower that keeps the end of a growing text in view for a reader who is there. */
interface EndFollower {
	/** Leads to the end for a reader who is elsewhere. */
	readonly button: HTMLElement;
	/** Follows after a change of the text. */
	readonly update: () => void;
	/** Follows the end from the next `update` on, wherever the reader is. */
	readonly begin: () => void;
	/** The same, but only until `start` is at the top: what comes at once is read from its start. */
	readonly beginAt: (start: HTMLElement) => void;
}

/** Follows the end of a text: scrolling up stops it, reaching the end resumes it. */
export function followEnd(scroller: HTMLElement, text: HTMLElement): EndFollower {
	let follows = true;
	/** What stays in view while the end is followed; undefined once the reader has gone there. */
	let start: HTMLElement | undefined;
	/** The `scrollTop` of the end as the reader has seen it, and of the last visible place. */
	let end = 0;
	let place = 0;
	const label = l10n.t('To the End');
	const button = element(
		'button',
		{ type: 'button', className: 'to-end', title: label, ariaLabel: label, hidden: true },
		icon('arrow-down'),
	);
	const endNow = (): number => scroller.scrollHeight - scroller.clientHeight;
	const topOf = (child: HTMLElement): number =>
		scroller.scrollTop + child.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
	const showButton = (): void => {
		const isElsewhere = !follows && endNow() - scroller.scrollTop > followDistance;
		// A button that goes would take the focus with it.
		if (!isElsewhere && document.activeElement === button) scroller.focus({ preventScroll: true });
		button.hidden = !isElsewhere;
	};
	const update = (): void => {
		end = endNow();
		if (follows) scroller.scrollTop = start ? Math.min(end, topOf(start)) : end;
		showButton();
	};
	button.addEventListener('click', () => {
		follows = true;
		start = undefined;
		update();
	});
	scroller.addEventListener('scroll', () => {
		// The page may have grown or shrunk since: that isn't scrolling up.
		const left = Math.min(end, endNow()) - scroller.scrollTop;
		const goesUp = scroller.scrollTop < place;
		follows = left < (goesUp ? 1 : followDistance);
		if (follows && start && scroller.scrollTop > topOf(start) + 1) start = undefined;
		place = scroller.scrollTop;
		showButton();
	});
	// Text is laid out again, pictures arrive and the box below grows without an event of the conversation.
	const sizes = new ResizeObserver(update);
	sizes.observe(text);
	sizes.observe(scroller);
	return {
		button,
		update,
		begin: () => {
			follows = true;
			start = undefined;
		},
		beginAt: (child) => {
			follows = true;
			start = child;
		},
	};
}

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
}

/** Follows the end of a text: scrolling up stops it, reaching the end resumes it. */
export function followEnd(scroller: HTMLElement, text: HTMLElement): EndFollower {
	let follows = true;
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
	const showButton = (): void => {
		const isElsewhere = !follows && endNow() - scroller.scrollTop > followDistance;
		// A button that goes would take the focus with it.
		if (!isElsewhere && document.activeElement === button) scroller.focus({ preventScroll: true });
		button.hidden = !isElsewhere;
	};
	const update = (): void => {
		end = endNow();
		if (follows) scroller.scrollTop = end;
		showButton();
	};
	button.addEventListener('click', () => {
		follows = true;
		update();
	});
	scroller.addEventListener('scroll', () => {
		// The page may have grown or shrunk since: that isn't scrolling up.
		const left = Math.min(end, endNow()) - scroller.scrollTop;
		const goesUp = scroller.scrollTop < place;
		follows = left < (goesUp ? 1 : followDistance);
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
		},
	};
}

import * as l10n from '@vscode/l10n';
import { element, setText } from './element.ts';
import { iconButton } from './icons.ts';

/** The question of the answer that is being read, above it once its own card has scrolled away. */
interface StickyQuestion {
	readonly bar: HTMLElement;
	/** Call it after a change of the turns. */
	readonly update: () => void;
}

/**
 * Shows it over `scroller`, with ways to the card and to other words. It repeats what is on the page: screen readers and keys pass
 * it over.
 */
export function createStickyQuestion(scroller: HTMLElement, turns: HTMLElement): StickyQuestion {
	let picture: HTMLImageElement | undefined;
	let shown: HTMLElement | undefined;
	const ownPencil = (): HTMLElement | null | undefined => shown?.querySelector<HTMLElement>('.card .pencil');
	const toCard = (): void => shown?.scrollIntoView({ block: 'start' });
	const words = element('span');
	const button = element('button', { type: 'button', title: l10n.t('To the Question'), onclick: toCard }, words);
	const pencil = iconButton('edit', l10n.t('Edit Question'), () => {
		const own = ownPencil();
		toCard();
		own?.click();
	});
	const up = iconButton('chevron-up', l10n.t('To the Question'), toCard);
	for (const each of [button, pencil, up]) each.tabIndex = -1;
	const bar = element('div', { className: 'sticky', hidden: true, ariaHidden: 'true' }, button, pencil, up);

	const update = (): void => {
		const top = scroller.getBoundingClientRect().top + 1;
		shown = [...turns.querySelectorAll<HTMLElement>('.turn')].find((turn) => {
			const card = turn.querySelector('.card:not([hidden])')?.getBoundingClientRect();
			return card !== undefined && card.bottom < top && turn.getBoundingClientRect().bottom > top + bar.offsetHeight;
		});
		bar.hidden = shown === undefined;
		pencil.hidden = !ownPencil();
		setText(words, shown?.querySelector('h2')?.textContent ?? '');
		const { src } = shown?.querySelector<HTMLImageElement>('.card img') ?? {};
		if (src === picture?.src) return;
		picture?.remove();
		picture = src ? element('img', { alt: '', src }) : undefined;
		if (picture) button.prepend(picture);
	};
	scroller.addEventListener('scroll', update, { passive: true });
	return { bar, update };
}

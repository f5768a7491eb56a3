import { element } from './element.ts';
import { icon, type IconName } from './icons.ts';

/** An entry of a menu; `separator` draws a line. */
export type MenuEntry =
	| 'separator'
	| {
			readonly label: string;
			readonly icon?: IconName;
			/** Words at its end. */
			readonly note?: string;
			/** True or false where it is the chosen one of several, or turned on. */
			readonly isChecked?: boolean;
			readonly isDisabled?: boolean;
			readonly run: () => void;
	  };

/**
 * Makes a button open a menu: by click, Enter, Space and the arrow keys. In it the arrow keys, Home, End and letters move, Escape and
 * Tab close it. `entries` are read each time that it opens.
 */
export function opensMenu(button: HTMLButtonElement, entries: () => readonly MenuEntry[]): void {
	button.ariaHasPopup = 'menu';
	button.ariaExpanded = 'false';
	let menu: HTMLElement | undefined;
	const close = (): void => menu?.hidePopover();
	const open = (focused: 'first' | 'last'): void => {
		menu = menuElement(button, entries(), close);
		const opened = menu;
		button.after(opened);
		opened.addEventListener('toggle', ({ newState }: ToggleEvent) => {
			if (newState !== 'closed') return;
			const hadFocus = opened.contains(document.activeElement);
			opened.remove();
			if (menu !== opened) return;
			menu = undefined;
			button.ariaExpanded = 'false';
			if (hadFocus || document.activeElement === document.body) button.focus();
		});
		opened.showPopover();
		place(opened, button);
		button.ariaExpanded = 'true';
		itemsOf(opened)
			.at(focused === 'first' ? 0 : -1)
			?.focus();
	};
	// A press on the button closes an open menu by itself, before the click.
	let wasOpen = false;
	button.addEventListener('pointerdown', () => {
		wasOpen = menu !== undefined;
	});
	button.addEventListener('click', () => {
		if (!wasOpen && !menu) open('first');
		wasOpen = false;
	});
	button.addEventListener('keydown', (event) => {
		if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
		event.preventDefault();
		open(event.key === 'ArrowDown' ? 'first' : 'last');
	});
}

function menuElement(button: HTMLButtonElement, entries: readonly MenuEntry[], close: () => void): HTMLElement {
	const menu = element('div', { className: 'menu', role: 'menu', popover: 'auto', ariaLabel: button.ariaLabel });
	for (const entry of entries) {
		if (entry === 'separator') {
			menu.append(element('hr', { role: 'separator' }));
			continue;
		}
		const { label, note = '', isChecked } = entry;
		const item = element(
			'button',
			{
				type: 'button',
				tabIndex: -1,
				role: isChecked === undefined ? 'menuitem' : 'menuitemcheckbox',
				...(isChecked !== undefined && { ariaChecked: String(isChecked) }),
				...(entry.isDisabled && { ariaDisabled: 'true' }),
			},
			...(entry.icon ? [icon(entry.icon)] : []),
			element('span', {}, label),
			...(note === '' ? [] : [element('small', {}, note)]),
		);
		item.addEventListener('click', () => {
			if (entry.isDisabled) return;
			close();
			entry.run();
		});
		// As in the editor's own menus.
		item.addEventListener('pointermove', () => item.focus());
		menu.append(item);
	}
	menu.addEventListener('keydown', (event) => onMenuKey(event, menu, close));
	return menu;
}

function itemsOf(menu: HTMLElement): readonly HTMLElement[] {
	return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')];
}

function onMenuKey(event: KeyboardEvent, menu: HTMLElement, close: () => void): void {
	const items = itemsOf(menu);
	const now = items.findIndex((item) => item === document.activeElement);
	const target = (): HTMLElement | undefined => {
		switch (event.key) {
			case 'ArrowDown':
				return items[(now + 1) % items.length];
			case 'ArrowUp':
				return items.at(now - 1);
			case 'Home':
				return items[0];
			case 'End':
				return items.at(-1);
			default:
				return isLetter(event) ? nextStarting(items, now, event.key) : undefined;
		}
	};
	const next = target();
	if (next) {
		event.preventDefault();
		event.stopPropagation();
		next.focus();
	} else if (event.key === 'Escape' || event.key === 'Tab') {
		// The page's own Escape stops an answer.
		event.stopPropagation();
		if (event.key === 'Escape') event.preventDefault();
		close();
	}
}

function isLetter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
	return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
}

/** Returns the next item whose name begins with a letter. */
function nextStarting(items: readonly HTMLElement[], now: number, letter: string): HTMLElement | undefined {
	const inOrder = [...items.slice(now + 1), ...items.slice(0, now + 1)];
	const isMatch = (item: HTMLElement): boolean =>
		item.querySelector('span')?.textContent?.trim().toLowerCase().startsWith(letter.toLowerCase()) ?? false;
	return inOrder.find(isMatch);
}

/** Puts a menu above or below its button, where there is room, within the page. */
function place(menu: HTMLElement, button: HTMLElement): void {
	const edge = 4;
	const anchor = button.getBoundingClientRect();
	const { innerWidth: width, innerHeight: height } = window;
	const below = height - anchor.bottom - edge;
	const above = anchor.top - edge;
	const isBelow = below >= menu.offsetHeight || below >= above;
	menu.style.maxHeight = `${(isBelow ? below : above) - edge}px`;
	const left = Math.max(edge, Math.min(anchor.left, width - menu.offsetWidth - edge));
	menu.style.left = `${left}px`;
	menu.style.top = `${isBelow ? anchor.bottom + 2 : Math.max(edge, anchor.top - menu.offsetHeight - 2)}px`;
}

/** The attribute of the controls that share one tab stop. */
const attribute = 'data-roving';

/** Marks a control as one of a group that shares a tab stop; see `rovingFocus`. */
export function roves<Control extends HTMLElement>(control: Control): Control {
	control.setAttribute(attribute, '');
	control.tabIndex = -1;
	return control;
}

/**
 * Gives the marked controls of a group one tab stop: the one that had the focus last, the first visible one before. The arrow keys
 * to the left and right, Home and End move between them. Call `update` after a change of the controls.
 */
export function rovingFocus(group: HTMLElement): { readonly update: () => void } {
	const controls = (): readonly HTMLElement[] =>
		[...group.querySelectorAll<HTMLElement>(`[${attribute}]`)].filter(
			(each) => !each.hidden && !each.closest('[hidden]'),
		);
	let last: HTMLElement | undefined;
	const update = (): void => {
		const all = controls();
		const stop = all.find((each) => each === last) ?? all[0];
		for (const each of all) each.tabIndex = each === stop ? 0 : -1;
	};
	group.addEventListener('focusin', ({ target }) => {
		if (!(target instanceof HTMLElement) || !target.hasAttribute(attribute)) return;
		last = target;
		update();
	});
	group.addEventListener('keydown', (event) => {
		const all = controls();
		const now = all.findIndex((each) => each === event.target);
		if (now === -1) return;
		const next = nextIndex(event.key, now, all.length);
		if (next === undefined) return;
		event.preventDefault();
		all[next]?.focus();
	});
	return { update };
}

function nextIndex(key: string, now: number, count: number): number | undefined {
	switch (key) {
		case 'ArrowLeft':
			return Math.max(now - 1, 0);
		case 'ArrowRight':
			return Math.min(now + 1, count - 1);
		case 'Home':
			return 0;
		case 'End':
			return count - 1;
		default:
			return undefined;
	}
}

import * as l10n from '@vscode/l10n';
import type { Attachment } from '../../src/core/attachments.ts';
import { hasVideoName } from '../../src/core/fileNames.ts';
import { parseRegionSource } from '../../src/core/regionSource.ts';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { element } from './element.ts';
import { icon } from './icons.ts';

/** The list of attachments. */
export interface AttachmentsView {
	readonly list: HTMLElement;
	update(attachments: readonly Attachment[]): void;
}

/** Creates the list. `withPicture` gives the address of an attachment's bytes once they arrive. */
export function createAttachments(
	send: (message: PanelMessage) => void,
	withPicture: (id: string, use: (url: string) => void) => void,
): AttachmentsView {
	const list = element('ul', { className: 'attachments', ariaLabel: l10n.t('Attached') });
	const items = new Map<string, HTMLElement>();
	let order = '';

	/** Moves an attachment with the arrow keys and removes it with Delete; the focus stays nearby. */
	function onKey(event: KeyboardEvent, id: string): void {
		const ids = [...items.keys()];
		const index = ids.indexOf(id);
		if (event.key === 'Delete' || event.key === 'Backspace') {
			event.preventDefault();
			const next = items.get(ids[index + 1] ?? ids[index - 1] ?? '');
			send({ type: 'detach', id });
			if (next) next.querySelector('button')?.focus();
			else document.querySelector<HTMLElement>('#question')?.focus();
		} else if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
			event.preventDefault();
			const to = index + (event.key === 'ArrowLeft' ? -1 : 1);
			if (to >= 0 && to < ids.length) send({ type: 'move', id, to });
		}
	}

	function itemOf({ id, name: whole, source }: Attachment): HTMLElement {
		const name = parseRegionSource(source) ? l10n.t('part of {0}', whole) : whole;
		const thumbnail = hasVideoName(name)
			? element('span', { className: 'thumbnail' }, icon('device-camera-video'))
			: element('img', { className: 'thumbnail', alt: '' });
		if (thumbnail instanceof HTMLImageElement) {
			withPicture(id, (url) => {
				thumbnail.src = url;
			});
			// A format that the page can't draw is shown by its name until it is sent.
			thumbnail.addEventListener('error', () => thumbnail.removeAttribute('src'));
		}
		const remove = element(
			'button',
			{
				type: 'button',
				className: 'remove',
				title: l10n.t('Remove {0} (Delete). Alt+Left and Alt+Right change the order.', name),
				ariaLabel: l10n.t('Remove {0}', name),
				onclick: () => send({ type: 'detach', id }),
			},
			icon('close'),
		);
		remove.addEventListener('keydown', (event) => onKey(event, id));
		const number = element('span', { className: 'number', ariaHidden: 'true' });
		const item = element(
			'li',
			{ title: name, draggable: true },
			thumbnail,
			number,
			element('span', { className: 'name' }, name),
			remove,
		);
		item.addEventListener('dragstart', (event) => event.dataTransfer?.setData(dragType, id));
		item.addEventListener('dragover', (event) => {
			if (event.dataTransfer?.types.includes(dragType)) event.preventDefault();
		});
		item.addEventListener('drop', (event) => {
			const dragged = event.dataTransfer?.getData(dragType);
			if (!dragged) return;
			event.preventDefault();
			event.stopPropagation();
			send({ type: 'move', id: dragged, to: [...items.keys()].indexOf(id) });
		});
		return item;
	}

	return {
		list,
		update(attachments) {
			const next = JSON.stringify(attachments.map(({ id }) => id));
			if (next === order) return;
			order = next;
			const focused = [...items].find(([, item]) => item.contains(document.activeElement))?.[0];
			const kept = new Map(items);
			items.clear();
			for (const attachment of attachments) items.set(attachment.id, kept.get(attachment.id) ?? itemOf(attachment));
			list.replaceChildren(...items.values());
			list.hidden = items.size === 0;
			// Several are told apart by the numbers that questions use.
			list.classList.toggle('several', items.size > 1);
			for (const [index, item] of [...items.values()].entries()) {
				const number = item.querySelector('.number');
				if (number) number.textContent = `${index + 1}`;
			}
			// A reinserted element has lost the focus.
			if (focused !== undefined) items.get(focused)?.querySelector('button')?.focus();
		},
	};
}

/** The drag type of the list's own items; files have others. */
const dragType = 'application/x-glimpse-attachment';

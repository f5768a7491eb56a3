import * as l10n from '@vscode/l10n';
import type { Attachment } from '../../src/core/attachments.ts';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { hasVideoName } from '../../src/core/video/videoName.ts';
import { element } from './element.ts';

/** The list of what waits for the question. */
export interface AttachmentsView {
	readonly list: HTMLElement;
	update(attachments: readonly Attachment[]): void;
}

/** `withPicture` gives the address of an attachment's bytes once they are there. */
export function createAttachments(
	send: (message: PanelMessage) => void,
	withPicture: (id: string, use: (url: string) => void) => void,
): AttachmentsView {
	const list = element('ul', { className: 'attachments', ariaLabel: l10n.t('Attached') });
	const items = new Map<string, HTMLElement>();
	let order = '';

	/** Moves one with the arrow keys, removes it with Delete; the focus stays where the eye is. */
	function onKey(event: KeyboardEvent, id: string): void {
		const ids = [...items.keys()];
		const index = ids.indexOf(id);
		if (event.key === 'Delete' || event.key === 'Backspace') {
			event.preventDefault();
			const next = items.get(ids[index + 1] ?? ids[index - 1] ?? '');
			send({ type: 'detach', id });
			if (next) next.querySelector('button')?.focus();
			else document.querySelector('textarea')?.focus();
		} else if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
			event.preventDefault();
			const to = index + (event.key === 'ArrowLeft' ? -1 : 1);
			if (to >= 0 && to < ids.length) send({ type: 'move', id, to });
		}
	}

	function itemOf({ id, name }: Attachment): HTMLElement {
		const thumbnail = hasVideoName(name)
			? element('span', { className: 'thumbnail', ariaHidden: 'true' }, '▶')
			: element('img', { className: 'thumbnail', alt: name });
		if (thumbnail instanceof HTMLImageElement) {
			withPicture(id, (url) => {
				thumbnail.src = url;
			});
			// A format that the page can't draw is shown by its name until it was sent.
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
			'×',
		);
		remove.addEventListener('keydown', (event) => onKey(event, id));
		const item = element('li', { title: name, draggable: true }, thumbnail, element('span', {}, name), remove);
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
			// An element that is put in again has lost the focus.
			if (focused !== undefined) items.get(focused)?.querySelector('button')?.focus();
		},
	};
}

/** What the list's own items are dragged as; files come as others. */
const dragType = 'application/x-glimpse-attachment';

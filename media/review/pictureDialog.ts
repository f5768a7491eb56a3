import * as l10n from '@vscode/l10n';
import type { ReviewRow } from '../../src/core/review/review.ts';
import { element, setText } from '../panel/element.ts';

/** A row's picture, as large as the tab. */
interface PictureDialog {
	/** Opens it; the focus returns to the opener. */
	readonly open: (row: ReviewRow, opener: HTMLElement) => void;
	readonly arrived: (id: string, bytes: Uint8Array | undefined) => void;
}

/** Creates the dialog. `request` asks the host for a picture's bytes. */
export function createPictureDialog(root: HTMLElement, request: (id: string) => void): PictureDialog {
	const image = element('img');
	const words = element('p');
	const close = element('button', { type: 'button' }, l10n.t('Close'));
	const dialog = element('dialog', { className: 'enlarged' }, image, words, close);
	root.append(dialog);
	let shownId: string | undefined;
	let opener: HTMLElement | undefined;
	let url = '';
	close.addEventListener('click', () => dialog.close());
	dialog.addEventListener('close', () => {
		URL.revokeObjectURL(url);
		image.removeAttribute('src');
		shownId = undefined;
		opener?.focus();
	});
	return {
		open(row, from) {
			shownId = row.image.id;
			opener = from;
			image.hidden = true;
			image.alt = row.image.picture;
			dialog.ariaLabel = row.image.picture || l10n.t('Picture');
			setText(words, l10n.t('Loading…'));
			dialog.showModal();
			request(row.image.id);
		},
		arrived(id, bytes) {
			if (id !== shownId) return;
			image.hidden = bytes === undefined;
			setText(words, bytes ? image.alt : l10n.t("This picture can't be shown here. Open it in the document."));
			if (!bytes) return;
			URL.revokeObjectURL(url);
			url = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
			image.src = url;
		},
	};
}

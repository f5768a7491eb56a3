import { element } from './element.ts';
import type { PanelMessage } from '../../src/core/protocol.ts';

/** Copies an answer as it is drawn, with its text beside it for places that take no HTML. */
export async function copyHtml(
	answer: HTMLElement,
	text: string,
	send: (message: PanelMessage) => void,
): Promise<void> {
	const copy = answer.cloneNode(true);
	if (!(copy instanceof HTMLElement)) return;
	// The page's own controls are no part of the answer; the names of files are.
	for (const block of copy.querySelectorAll('.code')) {
		const lines = block.querySelector('code')?.textContent ?? '';
		block.replaceWith(element('pre', {}, element('code', {}, lines)));
	}
	for (const button of copy.querySelectorAll('button')) button.replaceWith(button.textContent ?? '');
	for (const each of copy.querySelectorAll('*')) {
		for (const name of ['class', 'tabindex', 'data-language']) each.removeAttribute(name);
	}
	const html = copy.innerHTML;
	try {
		await navigator.clipboard.write([
			new ClipboardItem({
				'text/html': new Blob([html], { type: 'text/html' }),
				'text/plain': new Blob([text], { type: 'text/plain' }),
			}),
		]);
	} catch {
		// The page may not write there now; the editor may, but only text.
		send({ type: 'copyText', text: html });
	}
}

import * as l10n from '@vscode/l10n';
import { element } from './element.ts';
import { lexMarkdown } from './lexMarkdown.ts';
import { plainText } from './plainText.ts';

/**
 * An answer as text without markup, in a field that can't be changed: there a screen reader's and the keyboard's own keys go by
 * line, word and letter and select, in every mode. It takes the place of the formatted answer while its button is pressed.
 */
export class PlainTextView {
	readonly button = element('button', { type: 'button', className: 'link' }, l10n.t('Plain Text'));
	readonly field = element('textarea', { className: 'plain-text', readOnly: true, hidden: true });
	readonly #formatted: HTMLElement;
	#markdown = '';

	constructor(formatted: HTMLElement) {
		this.#formatted = formatted;
		this.field.ariaLabel = l10n.t('Answer as plain text');
		this.button.ariaPressed = 'false';
		this.button.addEventListener('click', () => this.#turn());
	}

	draw(markdown: string): void {
		this.#markdown = markdown;
		this.button.hidden = markdown === '';
		if (!this.field.hidden) this.#write();
	}

	#turn(): void {
		const isPlain = this.field.hidden;
		this.field.hidden = !isPlain;
		this.#formatted.hidden = isPlain;
		this.button.ariaPressed = String(isPlain);
		if (!isPlain) return;
		this.#write();
		this.field.setSelectionRange(0, 0);
		this.field.focus();
		// Reading begins at the beginning.
		this.field.setSelectionRange(0, 0);
	}

	#write(): void {
		const text = plainText(lexMarkdown(this.#markdown));
		const { value, selectionStart, selectionEnd } = this.field;
		if (value === text) return;
		// A field whose text is set anew has its caret at the end; whoever reads in it stays where they are.
		this.field.value = text;
		this.field.setSelectionRange(selectionStart, selectionEnd);
		this.field.rows = Math.min(20, text.split('\n').length + 1);
	}
}

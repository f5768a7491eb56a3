import * as l10n from '@vscode/l10n';
import type { Token } from 'marked';
import { lexMarkdown } from '../../src/core/markdown/lexMarkdown.ts';
import { blockTexts, plainText } from '../../src/core/markdown/plainText.ts';
import { element } from './element.ts';

/** Returns the texts read out while an answer is written; code is only mentioned, since it isn't made for listening. */
export function spokenBlocks(blocks: readonly Token[]): readonly string[] {
	return blocks.flatMap((block) => (block.type === 'code' ? [l10n.t('A block of code.')] : blockTexts([block])));
}

/**
 * An answer as text without markup, in a read-only field: there the keys of a screen reader and of the keyboard move by
 * line, word and letter and select, in every mode. Replaces the formatted answer while it is turned on.
 */
export class PlainTextView {
	readonly field = element('textarea', { className: 'plain-text', readOnly: true, hidden: true });
	readonly #formatted: HTMLElement;
	#markdown = '';

	constructor(formatted: HTMLElement) {
		this.#formatted = formatted;
		this.field.ariaLabel = l10n.t('Answer as plain text');
	}

	draw(markdown: string): void {
		this.#markdown = markdown;
		if (!this.field.hidden) this.#write();
	}

	get isShown(): boolean {
		return !this.field.hidden;
	}

	/** The whole answer without markup. */
	get text(): string {
		return plainText(lexMarkdown(this.#markdown));
	}

	toggle(): void {
		const isPlain = this.field.hidden;
		this.field.hidden = !isPlain;
		this.#formatted.hidden = isPlain;
		if (!isPlain) return;
		this.#write();
		this.field.setSelectionRange(0, 0);
		this.field.focus();
		// Reading starts at the beginning.
		this.field.setSelectionRange(0, 0);
	}

	#write(): void {
		const { text } = this;
		const { value, selectionStart, selectionEnd } = this.field;
		if (value === text) return;
		// Setting a field's text moves the caret to the end; a reader stays in place.
		this.field.value = text;
		this.field.setSelectionRange(selectionStart, selectionEnd);
		this.field.rows = Math.min(20, text.split('\n').length + 1);
	}
}

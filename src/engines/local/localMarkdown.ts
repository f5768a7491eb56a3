import type { Colour } from '../../core/image/colours.ts';
import type { LocalWords } from './localWords.ts';
import type { RecognisedLine } from '../../ocr/messages.ts';

/**
 * What was recognised could be anything, so it stands in a fenced block: there nothing acts as Markdown, line breaks and
 * indents are kept, and what is copied is what was read.
 */
export const fence = '````';

/** Text that shows as it is within a line of Markdown: no markup, and no address that becomes a link by itself. */
export function escapeMarkdown(text: string): string {
	const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
	return line.replaceAll(/[!-+/:-@[-`{-~]/g, '\\$&').replaceAll(/www\./gi, (found) => found.replace('.', '\\.'));
}

/** The lines of a block as they stand inside the fence; none can end it. */
export function fencedLines(lines: readonly RecognisedLine[]): string {
	return lines
		.map(({ text, indent }) => {
			const line = ' '.repeat(Math.min(indent, 80)) + text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
			// A fence ends the block only when it is indented by less than four spaces.
			return line.trimStart().startsWith(fence) ? `    ${line.trimStart()}\n` : `${line}\n`;
		})
		.join('');
}

/** The colours as a list in words, with their value and share: white (`#fdfdfe`, 96 %), … */
export function colourList(colours: readonly Colour[], words: LocalWords): string {
	return colours
		.map(({ hue, shade, hex, share }) => {
			const plain = words.hues[hue];
			const name = shade === 'dark' ? words.darkShade(plain) : shade === 'light' ? words.lightShade(plain) : plain;
			return `${name} (\`${hex}\`, ${Math.round(share * 100)} %)`;
		})
		.join(', ');
}

import { isJsonObject } from '../glm/json.ts';
import { lexMarkdown } from '../markdown/lexMarkdown.ts';
import { blockTexts } from '../markdown/plainText.ts';
import { visibleLine } from '../visibleText.ts';

/**
 * Returns an answer as the text of a Markdown cell. A notebook shows it at once, so that nothing in it may load anything: a picture
 * can have words in it that make a model write an address with what it has seen. Images and tags become text, in code too, as
 * programs differ in what they take for code.
 */
export function cellText(answer: string): string {
	return answer.replaceAll(/<(?=[a-z/!?])/gi, '&lt;').replaceAll(/!(?=\[)/g, '!\\');
}

/** The number of characters of an answer in which its first paragraph is looked for. */
const mostRead = 10_000;

/** Returns an answer's first paragraph without markup, on one line: the prompt asks for what matters most there. */
export function firstParagraph(answer: string): string {
	const tokens = lexMarkdown(answer.slice(0, mostRead));
	const paragraph = tokens.find(({ type }) => type === 'paragraph');
	return visibleLine(blockTexts(paragraph ? [paragraph] : tokens).join(' '));
}

/** An alt text with its place among the figures of a cell. */
export interface FigureAlt {
	readonly alt: string;
	readonly index: number;
	readonly count: number;
}

/**
 * Returns a cell's metadata with the alt text of a figure under `alt`: a string, or a list where the cell has several figures. All
 * else stays. `isJupyter`: the editor keeps what Jupyter calls a cell's metadata one level deeper.
 */
export function withFigureAlt(
	metadata: Readonly<Record<string, unknown>>,
	figure: FigureAlt & { readonly isJupyter: boolean },
): Record<string, unknown> {
	if (!figure.isJupyter) return { ...metadata, alt: altWith(metadata['alt'], figure) };
	const inner = isJsonObject(metadata['metadata']) ? metadata['metadata'] : {};
	return { ...metadata, metadata: { ...inner, alt: altWith(inner['alt'], figure) } };
}

function altWith(before: unknown, { alt, index, count }: FigureAlt): string | readonly string[] {
	if (count === 1) return alt;
	const known: readonly unknown[] = Array.isArray(before) ? before : [before];
	return Array.from({ length: count }, (_, at) => {
		const each = known[at];
		return at === index ? alt : typeof each === 'string' ? each : '';
	});
}

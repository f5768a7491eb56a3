import type { Turn } from '../../src/core/conversation.ts';
import { lexMarkdown } from './lexMarkdown.ts';
import { blocksOf } from './plainText.ts';

/** Characters of an answer among which its first sentence is looked for, and those of a sentence that is shown. */
const mostRead = 4000;
const longestSentence = 1000;

/**
 * The alt text of a question's picture: its name, and what a model said of it in its first sentence. With several pictures
 * the sentence is about all of them; and this machine's own first sentence says that no model looked.
 */
export function pictureAlt(name: string, { status, answerer, pictures, text }: Turn, language: string): string {
	const sentence =
		status === 'done' && answerer?.engine === 'glm' && pictures.length === 1 ? firstSentence(text, language) : '';
	return [name, sentence].filter(Boolean).join(': ');
}

function firstSentence(markdown: string, language: string): string {
	const paragraph = lexMarkdown(markdown.slice(0, mostRead)).find(({ type }) => type === 'paragraph');
	const [words = ''] = paragraph ? blocksOf([paragraph]) : [];
	const [first] = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(words.replaceAll(/\s+/g, ' '));
	return first?.segment.trim().slice(0, longestSentence) ?? '';
}

import { hasModel } from '../../src/core/answerer.ts';
import type { Turn } from '../../src/core/conversation.ts';
import { lexMarkdown } from '../../src/core/markdown/lexMarkdown.ts';
import { blockTexts } from '../../src/core/markdown/plainText.ts';

/**
 * The length of an answer's beginning in which the first sentence is searched, and the longest sentence shown; in
 * characters.
 */
const mostRead = 4000;
const longestSentence = 1000;

/**
 * Returns the alt text of a question's picture: its name, and the first sentence of a model's answer. With several
 * pictures the sentence is about all of them, and a local answer's first sentence only says that no model looked.
 */
export function pictureAlt(name: string, { status, answerer, pictures, text }: Turn, language: string): string {
	const sentence =
		status === 'done' && hasModel(answerer) && pictures.length === 1 ? firstSentence(text, language) : '';
	return [name, sentence].filter(Boolean).join(': ');
}

function firstSentence(markdown: string, language: string): string {
	const paragraph = lexMarkdown(markdown.slice(0, mostRead)).find(({ type }) => type === 'paragraph');
	const [words = ''] = paragraph ? blockTexts([paragraph]) : [];
	const [first] = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(words.replaceAll(/\s+/g, ' '));
	return first?.segment.trim().slice(0, longestSentence) ?? '';
}

import type { Turn } from '../../src/core/conversation.ts';
import { lexMarkdown } from '../../src/core/markdown/lexMarkdown.ts';
import { blockTexts } from '../../src/core/markdown/plainText.ts';

/** The pictures on the page by id: requested once, kept as blobs, released with their turn. */
export interface Pictures {
	/** Calls back with the picture's address as soon as it is there. */
	readonly use: (id: string, callback: (url: string) => void) => void;
	readonly arrived: (id: string, bytes: Uint8Array | undefined) => void;
	/** Releases all others. */
	readonly keepOnly: (ids: readonly string[]) => void;
}

/** Creates the store. `request` asks the host for a picture's bytes. */
export function createPictures(request: (id: string) => void): Pictures {
	const urls = new Map<string, string>();
	const waiting = new Map<string, ((url: string) => void)[]>();
	return {
		use(id, callback) {
			const url = urls.get(id);
			if (url !== undefined) return callback(url);
			const callbacks = waiting.get(id);
			if (callbacks) callbacks.push(callback);
			else {
				waiting.set(id, [callback]);
				request(id);
			}
		},
		arrived(id, bytes) {
			const callbacks = waiting.get(id) ?? [];
			waiting.delete(id);
			if (!bytes) return;
			// Without a type of its own: the browser draws a picture by its bytes, and a blob is never navigated to.
			const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
			urls.set(id, url);
			for (const callback of callbacks) callback(url);
		},
		keepOnly(ids) {
			const kept = new Set(ids);
			for (const [id, url] of urls) {
				if (kept.has(id)) continue;
				URL.revokeObjectURL(url);
				urls.delete(id);
			}
		},
	};
}

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
		status === 'done' && answerer?.engine === 'glm' && pictures.length === 1 ? firstSentence(text, language) : '';
	return [name, sentence].filter(Boolean).join(': ');
}

function firstSentence(markdown: string, language: string): string {
	const paragraph = lexMarkdown(markdown.slice(0, mostRead)).find(({ type }) => type === 'paragraph');
	const [words = ''] = paragraph ? blockTexts([paragraph]) : [];
	const [first] = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(words.replaceAll(/\s+/g, ' '));
	return first?.segment.trim().slice(0, longestSentence) ?? '';
}

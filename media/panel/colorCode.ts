// Loaded with the first block of code in a language that it knows.
import { SugarHigh, tokenize } from 'sugar-high/core';
import { lang, languages } from 'sugar-high/lang';

/** The longest code that is colored, in characters. */
const longestCode = 20_000;

/**
 * The most characters that the library reads at once: a few of its languages take quadratic time. A comment across such
 * an end, at a line's, loses its color.
 */
const longestPart = 4000;

/** Kinds with a color in code.css. */
const colored = new Set(['keyword', 'string', 'class', 'property', 'entity', 'comment']);

/** A piece of code; without a kind it has no color. */
interface CodeWord {
	readonly text: string;
	readonly kind: string | undefined;
}

/** Returns code with its words in colors; undefined for a language that isn't known, and for very long code. */
export function colorCode(text: string, language: string): DocumentFragment | undefined {
	const words = codeWords(text, language);
	if (!words) return undefined;
	const fragment = document.createDocumentFragment();
	for (const { kind, text: word } of words) {
		if (kind === undefined) {
			fragment.append(word);
			continue;
		}
		const span = document.createElement('span');
		span.className = `code-${kind}`;
		span.textContent = word;
		fragment.append(span);
	}
	return fragment;
}

/** Returns the pieces of code, which add up to it. */
export function codeWords(text: string, language: string): readonly CodeWord[] | undefined {
	const config = languages.find(({ id }) => id === lang(language))?.config;
	if (!config || text.length > longestCode) return undefined;
	const words: CodeWord[] = [];
	for (const part of partsOf(text)) {
		for (const [type, word] of tokenize(part, config)) {
			const kind = colored.has(SugarHigh.TokenTypes[type] ?? '') ? SugarHigh.TokenTypes[type] : undefined;
			const last = words.at(-1);
			if (last && last.kind === kind) words[words.length - 1] = { ...last, text: last.text + word };
			else words.push({ text: word, kind });
		}
	}
	return words;
}

function partsOf(text: string): readonly string[] {
	const parts: string[] = [];
	for (let at = 0; at < text.length;) {
		const most = at + longestPart;
		const line = most < text.length ? text.lastIndexOf('\n', most) + 1 : text.length;
		const end = line > at ? line : most;
		parts.push(text.slice(at, end));
		at = end;
	}
	return parts;
}

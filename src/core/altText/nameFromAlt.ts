import { fileNameFrom } from '../path.ts';
import { visibleLine } from '../visibleText.ts';

/** The most characters of a name, without its extension. */
const longestName = 60;

/** The most characters of an alt text that are looked at. */
const longestAlt = 2000;

/** Latin letters that aren't made of a plain letter and a mark. */
const plainLatin: Readonly<Record<string, string>> = {
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	đ: 'd',
	ð: 'd',
	ħ: 'h',
	ı: 'i',
	ł: 'l',
	þ: 'th',
};

/**
 * Returns a file name with the words of an alt text: in lower case, joined by hyphens, Latin letters in ASCII, those of other
 * scripts as they are. `fileName` gives the extension. Undefined if the text has no words.
 */
export function nameFromAlt(alt: string, fileName: string): string | undefined {
	const text = visibleLine(alt.slice(0, longestAlt).toWellFormed())
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/[ßæœøđðħıłþ]/g, (letter) => plainLatin[letter] ?? letter)
		.replaceAll(/(?<=\p{Script=Latin})\p{M}+/gu, '')
		// An apostrophe is part of its word.
		.replaceAll(/(?<=\p{L})['’ʼ](?=\p{L})/gu, '')
		.normalize('NFC');
	const words = text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
	const name = joined(words);
	const extension = /\.\w{1,9}$/.exec(fileName)?.[0] ?? '';
	return name === '' ? undefined : fileNameFrom(`${name}${extension}`);
}

/** Joins as many words as a name may have; a first word that is too long alone, as in scripts without blanks, is cut. */
function joined(words: readonly string[]): string {
	let name = '';
	for (const word of words) {
		const longer = name === '' ? word : `${name}-${word}`;
		if (Array.from(longer).length > longestName) return name === '' ? beginning(word) : name;
		name = longer;
	}
	return name;
}

/** Returns the beginning of a word, up to a letter with all its marks. */
function beginning(word: string): string {
	const signs = Array.from(word);
	let end = longestName;
	while (end > 0 && /\p{M}/u.test(signs[end] ?? '')) end--;
	return signs.slice(0, end).join('');
}

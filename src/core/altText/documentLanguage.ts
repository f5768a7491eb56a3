import { languageName } from '../language.ts';
import type { Outline } from '../markup/outline.ts';

/** Letters that identify a language, or nearly so. Kana come before Han, which Japanese uses too. */
const scripts: readonly (readonly [language: string, letters: RegExp, share: number])[] = [
	['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 0.1],
	['ko', /\p{Script=Hangul}/gu, 0.3],
	['zh', /\p{Script=Han}/gu, 0.2],
	['uk', /[іїєґ]/giu, 0.02],
	['ru', /\p{Script=Cyrillic}/gu, 0.4],
	['el', /\p{Script=Greek}/gu, 0.4],
	['he', /\p{Script=Hebrew}/gu, 0.4],
	['ar', /\p{Script=Arabic}/gu, 0.4],
	['th', /\p{Script=Thai}/gu, 0.4],
	['hi', /\p{Script=Devanagari}/gu, 0.4],
];

/** Short words that are frequent in one language and rare in the others. */
const frequent: Readonly<Record<string, string>> = {
	en: 'the and is are with this that for you your it of to was from be can in on',
	de: 'der die das und ist nicht mit ein eine für auf sind den dem wird von zu im auch werden wie',
	fr: 'le la les et est des une dans pour que vous sur avec du au aux ce cette sont par',
	es: 'el la los las y es una en para que con del por se su como más este esta son',
	pt: 'o os as e é uma em para que com do da não por se dos das mais este você',
	it: 'il lo gli e è una in per che con del della di non si sono come più questo nel',
	nl: 'de het een en is van voor met niet zijn op aan dat wordt deze naar je om ook bij',
	pl: 'i w na z do jest nie się to że dla jak oraz od są po przez lub tym może',
	sv: 'och att det som är en på av för med den till inte om ett har kan de från',
};

/** The languages in which a word is frequent. */
const languagesOfWord = new Map<string, string[]>();
for (const [language, list] of Object.entries(frequent)) {
	for (const word of list.split(' ')) languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), language]);
}

/** The number of such words below which the language counts as unknown. */
const leastWords = 3;

/** The number of characters examined at the beginning of a text. */
const mostLookedAt = 50_000;

/** Returns the language of a text as a tag such as `de`; undefined if it can't be told. */
export function languageOfText(whole: string): string | undefined {
	const text = whole.slice(0, mostLookedAt);
	return languageOfLetters(text) ?? languageOfWords(text);
}

function languageOfLetters(text: string): string | undefined {
	// All of these scripts lie behind the Latin ones.
	if (!/[^\0-\u{24F}]/u.test(text)) return undefined;
	const letters = text.match(/\p{L}/gu)?.length ?? 0;
	const isOf = ([, own, share]: (typeof scripts)[number]): boolean => (text.match(own)?.length ?? 0) / letters >= share;
	return letters === 0 ? undefined : scripts.find(isOf)?.[0];
}

/** The number of such words at which no more are counted, if one language has so many times those of any other. */
const enough = { words: 60, lead: 3 } as const;

function languageOfWords(text: string): string | undefined {
	const counts = new Map<string, number>();
	for (const [word] of text.matchAll(/\p{L}+/gu)) {
		for (const language of languagesOfWord.get(word.toLowerCase()) ?? []) {
			const count = (counts.get(language) ?? 0) + 1;
			counts.set(language, count);
			if (count % enough.words === 0 && leadOf(counts) >= enough.lead) return language;
		}
	}
	const [first] = byCount(counts);
	return first && first[1] >= leastWords && leadOf(counts) > 1 ? first[0] : undefined;
}

function byCount(counts: ReadonlyMap<string, number>): readonly (readonly [language: string, count: number])[] {
	return [...counts].sort(([, a], [, b]) => b - a);
}

/** Returns how many times the words of the second language the first has. */
function leadOf(counts: ReadonlyMap<string, number>): number {
	const [first, second] = byCount(counts);
	return (first?.[1] ?? 0) / (second?.[1] ?? 0.5);
}

/** Returns the language that a path names: `README.zh-CN.md`, `docs/ja/guide.md`. */
export function languageOfPath(path: string): string | undefined {
	const code = '(?:zh|ja|ko|de|fr|es|pt|it|nl|pl|sv|ru|uk|tr|vi|id|th|ar|he|cs|da|fi|el|hu|ro)(?:[-_][a-z]{2,4})?';
	const found =
		new RegExp(`[._-](${code})\\.[a-z]+$`, 'i').exec(path)?.[1] ??
		new RegExp(`(?:^|/)(?:i18n|locales?|translations?|docs?|content|pages|src)/(?:[^/]+/)?(${code})/`, 'i').exec(
			path,
		)?.[1];
	return found?.replaceAll('_', '-');
}

/** The number of characters of a document whose words tell its language. */
const mostOfDocument = 20_000;

/**
 * Returns the language of a document by its English name: of its own declaration, of its path, or of its words, in this order;
 * undefined if it can't be told.
 */
export function documentLanguage(
	path: string,
	{ language, texts, headings }: Pick<Outline, 'language' | 'texts' | 'headings'>,
): string | undefined {
	for (const tag of [() => language, () => languageOfPath(path), () => languageOfWritten({ headings, texts })]) {
		const name = languageName(tag() ?? '');
		if (name) return name;
	}
	return undefined;
}

function languageOfWritten({ headings, texts }: Pick<Outline, 'texts' | 'headings'>): string | undefined {
	let text = '';
	for (const each of [...headings, ...texts]) {
		if (text.length >= mostOfDocument) break;
		text += `${each.text} `;
	}
	return languageOfText(text.slice(0, mostOfDocument));
}

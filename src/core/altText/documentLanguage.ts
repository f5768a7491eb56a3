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

/** The number of such words below which the language counts as unknown. */
const leastWords = 3;

/** The number of characters examined at the beginning of a text. */
const mostLookedAt = 50_000;

/** Returns the language of a text as a tag such as `de`; undefined if it can't be told. */
export function languageOfText(whole: string): string | undefined {
	const text = whole.slice(0, mostLookedAt);
	const letters = text.match(/\p{L}/gu)?.length ?? 0;
	if (letters === 0) return undefined;
	for (const [language, own, share] of scripts) {
		if ((text.match(own)?.length ?? 0) / letters >= share) return language;
	}
	const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
	const counts = Object.entries(frequent).map(([language, list]) => {
		const known = new Set(list.split(' '));
		return { language, count: words.filter((word) => known.has(word)).length };
	});
	const [first, second] = counts.sort((a, b) => b.count - a.count);
	return first && first.count >= leastWords && first.count > (second?.count ?? 0) ? first.language : undefined;
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
	const text = [...headings, ...texts].map((each) => each.text).join(' ');
	const tags = [language, languageOfPath(path), languageOfText(text.slice(0, mostOfDocument))];
	return tags.map((tag) => tag && languageName(tag)).find(Boolean);
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const emoji = /\p{Extended_Pictographic}/u;

/**
 * Reads the fonts that ship with Glimpse for a drawing's text: Latin, Greek and Cyrillic, so that it looks the same everywhere,
 * and emoji in one colour: the systems' own have several, which the renderer can't draw.
 */
export async function shippedFonts(folder: string, text: string): Promise<readonly Buffer[]> {
	const hasEmoji = emoji.test(text);
	const names = (await readdir(folder))
		.filter((name) => name.endsWith('.woff2') && (hasEmoji || !name.startsWith('noto-emoji')))
		.toSorted();
	return Promise.all(names.map((name) => readFile(join(folder, name))));
}

/** The font folders of the systems. */
const systemFolders: Partial<Record<NodeJS.Platform, readonly string[]>> = {
	linux: ['/usr/share/fonts', '/usr/local/share/fonts'],
	darwin: ['/System/Library/Fonts', '/Library/Fonts'],
	win32: ['C:\\Windows\\Fonts'],
};

/** Common system fonts by script, the most widespread first; file names without extensions. */
const fontsOfScripts: readonly { readonly letters: RegExp; readonly names: RegExp }[] = [
	{
		letters: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u,
		names:
			/^(NotoSansCJK|SourceHanSans|wqy-|DroidSansFallback|msyh\.|YuGothM|meiryo\.|PingFang|Hiragino|ヒラギノ|STHeiti|ipag)/i,
	},
	{ letters: /\p{Script=Hangul}/u, names: /^(NotoSansCJK|NotoSansKR|malgun\.|AppleSDGothicNeo|NanumGothic\.)/i },
	{ letters: /\p{Script=Arabic}/u, names: /^(NotoSansArabic-Regular|DejaVuSans\.|segoeui\.|GeezaPro)/i },
	{ letters: /\p{Script=Hebrew}/u, names: /^(NotoSansHebrew-Regular|DejaVuSans\.|segoeui\.|ArialHB)/i },
	{ letters: /\p{Script=Thai}/u, names: /^(NotoSansThai-Regular|leelawui\.|Thonburi|Waree\.)/i },
	{ letters: /\p{Script=Devanagari}/u, names: /^(NotoSansDevanagari-Regular|Nirmala|Kohinoor|Lohit-Devanagari)/i },
	{ letters: /[\u2190-\u2bff]/u, names: /^(NotoSansSymbols|DejaVuSans\.|seguisym\.|Apple Symbols)/i },
];

/** Reads the system's fonts for characters that the shipped ones lack; without any, that text shows as boxes. */
export async function systemFonts(
	text: string,
	folders: readonly string[] = systemFolders[process.platform] ?? [],
): Promise<readonly Buffer[]> {
	const wanted = fontsOfScripts.filter(({ letters }) => letters.test(text));
	if (wanted.length === 0) return [];
	const files = (await Promise.all(folders.map(fontFiles))).flat();
	const chosen = wanted.flatMap(({ names }) => files.find(({ name }) => names.test(name)) ?? []);
	return Promise.all([...new Set(chosen)].map(({ path }) => readFile(path)));
}

async function fontFiles(folder: string): Promise<readonly { readonly name: string; readonly path: string }[]> {
	try {
		const entries = await readdir(folder, { recursive: true, withFileTypes: true });
		return entries
			.filter(({ name }) => /\.(ttf|otf|ttc)$/i.test(name))
			.map(({ name, parentPath }) => ({ name, path: join(parentPath, name) }));
	} catch {
		return [];
	}
}

// Writes l10n/bundle.l10n.json, the English words of all code, anew: `npm run l10n`.
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { projectDir } from './places.mjs';

/** The folders whose code has words that users read. */
export const foldersWithWords = ['src', 'media/panel', 'media/review'];

/** All TypeScript of those folders, as path and text. */
export async function sourcesWithWords(): Promise<readonly { readonly path: string; readonly text: string }[]> {
	const paths = foldersWithWords.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: projectDir })).sort();
	return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(projectDir, path), 'utf8') })));
}

/** The words of all code by their key, which is the English text; sorted, so that what is added on two sides merges. */
export async function exportedWords(): Promise<Readonly<Record<string, string>>> {
	const sources = await sourcesWithWords();
	const exported = await getL10nJson(sources.map(({ path, text }) => ({ extension: extname(path), contents: text })));
	const sorted = Object.entries(exported).sort(([one], [other]) => (one < other ? -1 : 1));
	return Object.fromEntries(sorted.map(([key, word]) => [key, typeof word === 'string' ? word : word.message]));
}

if (import.meta.main) {
	await mkdir(join(projectDir, 'l10n'), { recursive: true });
	const file = join(projectDir, 'l10n', 'bundle.l10n.json');
	await writeFile(file, `${JSON.stringify(await exportedWords(), undefined, 2)}\n`);
}

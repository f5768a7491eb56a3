import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { exportedWords, sourcesWithWords } from '../support/exportWords.ts';
import { projectDir } from '../support/places.mjs';
import { sameInAllLanguages, terms, type Language } from '../support/terms.ts';

type Words = Readonly<Record<string, string>>;

const languages: readonly Language[] = ['zh-cn', 'ja'];

async function read(path: string): Promise<Words> {
	return JSON.parse(await readFile(join(projectDir, path), 'utf8')) as Words;
}

/** A translation of the manifest's words, and the English text that it was made from. */
type Translated = Readonly<Record<string, { readonly message: string; readonly comment: readonly string[] }>>;

async function readTranslated(language: Language): Promise<Translated> {
	const path = join(projectDir, `package.nls.${language}.json`);
	return JSON.parse(await readFile(path, 'utf8')) as Translated;
}

async function readMessages(language: Language): Promise<Words> {
	const entries = Object.entries(await readTranslated(language));
	return Object.fromEntries(entries.map(([key, { message }]) => [key, message]));
}

/** The placeholders of a text, sorted: `{0}` of sentences, `%1%` of none. */
function placeholders(text: string): readonly string[] {
	return (text.match(/\{\d+\}/g) ?? []).sort();
}

/** What must stay as it is in every language: code, settings, key names, emphasis. */
function unchangeable(text: string): readonly string[] {
	return (text.match(/`[^`]+`|\bglimpse\.\w+|\*\*|\u00a0/g) ?? []).sort();
}

describe('The words of the code', () => {
	let english: Words;

	before(async () => {
		english = await exportedWords();
	});

	it('are exported as they are now: npm run l10n', async () => {
		assert.deepEqual(await read('l10n/bundle.l10n.json'), english);
	});

	it('can all be found by the exporter', async () => {
		const calls = /\bl10n\.t\(\s*(?<argument>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s])/g;
		let count = 0;
		for (const { path, text } of await sourcesWithWords()) {
			for (const { groups } of text.matchAll(calls)) {
				const argument = groups?.['argument'] ?? '';
				assert.match(argument, /^(['"]).+\1$/s, `${path}: l10n.t takes its words as one literal, not ${argument}`);
				count++;
			}
		}
		assert.ok(count >= Object.keys(english).length, `${count} calls, ${Object.keys(english).length} words`);
	});

	for (const language of languages) {
		it(`are all there in ${language}, and no others`, async () => {
			compare(await read(`l10n/bundle.l10n.${language}.json`), english, language);
		});
	}
});

describe('The words of the manifest', () => {
	it('are those that it uses', async () => {
		const manifest = await readFile(join(projectDir, 'package.json'), 'utf8');
		const used = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key);
		assert.deepEqual([...new Set(used)].sort(), Object.keys(await read('package.nls.json')).sort());
	});

	for (const language of languages) {
		it(`are all there in ${language}, and no others`, async () => {
			compare(await readMessages(language), await read('package.nls.json'), language);
		});

		it(`are translated into ${language} from the English text as it is now, which stands in the comment`, async () => {
			const english = await read('package.nls.json');
			const translated = Object.entries(await readTranslated(language));
			const stale = translated.filter(([key, { comment }]) => comment.join('\n') !== english[key]);
			assert.deepEqual(
				stale.map(([key]) => key),
				[],
			);
		});
	}
});

describe('The languages', () => {
	for (const language of languages) {
		it(`call a command in ${language} what the menu calls it`, async () => {
			const [english, manifest] = [await read('package.nls.json'), await readMessages(language)];
			const code = await read(`l10n/bundle.l10n.${language}.json`);
			const commands = Object.entries(english).filter(([key, title]) => key.startsWith('command.') && code[title]);
			assert.ok(commands.length > 5);
			for (const [key, title] of commands) assert.equal(code[title], manifest[key], title);
		});
	}

	it('are the same for the manifest and the code', () => {
		const found = (pattern: string): readonly string[] =>
			globSync(pattern, { cwd: projectDir })
				.map((path) => basename(path).split('.').at(-2) ?? '')
				.sort();
		assert.deepEqual(found('package.nls.*.json'), languages.toSorted());
		assert.deepEqual(found('l10n/bundle.l10n.*.json'), languages.toSorted());
	});
});

/** Fails with every fault of a translation at once. */
function compare(translated: Words, english: Words, language: Language): void {
	const faults: string[] = [];
	for (const [key, source] of Object.entries(english)) {
		const words = translated[key];
		if (!words?.trim()) {
			faults.push(`missing: ${source}`);
			continue;
		}
		if (words === source && !sameInAllLanguages.has(source)) faults.push(`still English: ${source}`);
		if (placeholders(words).join() !== placeholders(source).join()) faults.push(`other placeholders: ${words}`);
		if (unchangeable(words).join() !== unchangeable(source).join()) faults.push(`other code or emphasis: ${words}`);
		for (const term of terms) {
			if (term.english.test(source) && !term[language].test(words)) {
				faults.push(`"${term.english.source}" must be "${term[language].source}": ${source} → ${words}`);
			}
		}
	}
	for (const key of Object.keys(translated)) if (english[key] === undefined) faults.push(`not used: ${key}`);
	if (faults.length > 0) assert.fail(`\n${faults.join('\n')}`);
}

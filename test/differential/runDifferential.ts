// Holds the readers of documents against other parsers: `runDifferential.ts FOLDER…`; see run.mjs.
import { readFileSync, statSync, globSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { compareDocument, type CompareOptions, type Comparison } from './compare.ts';
import type { IndependentParser } from './foundImage.ts';
import { independentParsers } from './independentParsers.ts';
import { minimize } from './minimize.ts';

/** The languages of file names. */
const languages: Readonly<Record<string, string>> = {
	'.md': 'markdown',
	'.markdown': 'markdown',
	'.mdx': 'mdx',
	'.html': 'html',
	'.htm': 'html',
	'.js': 'javascript',
	'.cjs': 'javascript',
	'.mjs': 'javascript',
	'.jsx': 'javascriptreact',
	'.tsx': 'typescriptreact',
	'.vue': 'vue',
	'.svelte': 'svelte',
	'.astro': 'astro',
	'.rst': 'restructuredtext',
	'.adoc': 'asciidoc',
	'.org': 'org',
	'.asciidoc': 'asciidoc',
	'.typ': 'typst',
	'.tex': 'latex',
};

/** Bytes up to which a document is compared. */
const largest = 400_000;

/** The most differences of a language that are printed. */
const mostPrinted = 25;

interface Figures {
	documents: number;
	invalid: number;
	images: number;
	differences: number;
	broken: number;
	longest: number;
}

const figures = new Map<string, Figures>();
const folders = process.argv.slice(2);
for (const folder of folders) {
	for (const path of globSync('**/*', { cwd: folder })) {
		const language = path.endsWith('.component.html') ? 'angular' : languages[extname(path).toLowerCase()];
		const file = resolve(join(folder, path));
		const parse = language === undefined ? undefined : independentParsers[language];
		if (language !== undefined && parse && isReadable(file)) await compareFile(file, language, parse);
	}
}
console.table(Object.fromEntries(figures));
process.exitCode = [...figures.values()].some(({ differences, broken }) => differences + broken > 0) ? 1 : 0;

function isReadable(file: string): boolean {
	const stat = statSync(file, { throwIfNoEntry: false });
	return stat !== undefined && stat.isFile() && stat.size <= largest;
}

async function compareFile(file: string, language: string, parse: IndependentParser): Promise<void> {
	const text = readFileSync(file, 'utf8');
	const count = figures.get(language) ?? { documents: 0, invalid: 0, images: 0, differences: 0, broken: 0, longest: 0 };
	figures.set(language, count);
	count.documents++;
	const options = { parse, choice: text.length };
	const start = performance.now();
	const comparison = await compareDocument(text, language, options);
	count.longest = Math.max(count.longest, Math.round(performance.now() - start));
	if (comparison.kind === 'invalid') count.invalid++;
	else if (comparison.kind === 'same') count.images += comparison.images;
	else {
		if (comparison.kind === 'differs') count.differences++;
		else count.broken++;
		if (count.differences + count.broken <= mostPrinted)
			await printDifference(file, text, { language, options, comparison });
	}
}

async function printDifference(
	file: string,
	text: string,
	{
		language,
		options,
		comparison,
	}: { readonly language: string; readonly options: CompareOptions; readonly comparison: Comparison },
): Promise<void> {
	const smallest = await minimize(
		text,
		async (smaller) => (await compareDocument(smaller, language, options)).kind === comparison.kind,
	);
	const shown = await compareDocument(smallest, language, options);
	console.log(`${language} ${shown.kind}: ${file}\n\t${JSON.stringify(smallest)}`);
	if ('ours' in shown) console.log(`\tGlimpse: ${shown.ours.join(' | ')}\n\tother:   ${shown.theirs.join(' | ')}`);
}

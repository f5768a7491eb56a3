import type { MarkupLanguage } from '../markup/languages.ts';

/** The languages of files that no editor has opened, by the ends of their names; the first that fits counts. */
const languages: readonly (readonly [end: string, language: MarkupLanguage])[] = [
	['.blade.php', 'blade'],
	...each('markdown', 'md', 'markdown', 'markdn', 'mdown', 'mkd', 'mkdn', 'mdwn', 'mdtxt', 'mdtext', 'livemd'),
	...each('mdx', 'mdx'),
	...each('quarto', 'qmd'),
	...each('rmd', 'rmd'),
	...each('html', 'html', 'htm', 'xhtml', 'xht', 'shtml', 'jsp', 'asp', 'aspx'),
	...each('php', 'php', 'phtml'),
	...each('twig', 'twig'),
	...each('jinja', 'jinja', 'jinja2', 'j2'),
	...each('nunjucks', 'njk'),
	...each('liquid', 'liquid'),
	...each('handlebars', 'hbs', 'handlebars'),
	...each('ejs', 'ejs'),
	...each('erb', 'erb'),
	...each('razor', 'cshtml', 'razor', 'vbhtml'),
	...each('javascript', 'js', 'mjs', 'cjs'),
	...each('javascriptreact', 'jsx'),
	...each('typescriptreact', 'tsx'),
	...each('vue', 'vue'),
	...each('svelte', 'svelte'),
	...each('astro', 'astro'),
	...each('restructuredtext', 'rst'),
	...each('asciidoc', 'adoc', 'asciidoc', 'asc'),
	...each('typst', 'typ'),
	...each('latex', 'tex', 'ltx'),
	...each('org', 'org'),
];

function each(language: MarkupLanguage, ...ends: readonly string[]): readonly (readonly [string, MarkupLanguage])[] {
	return ends.map((end) => [`.${end}`, language]);
}

/** Returns the language of a document by its file's name; undefined for a file that has no images. */
export function markupLanguageOf(name: string): MarkupLanguage | undefined {
	const lower = name.toLowerCase();
	return languages.find(([end]) => lower.endsWith(end))?.[1];
}

/** The editor's ids of the languages in whose documents images are found; `activationEvents` in the manifest are the same. */
export const markupLanguages = [
	'markdown',
	'quarto',
	'rmd',
	'mdx',
	'html',
	'php',
	'blade',
	'twig',
	'jinja',
	'jinja-html',
	'django-html',
	'nunjucks',
	'liquid',
	'handlebars',
	'ejs',
	'erb',
	'razor',
	'aspnetcorerazor',
	'javascript',
	'javascriptreact',
	'typescriptreact',
	'vue',
	'svelte',
	'astro',
	'restructuredtext',
	'asciidoc',
	'typst',
	'latex',
	'tex',
	'org',
] as const;

export type MarkupLanguage = (typeof markupLanguages)[number];

/** Tells whether images are found in documents of a language. */
export function isMarkupLanguage(language: string): language is MarkupLanguage {
	return markupLanguages.some((each) => each === language);
}

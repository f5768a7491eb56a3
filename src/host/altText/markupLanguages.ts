/** The editor's ids of the languages in which pictures are found; `activationEvents` in the manifest are the same. */
export const markupLanguages = [
	'markdown',
	'mdx',
	'html',
	'javascriptreact',
	'typescriptreact',
	'vue',
	'svelte',
	'astro',
] as const;

// Signs of languages in which pages are written before they are HTML or Markdown: `{{ }}`, `{% %}`, `{# #}`, `${ }`, `#{ }`, `<% %>`,
// `<? ?>`. What a document gets must not run in them.

const brace = /\{(?=[{%#])|(?<=[{$#@])\{|\}(?=\})|(?<=[}%#])\}/g;
const bracket = /<(?=[%?])|(?<=[%?])>/g;

/** Returns whether a text has signs of a template. */
export function hasTemplateSigns(text: string): boolean {
	return text.search(brace) >= 0 || text.search(bracket) >= 0;
}

/** Returns a text of HTML or Markdown with its signs of templates as character references; all else stays readable. */
export function withoutTemplateSigns(text: string): string {
	return text.replaceAll(brace, reference).replaceAll(bracket, (sign) => (sign === '<' ? '&lt;' : '&gt;'));
}

function reference(sign: string): string {
	return `&#${sign.charCodeAt(0)};`;
}

/** Returns a paragraph of plain text in which nothing acts as Markdown, MDX, HTML or a template sign. */
export function escapeMarkdownText(text: string): string {
	return text
		.replaceAll(
			/(\{)(?=[%#])|(<)(?=[%?])|[\\`*_[\]<>{}~|]|&(?=#|\w{1,40};)/g,
			(sign, brace?: string, bracket?: string) =>
				brace !== undefined ? '&#123;' : bracket !== undefined ? '&lt;' : `\\${sign}`,
		)
		.replace(/^(?=[#+\-=>]|\d+[.)])/, (_, at: number) => (at === 0 ? '\\' : ''))
		.replace(/^\\(\d+)([.)])/, '$1\\$2');
}

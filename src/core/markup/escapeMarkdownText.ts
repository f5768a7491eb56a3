/** A paragraph of plain text, so that nothing in it acts as Markdown, MDX or HTML, nor as a sign of a template. */
export function escapeMarkdownText(text: string): string {
	return text
		.replaceAll(/(\{)(?=[%#])|(<)(?=[%?])|&(?=#|\w+;)|[\\`*_[\]<>{}~|]/g, (sign, brace?: string, bracket?: string) =>
			brace !== undefined ? '&#123;' : bracket !== undefined ? '&lt;' : `\\${sign}`,
		)
		.replace(/^(?=[#+\-=>]|\d+[.)])/, (_, at: number) => (at === 0 ? '\\' : ''))
		.replace(/^\\(\d+)([.)])/, '$1\\$2');
}

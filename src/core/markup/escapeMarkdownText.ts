/** A paragraph of plain text, so that nothing in it acts as Markdown, MDX or HTML. */
export function escapeMarkdownText(text: string): string {
	return text
		.replaceAll(/[\\`*_[\]<>{}~|]/g, '\\$&')
		.replaceAll(/&(?=#|\w+;)/g, '\\&')
		.replace(/^(?=[#+\-=>]|\d+[.)])/, (_, at: number) => (at === 0 ? '\\' : ''))
		.replace(/^\\(\d+)([.)])/, '$1\\$2');
}

/**
 * Returns the text with one kind of line end, offset for offset: a carriage return before a line feed becomes a blank,
 * and one alone a line feed. A backslash that breaks its line stays at the end of it.
 */
export function withLineFeeds(text: string): string {
	if (!text.includes('\r')) return text;
	return text.replaceAll(/(\\?)\r(\n?)/g, (_, backslash: string, lineFeed: string) =>
		lineFeed === '' ? `${backslash}\n` : ` ${backslash}\n`,
	);
}

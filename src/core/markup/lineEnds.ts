/**
 * Returns the text with one kind of line end, offset for offset: a carriage return before a line feed becomes a blank,
 * and one alone a line feed.
 */
export function withLineFeeds(text: string): string {
	return text.includes('\r') ? text.replaceAll(/\r(?!\n)/g, '\n').replaceAll('\r', ' ') : text;
}

/** Does the same where a backslash may break a line: it stays at the end of it. */
export function withLineFeedsBehindBackslashes(text: string): string {
	return withLineFeeds(text.includes('\r') ? text.replaceAll('\\\r\n', ' \\\n') : text);
}

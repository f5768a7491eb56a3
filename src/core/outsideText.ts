// Text from outside (documents, file names, recognized text, models, services) on its way to a reader: it must stay
// text, whatever the place would make of it.
import { visibleLine, visibleText } from './visibleText.ts';

/** The most characters shown of a message. */
const longestMessage = 1000;

/**
 * Returns a text for a notification, a progress title or a dialog: on one line, without invisible characters, and
 * without links, which the editor makes of `[words](command:…)` in all of them.
 */
export function messageText(text: string): string {
	return shorten(visibleLine(text).replaceAll('](', '] ('), longestMessage);
}

/** Returns a text for an entry of a list: as a message, and without icons. */
export function labelText(text: string): string {
	return withoutIcons(messageText(text));
}

/** Returns a text of a list without icons, which the editor makes of `$(name)`. */
export function withoutIcons(text: string): string {
	return text.replaceAll('$(', '$ (');
}

/** Returns a line for Markdown as code, in which nothing is a link, an icon or HTML. */
export function codeSpan(line: string): string {
	return `\`${line.replaceAll('`', "'") || ' '}\``;
}

/** Returns a text for the log: further lines are indented, so that none looks like an entry of its own. */
export function logText(text: string): string {
	return visibleText(text).replaceAll(/[\r\n]+/g, '\n    ');
}

/** Returns at most so many characters, with an ellipsis if some are left out. */
export function shorten(text: string, most: number): string {
	if (text.length <= most) return text;
	const end = text.slice(0, most - 1);
	// Doesn't cut between the halves of one character.
	return `${/[\uD800-\uDBFF]$/.test(end) ? end.slice(0, -1) : end}…`;
}

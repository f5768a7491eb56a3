// Text from outside (documents, file names, recognised text, models, services) where it meets a reader: what is written in it
// must stay text, whatever the place makes of it.
import { visibleLine, visibleText } from './visibleText.ts';

/** Characters of a message that are still shown. */
const longestMessage = 1000;

/**
 * Returns a text as a notification, a progress title or a dialog shows it: on one line, without what can't be seen, and without
 * links, which the editor makes of `[words](command:…)` in every one of them.
 */
export function messageText(text: string): string {
	return shortened(visibleLine(text).replaceAll('](', '] ('), longestMessage);
}

/** Returns a text as an entry of a list shows it: as a message, and without icons. */
export function labelText(text: string): string {
	return withoutIcons(messageText(text));
}

/** Returns a text of a list without icons, which the editor makes of `$(name)`. */
export function withoutIcons(text: string): string {
	return text.replaceAll('$(', '$ (');
}

/** Returns a text as it stands in the log: further lines are indented, so that none looks like an entry of its own. */
export function logText(text: string): string {
	return visibleText(text).replaceAll(/[\r\n]+/g, '\n    ');
}

/** Returns at most so many characters, with an ellipsis where some are left out. */
export function shortened(text: string, most: number): string {
	if (text.length <= most) return text;
	const end = text.slice(0, most - 1);
	// Not between the halves of one character.
	return `${/[\uD800-\uDBFF]$/.test(end) ? end.slice(0, -1) : end}…`;
}

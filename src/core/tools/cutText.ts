/** The most characters that a tool returns, whatever the agent would take. */
export const mostReturned = 30_000;

const note = '\n[Cut here: the rest does not fit. Ask about less at once.]';

/** Returns at most `most` characters of a text, which ends behind a line or a sentence then, with a note. */
export function cutText(text: string, most: number): string {
	if (text.length <= most) return text;
	const room = Math.max(0, most - note.length);
	const head = text.slice(0, room);
	const end = Math.max(head.lastIndexOf('\n'), head.lastIndexOf('. ') + 1, head.lastIndexOf('。') + 1);
	// A text without ends of lines and sentences is cut anywhere, but not between the halves of one character.
	const kept = end > room / 2 ? head.slice(0, end) : head.toWellFormed().replace(/\uFFFD$/, '');
	return `${kept.trimEnd()}${note}`;
}

import { answerWithoutPlaces } from '../boxes/answerWithoutPlaces.ts';
import type { Turn } from '../conversation.ts';
import { lexMarkdown } from '../markdown/lexMarkdown.ts';
import { plainText } from '../markdown/plainText.ts';
import { visibleLine } from '../visibleText.ts';

// A conversation in a list: what it is about, its words and its day.

/** Returns what a conversation is about: its first question, or the names of its pictures where that is one of the tasks. */
export function conversationTitle(turns: readonly Turn[]): { readonly title: string; readonly names: string } {
	const names = [...new Set(turns.flatMap(({ pictures }) => pictures.map(({ name }) => name)))].join(', ');
	const question = turns[0]?.question;
	const asked = question?.task === 'ask' ? visibleLine(question.text) : '';
	return asked === '' ? { title: names || visibleLine(question?.text ?? ''), names: '' } : { title: asked, names };
}

/** The number of characters that are read beyond the last one shown: marks that open before it close there. */
const spareCharacters = 1000;

/**
 * Returns the words of a conversation on one line, without the marks of Markdown; of each question and answer at most so many
 * characters that all are no more than `most`.
 */
export function conversationWords(turns: readonly Turn[], most: number): string {
	const words: string[] = [];
	let left = most;
	const add = (text: string): void => {
		const line = visibleLine(text).slice(0, left);
		if (line === '') return;
		words.push(line);
		left -= line.length;
	};
	for (const turn of turns) {
		if (left <= 0) break;
		add(turn.question.text);
		add(plainText(lexMarkdown(answerWithoutPlaces(turn).slice(0, left + spareCharacters))));
	}
	return words.join(' · ');
}

const millisecondsOfDay = 86_400_000;

/** The number of days that are named by their distance. */
const mostNamedDays = 6;

/** Returns the day and the time of a moment, in a language; days of the last week by their distance from `now`. */
export function dayAndTime(
	moment: number,
	now: number,
	language: string,
): { readonly day: string; readonly time: string } {
	const date = new Date(moment);
	const time = date.toLocaleTimeString(language, { timeStyle: 'short' });
	// Rounded: a day on which the clocks change has an hour more or less.
	const days = Math.round((midnightBefore(now) - midnightBefore(moment)) / millisecondsOfDay);
	if (days < 0 || days > mostNamedDays)
		return { day: date.toLocaleDateString(language, { dateStyle: 'medium' }), time };
	return { day: new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day'), time };
}

function midnightBefore(moment: number): number {
	return new Date(moment).setHours(0, 0, 0, 0);
}

import { countWhile } from './ordered.ts';

/** Returns a search for the number of the line, from 0, that an offset is in. */
export function lineSearch(text: string): (offset: number) => number {
	const starts = Array.from(text.matchAll(/\r\n|[\n\r]/g), ({ index, 0: { length } }) => index + length);
	return (offset) => countWhile(starts.length, (index) => (starts[index] ?? 0) <= offset);
}

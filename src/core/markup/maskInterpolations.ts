import { passOverComments } from './passOver.ts';

/**
 * Returns a Vue template with its interpolations replaced by letters, offset for offset: `{{ a < b }}` becomes
 * `xxxxxxxxxxx`. Braces within tags, comments, scripts and styles don't count.
 */
export function maskInterpolations(text: string): string {
	const passOver = passOverComments(text);
	const tagEnd = tagSearch(text);
	const parts: string[] = [];
	let copied = 0;
	/** The offset of the next end of an interpolation, or the next tag, after the last requested place. */
	let stop = -1;
	for (let at = text.search(/[<{]/); at >= 0;) {
		let end = text[at] === '<' ? (passOver(at) ?? tagEnd(at)) : undefined;
		if (text.startsWith('{{', at)) {
			if (stop < at + 2) stop = nextFrom(text, /\}\}|<[a-z/]/gi, at + 2);
			if (text[stop] === '}') {
				end = stop + 2;
				parts.push(text.slice(copied, at), 'x'.repeat(end - at));
				copied = end;
			}
		}
		at = nextFrom(text, /[<{]/g, end ?? at + 1);
		if (at === text.length) break;
	}
	return parts.join('') + text.slice(copied);
}

/**
 * Returns a search for the end of the tag at an offset. A tag that begins within an unclosed one isn't closed either.
 */
function tagSearch(text: string): (at: number) => number | undefined {
	const open = new Set<number>();
	return (from) => {
		if (!/[a-z]/i.test(text[from + 1] ?? '') || open.has(from)) return undefined;
		const passed = [from];
		for (let at = from + 2; ;) {
			at = nextFrom(text, /["'<>]/g, at);
			const sign = text[at];
			if (sign === '>') return at + 1;
			const quoteEnd = sign === '"' || sign === "'" ? text.indexOf(sign, at + 1) : at;
			if (sign === undefined || quoteEnd < 0 || open.has(at)) break;
			if (sign === '<') passed.push(at);
			at = quoteEnd + 1;
		}
		for (const start of passed) open.add(start);
		return undefined;
	};
}

function nextFrom(text: string, search: RegExp, from: number): number {
	search.lastIndex = from;
	return search.exec(text)?.index ?? text.length;
}

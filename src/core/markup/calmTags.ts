// Limits for the HTML parser: it recovers from each unclosed tag in several ways at once, and walks through all open
// elements for each end tag.
import { passOverComments } from './passOver.ts';

/** The most open elements within each other. */
const deepest = 200;

/** The most tags without their `>`, as they occur while typing. */
const mostIncomplete = 20;

const voidElements = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|frame)$/i;

/** Elements that end where the next one begins. */
const endedElements = /^(?:p|li|dt|dd|rt|rp|tr|td|th|thead|tbody|tfoot|option|optgroup|caption|colgroup)$/i;

/**
 * An ampersand that begins no character reference; the parser stumbles over each, as over halves of surrogate pairs.
 */
const noReference = /&(?!(?:#\d{1,8}|#x[\da-f]{1,8}|\w{1,40});)/gi;

const tagName = /<([/!?]?)([a-z][^\s/>"'<=]*)/iy;

/**
 * Returns the text with the `<` of tags replaced by a digit, offset for offset, if elements are nested absurdly or very
 * many tags are unclosed.
 */
export function neutralizeTags(written: string): string {
	const text = written.replaceAll(noReference, '0').replaceAll(/\p{Cs}/gu, '0');
	const passOver = passOverComments(text);
	const open: string[] = [];
	/** The number of open elements by name. */
	const counts = new Map<string, number>();
	const masked: number[] = [];
	let incomplete = 0;

	const pop = (): string | undefined => {
		const name = open.pop();
		if (name !== undefined) counts.set(name, (counts.get(name) ?? 1) - 1);
		return name;
	};

	for (let at = text.indexOf('<'); at >= 0;) {
		let next = passOver(at);
		tagName.lastIndex = at;
		const [, sign, tag] = next === undefined ? (tagName.exec(text) ?? []) : [];
		if (tag !== undefined) {
			const name = tag.slice(0, 100).toLowerCase();
			const end = tagEnd(text, tagName.lastIndex);
			next = end.at;
			if (!end.isClosed) {
				if (++incomplete > mostIncomplete) masked.push(at);
			} else if (sign === '/') {
				if ((counts.get(name) ?? 0) > 0) while (pop() !== name);
			} else if (sign === '' && !voidElements.test(name) && !endedElements.test(name) && text[end.at - 2] !== '/') {
				if (open.length >= deepest) masked.push(at);
				else {
					open.push(name);
					counts.set(name, (counts.get(name) ?? 0) + 1);
				}
			}
		} else if (next === undefined && ++incomplete > mostIncomplete) masked.push(at);
		at = text.indexOf('<', Math.max(next ?? 0, at + 1));
	}
	return withDigits(text, masked);
}

/** Returns the end of a tag: after its `>`, or before the next tag or the end of the text. */
function tagEnd(text: string, from: number): { readonly at: number; readonly isClosed: boolean } {
	const sign = /["'<>]/g;
	for (let at = from; ;) {
		sign.lastIndex = at;
		const found = sign.exec(text);
		if (!found || found[0] === '<') return { at: found?.index ?? text.length, isClosed: false };
		if (found[0] === '>') return { at: sign.lastIndex, isClosed: true };
		const close = text.indexOf(found[0], sign.lastIndex);
		if (close < 0) return { at: sign.lastIndex, isClosed: false };
		at = close + 1;
	}
}

function withDigits(text: string, offsets: readonly number[]): string {
	if (offsets.length === 0) return text;
	const parts: string[] = [];
	let copied = 0;
	for (const offset of offsets) {
		// A letter could be the name of a tag after another one.
		parts.push(text.slice(copied, offset), '0');
		copied = offset + 1;
	}
	return parts.join('') + text.slice(copied);
}

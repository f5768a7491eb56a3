/** An argument of a call or an option list. Offsets count from the start of the examined text. */
export interface CallArgument {
	readonly start: number;
	readonly end: number;
}

/** The most characters of arguments. */
const longest = 4000;

/** Returns the arguments from an offset up to the bracket that closes them, and the offset of that; undefined without one. */
export function callArguments(
	text: string,
	from: number,
	{
		close,
		nests,
		quotes,
	}: {
		readonly close: ')' | ']';
		readonly nests: '{}' | '';
		/** The signs that enclose a value as a whole. */
		readonly quotes: '"\'' | '';
	},
): { readonly list: readonly CallArgument[]; readonly end: number } | undefined {
	const list: CallArgument[] = [];
	let depth = 0;
	const half = nests.length / 2;
	const [opening, closing] = [nests.slice(0, half), nests.slice(half)];
	let start = from;
	/** True before the first sign of a value. */
	let isAhead = true;
	const add = (end: number): void => {
		if (text.slice(start, end).trim() !== '') list.push({ start, end });
	};
	const limit = Math.min(text.length, from + longest);
	for (let at = from; at < limit; at++) {
		const sign = text.charAt(at);
		const isValueStart = isAhead;
		if (quotes !== '' && sign.trim() !== '') isAhead = sign === '=' || (sign === ',' && depth === 0);
		if (sign === '\\') at++;
		else if (quotes.includes(sign) && isValueStart) {
			for (at++; at < limit && text[at] !== sign; at++) if (text[at] === '\\') at++;
		} else if (sign === close && depth === 0) {
			add(at);
			return { list, end: at };
		} else if (opening.includes(sign)) depth++;
		else if (closing.includes(sign)) depth--;
		else if (sign === ',' && depth === 0) {
			add(at);
			start = at + 1;
		}
	}
	return undefined;
}

// The options of directives, in reStructuredText and MyST: `:alt: a cat`, a line each.

/** The options behind a directive's first line. Offsets count from the start of the document. */
export interface DirectiveOptions {
	/** The values by name. */
	readonly values: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
	/** The indentation of the options. */
	readonly indent: string | undefined;
	/** The end of the last option, or of the first line. */
	readonly end: number;
}

const option = /^([ \t>]*):([\w-]+):(.*)$/;

/**
 * Reads the options from the end of the first line on, up to `limit`. A value goes on in lines that are indented more than
 * its name.
 */
export function directiveOptions(text: string, lineEnd: number, limit: number): DirectiveOptions {
	const values = new Map<string, { start: number; end: number }>();
	let indent: string | undefined;
	let last: { start: number; end: number } | undefined;
	let end = lineEnd;
	for (let at = lineEnd + 1; at < limit;) {
		const next = lineEndAt(text, at, limit);
		const line = text.slice(at, next).trimEnd();
		const found = option.exec(line);
		if (found) {
			const [, before = '', name = '', rest = ''] = found;
			const value = rest.trimStart();
			indent ??= before;
			last = { start: at + line.length - value.length, end: at + line.length };
			if (!values.has(name)) values.set(name, last);
		} else if (
			last &&
			line.trim() !== '' &&
			indent !== undefined &&
			line.startsWith(indent) &&
			/^[ \t]/.test(line.slice(indent.length))
		) {
			last.end = at + line.length;
		} else break;
		end = at + line.length;
		at = next + 1;
	}
	return { values, indent, end };
}

/** Returns the end of the line that contains an offset. */
export function lineEndAt(text: string, from: number, limit = text.length): number {
	const end = text.indexOf('\n', from);
	return end < 0 || end > limit ? limit : end;
}

/** Returns the offset after the last character of a line that isn't blank. */
export function trimmedEnd(text: string, from: number, end: number): number {
	let at = end;
	while (at > from && ' \t'.includes(text.charAt(at - 1))) at--;
	return at;
}

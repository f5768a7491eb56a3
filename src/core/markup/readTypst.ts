// Typst: calls of `image("a.png", alt: "A cat")`.
import { callArguments } from './callArguments.ts';
import { lineEndAt } from './directive.ts';
import { unescapeText } from './escapes.ts';
import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument, Steps } from './markupDocument.ts';
import type { Passage } from './outline.ts';
import { searchIn } from './passOver.ts';
import { plainDocument } from './plainDocument.ts';
import { plainReference } from './plainReference.ts';

/** What may begin at a place: a comment, raw text, a heading, a call. The slashes of an address are no comment. */
const sign = /(?<!:)\/\/|\/\*|`+|^=+[ \t]|(?<![\w.-])image\(/gm;

export function* readTypst(text: string): Steps<MarkupDocument> {
	const references: ImageReference[] = [];
	const headings: Passage[] = [];
	const behind = searchIn(text);
	for (let at = 0; ;) {
		sign.lastIndex = at;
		const found = sign.exec(text);
		if (!found) break;
		const [what] = found;
		const { index: start } = found;
		at = start + what.length;
		if (what === '//') at = lineEndAt(text, at);
		else if (what === '/*') at = behind('*/', at) ?? text.length;
		else if (what.startsWith('`')) at = what.length === 2 ? at : (behind(what, at) ?? text.length);
		else if (what.startsWith('='))
			headings.push({ start, end: lineEndAt(text, at), text: text.slice(at, lineEndAt(text, at)).trim() });
		else {
			const reference = imageAt(text, start, at);
			if (reference) references.push(reference);
			at = reference?.end ?? at;
		}
	}
	yield;
	return plainDocument(text, { references, headings });
}

const string = /^\s*"((?:\\.|[^"\\])*)"\s*$/s;

function imageAt(text: string, start: number, from: number): ImageReference | undefined {
	const call = callArguments(text, from, { close: ')', nests: '([{}])', hasStrings: true });
	const [first, ...others] = call?.list ?? [];
	if (!call || !first) return undefined;
	const address = string.exec(text.slice(first.start, first.end))?.[1];
	if (address === undefined || address === '') return undefined;
	const base = {
		start,
		end: call.end + 1,
		element: 'image',
		address: unescapeText(address, 'typst'),
		by: 'typst',
	} as const;
	for (const { start: argument, end } of others) {
		const written = text.slice(argument, end);
		const name = /^\s*alt\s*:/.exec(written)?.[0];
		if (name === undefined) continue;
		const value = string.exec(written.slice(name.length))?.[1];
		// One that is computed.
		if (value === undefined) return undefined;
		const valueAt = argument + name.length + written.slice(name.length).indexOf('"') + 1;
		const range = { start: valueAt, end: valueAt + value.length };
		return plainReference({ ...base, alt: range, slot: { ...range, before: '', after: '' } }, text);
	}
	const behindFirst = first.start + text.slice(first.start, first.end).trimEnd().length;
	return plainReference(
		{ ...base, alt: undefined, slot: { start: behindFirst, end: behindFirst, before: ', alt: "', after: '"' } },
		text,
	);
}

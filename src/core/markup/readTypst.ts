// Typst: calls of `image("a.png", alt: "A cat")`.
import { lineEndAt } from './directive.ts';
import { unescapeText } from './escapes.ts';
import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument, Steps } from './markupDocument.ts';
import { plainDocument } from './plainDocument.ts';
import { plainReference } from './plainReference.ts';
import { typstParts, type TypstCall } from './typstCalls.ts';

export function* readTypst(text: string): Steps<MarkupDocument> {
	const { calls, headings, withoutComments } = typstParts(text);
	yield;
	return plainDocument(text, {
		references: calls.flatMap((call) => imageOf(call, withoutComments) ?? []),
		headings: headings.map((start) => {
			const end = lineEndAt(text, start);
			return { start, end, text: withoutComments.slice(start, end).replace(/^=+/, '').trim() };
		}),
	});
}

const string = /^\s*"((?:\\.|[^"\\])*)"\s*$/s;
const named = /^\s*([\p{L}_][\p{L}\p{N}_-]*)\s*:/u;

/** Returns the image of a call. `text` has no comments. */
function imageOf({ start, end, list }: TypstCall, text: string): ImageReference | undefined {
	const written = list
		.map((each) => ({ ...each, code: text.slice(each.start, each.end) }))
		.filter(({ code }) => code.trim() !== '');
	const [path, ...more] = written.filter(({ code }) => !named.test(code) && !isSpread(code));
	const address = path && string.exec(path.code)?.[1];
	if (!path || !address || more.length > 0) return undefined;
	const base = { start, end, element: 'image', address: unescapeText(address, 'typst'), by: 'typst' } as const;
	const alt = written.find(({ code }) => named.exec(code)?.[1] === 'alt');
	const behindPath = path.start + path.code.trimEnd().length;
	if (!alt) {
		const slot = { start: behindPath, end: behindPath, before: ', alt: "', after: '"' };
		const reference = plainReference({ ...base, alt: undefined, slot }, text);
		// What is spread may have one.
		return written.some(({ code }) => isSpread(code)) ? computed(reference) : reference;
	}
	const valueAt = named.exec(alt.code)?.[0].length ?? 0;
	const value = alt.code.slice(valueAt).trim();
	const at = alt.start + alt.code.indexOf(value, valueAt);
	const range = { start: at, end: at + value.length };
	if (!string.test(value)) {
		const reference = plainReference({ ...base, alt: undefined, slot: { ...range, before: '"', after: '"' } }, text);
		return value === 'none' ? reference : computed(reference);
	}
	const inner = { start: range.start + 1, end: range.end - 1 };
	return plainReference({ ...base, alt: inner, slot: { ...inner, before: '', after: '' } }, text);
}

function computed(reference: ImageReference): ImageReference {
	return { ...reference, state: 'expression', alt: '', slot: undefined };
}

function isSpread(code: string): boolean {
	return code.trimStart().startsWith('..');
}

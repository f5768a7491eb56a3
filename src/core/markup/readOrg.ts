// Org: a link to a picture in a line of its own, with its alt text in `#+ATTR_HTML: :alt A cat` above.
import { hasPictureName } from '../fileNames.ts';
import { lineEndAt, trimmedEnd } from './directive.ts';
import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument, Steps } from './markupDocument.ts';
import type { Passage } from './outline.ts';
import { plainDocument } from './plainDocument.ts';
import { plainReference } from './plainReference.ts';

interface Line {
	readonly start: number;
	readonly end: number;
}

const link = /^([ \t]*)\[\[(?:file:)?([^[\]\n]+)\]\]$/;
const attributes = /^[ \t]*#\+attr_html:/i;
const keyword = /^[ \t]*#\+(?:attr_\w+|caption|name|header|results)(?:\[[^\]\n]*\])?:/i;
const value = /[ \t]:alt(?:[ \t]+((?:(?![ \t]:[-\w]+(?:[ \t]|$)).)*))?/;

export function* readOrg(text: string): Steps<MarkupDocument> {
	const references: ImageReference[] = [];
	const headings: Passage[] = [];
	let block: string | undefined;
	/** The keywords above the present line, from the first one on. */
	let above: Line[] = [];
	for (let at = 0; at < text.length;) {
		const lineEnd = lineEndAt(text, at);
		const end = trimmedEnd(text, at, lineEnd);
		const line = text.slice(at, end);
		const begins = /^[ \t]*#\+begin_(src|example|export|comment)\b/i.exec(line)?.[1];
		const found = link.exec(line);
		const address = found?.[2]?.split('::')[0]?.trim() ?? '';
		if (block !== undefined) {
			if (new RegExp(`^[ \\t]*#\\+end_${block}`, 'i').test(line)) block = undefined;
		} else if (begins !== undefined) block = begins;
		else if (hasPictureName(address))
			references.push(imageAt(text, { start: at, end }, { above, indent: found?.[1] ?? '', address }));
		else if (/^\*+[ \t]/.test(line)) headings.push({ start: at, end, text: line.replace(/^\*+/, '').trim() });
		if (keyword.test(line) && block === undefined) above.push({ start: at, end });
		else above = [];
		at = lineEnd + 1;
	}
	yield;
	return plainDocument(text, { references, headings });
}

function imageAt(
	text: string,
	{ start, end }: Line,
	{ above, indent, address }: { readonly above: readonly Line[]; readonly indent: string; readonly address: string },
): ImageReference {
	const base = { start: above[0]?.start ?? start, end, element: 'image', address, by: 'org' } as const;
	const lines = above.filter((line) => attributes.test(text.slice(line.start, line.end)));
	for (const line of lines) {
		const found = value.exec(text.slice(line.start, line.end));
		if (!found) continue;
		const [whole, alt = ''] = found;
		const from = line.start + found.index;
		const range = { start: from + whole.length - alt.length, end: from + whole.length };
		return plainReference(
			{ ...base, alt: range, slot: { start: from + 5, end: range.end, before: ' ', after: '' } },
			text,
		);
	}
	const last = lines.at(-1);
	const slot = last
		? { start: last.end, end: last.end, before: ' :alt ', after: '' }
		: { start, end: start, before: `${indent}#+ATTR_HTML: :alt `, after: '\n' };
	return plainReference({ ...base, alt: undefined, slot }, text);
}

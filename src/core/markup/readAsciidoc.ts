// AsciiDoc: the macros `image::a.png[]` and `image:a.png[]`.
import { callArguments } from './callArguments.ts';
import { lineEndAt } from './directive.ts';
import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument, Steps } from './markupDocument.ts';
import type { Passage } from './outline.ts';
import { plainDocument } from './plainDocument.ts';
import { plainReference } from './plainReference.ts';

/** Lines that begin and end what isn't text. */
const fence = /^(?:-{4,}|\.{4,}|\/{4,}|\+{4,}|`{3,}(?!`).*)$/;

/** The most characters of a macro. */
const longest = 4000;

const macro = /(\\?)\bimage:(:?)([^:\s[\]](?:[^\n[\]]*[^\s[\]])?)\[((?:"(?:\\.|[^"\\])*"|\\.|[^\]\\])*)\]/gs;

export function* readAsciidoc(text: string): Steps<MarkupDocument> {
	const references: ImageReference[] = [];
	const headings: Passage[] = [];
	let folder = '';
	let open: string | undefined;
	for (let at = 0; at < text.length;) {
		const end = lineEndAt(text, at);
		const line = text.slice(at, end).trimEnd();
		const isFence = fence.test(line);
		if (open !== undefined) {
			if (line === open) open = undefined;
		} else if (isFence) open = /^`+/.exec(line)?.[0] ?? line;
		else if (/^={1,6}[ \t]/.test(line)) headings.push({ start: at, end, text: line.replace(/^=+/, '').trim() });
		else if (line.startsWith(':imagesdir:')) folder = line.slice(11).trim();
		// Comments, and paragraphs of literal text.
		else if (!/^(?:\/\/|[ \t])/.test(line)) references.push(...macrosIn(text, { start: at, end, folder }));
		at = end + 1;
	}
	yield;
	return plainDocument(text, { references, headings });
}

function macrosIn(
	text: string,
	{ start: from, end: to, folder }: { readonly start: number; readonly end: number; readonly folder: string },
): readonly ImageReference[] {
	const line = text.slice(from, to);
	if (!line.includes('image:')) return [];
	return [...line.slice(0, longest * 4).matchAll(macro)].flatMap((match) => {
		const [whole, escape, block, target = '', list = ''] = match;
		const start = from + match.index;
		const isWholeLine = match.index === 0 && line.slice(whole.length).trim() === '';
		// A block stands alone in its line; an address with an attribute is known only when it is converted.
		if (escape !== '' || (block !== '' && !isWholeLine) || target.includes('{')) return [];
		const isRelative = folder !== '' && !folder.includes('{') && !/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(target);
		const address = isRelative ? `${folder.replace(/\/$/, '')}/${target}` : target;
		const listStart = start + whole.length - 1 - list.length;
		return plainReference(
			{ start, end: start + whole.length, element: 'image', address, ...altIn(list, listStart), by: 'asciidoc' },
			text,
		);
	});
}

/** Returns the alt text in a list of attributes, by its name or at the first place, and where it is written. */
function altIn(
	list: string,
	offset: number,
): {
	readonly alt: { readonly start: number; readonly end: number } | undefined;
	readonly slot: { readonly start: number; readonly end: number; readonly before: string; readonly after: string };
} {
	const attributes = callArguments(`${list}]`, 0, { close: ']', nests: '{}', hasStrings: true })?.list ?? [];
	for (const [index, { start, end }] of attributes.entries()) {
		const written = list.slice(start, end);
		const name = /^[ \t]*alt[ \t]*=/.exec(written)?.[0];
		// The first one without a name.
		if (name === undefined && (index > 0 || start > 0 || /^[ \t]*[\w-]+[ \t]*=/.test(written))) continue;
		const value = written.slice(name?.length ?? 0).trim();
		const quotes = /^".*"$/s.test(value) ? 1 : 0;
		const at = offset + start + (name?.length ?? 0) + written.slice(name?.length ?? 0).indexOf(value);
		const last = at + value.length;
		return { alt: { start: at + quotes, end: last - quotes }, slot: { start: at, end: last, before: '"', after: '"' } };
	}
	const isNamed = !/^[ \t]*(?:,|$)/.test(list);
	return {
		alt: undefined,
		slot: { start: offset, end: offset, before: isNamed ? 'alt="' : '"', after: isNamed ? '",' : '"' },
	};
}

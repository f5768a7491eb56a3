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

/** The most characters of a paragraph in which macros are looked for. */
const longest = 16_000;

// Both parts are bounded, so that many openings take no time in the square of their number.
const inline = /(\\?)image:([^:\s[\]](?:[^\n[\]]{0,500}[^\s[\]])?)\[((?:\\[^]|[^\]\\]){0,1000})\]/g;
const block = /^image::([^:\s[\]](?:[^\n[\]]{0,500}[^\s[\]])?)\[((?:\\.|[^\]\\]){0,1000})\]$/;

/** Comments, and what is shown as it is. */
const passed =
	/^\/\/.*|\+\+\+(?:[^+]|\+(?!\+\+))*\+\+\+|(?<!\+)\+\+(?!\+)(?:[^+]|\+(?!\+))*\+\+|(?<![\w+])\+(?=\S)[^+]*\+(?![\w+])|pass:[a-z,]*\[[^\]]*\]/gm;

const listItem =
	/^[ \t]*(?:(?:[-*•]|\*{2,5}|\.{1,5}|\d+\.|[a-zA-Z]\.|[ivxIVX]+\)|<(?:\d+|\.)>)[ \t]|\|)|(?:::|;;)(?:[ \t]|$)/;
/** What stands between blocks, or is one in a single line. */
const single =
	/^(?:\[.*\]|\.\.?[^\s.].*|:!?\w.*|\w+::[^\s[]*\[.*\]|'{3,}|<{3,}|-{2,3}|\*{3,}|={4,}|_{4,}|[|,:!]={3,}|\+|.*\|)$/;
/** The folder of images unless another document has set one. */
const usualFolder = /^ifndef::[^\s[\]]{1,200}\[:imagesdir:(.*)\]$/;
/** What ends a paragraph without an empty line. */
const breaking = /^(?:\[(?:[\p{L}_.#%{,"'[].*)?\]|--|={4,}|\*{4,}|_{4,}|[|,:!]={3,})$/u;
/** Styles of paragraphs that are shown as they are. */
const verbatim = /^\[(?:source|listing|literal|stem|latexmath|asciimath|pass|comment)\b/;

/** What a line stands in: between blocks, in a paragraph, an item of a list, or in what isn't read. */
type Place = 'between' | 'paragraph' | 'item' | 'unread';

export function* readAsciidoc(text: string): Steps<MarkupDocument> {
	const references: ImageReference[] = [];
	const headings: Passage[] = [];
	let folder = '';
	let open: string | undefined;
	let place = 'between' as Place;
	let isVerbatim = false;
	let isInList = false;
	/** The paragraph or item that is read. */
	let passage = { start: 0, end: 0 };
	const leave = (next: Place): void => {
		if (place === 'paragraph' || place === 'item') references.push(...inlineIn(text, { ...passage, folder }));
		place = next;
		isInList &&= next !== 'between';
	};
	for (let at = 0; at < text.length;) {
		const start = at;
		const end = lineEndAt(text, at);
		const line = text.slice(at, end).trimEnd();
		at = end + 1;
		if (open !== undefined) {
			if (line === open) open = undefined;
			continue;
		}
		const isBlock = place === 'between' || place === 'item';
		if (fence.test(line)) {
			open = /^`+/.exec(line)?.[0] ?? line;
			leave('between');
			isVerbatim = false;
		} else if (line === '') leave('between');
		else if (place === 'between' && /^={1,6}[ \t]/.test(line)) {
			headings.push({ start, end, text: line.replace(/^=+/, '').trim() });
			// The lines behind the title of a document are about it.
			if (line.startsWith('= ')) place = 'unread';
		} else if (place !== 'paragraph' && line.startsWith(':imagesdir:')) folder = line.slice(11).trim();
		else if (usualFolder.test(line)) folder ||= usualFolder.exec(line)?.[1]?.trim() ?? '';
		else if (isBlock && block.test(line) && !isVerbatim) {
			leave('between');
			references.push(...blockAt(text, { start, end: start + line.length, folder }));
		} else if ((isBlock && single.test(line)) || (place === 'paragraph' && breaking.test(line))) {
			leave('between');
			isVerbatim ||= verbatim.test(line);
		} else if (line.startsWith('//')) passage.end = end;
		else if ((place === 'paragraph' || place === 'item') && !(isInList && listItem.test(line))) {
			// The text of an item goes on as a paragraph does.
			place = 'paragraph';
			passage.end = end;
		} else if (place !== 'unread') {
			const isItem = listItem.test(line);
			leave(isItem ? 'item' : isVerbatim || /^[ \t]/.test(line) ? 'unread' : 'paragraph');
			isInList = isItem;
			isVerbatim = false;
			passage = { start, end };
		}
	}
	leave('between');
	yield;
	return plainDocument(text, { references, headings });
}

interface Range {
	readonly start: number;
	readonly end: number;
	/** The folder of images. */
	readonly folder: string;
}

function blockAt(text: string, { start, end, folder }: Range): readonly ImageReference[] {
	const [, address = '', list = ''] = block.exec(text.slice(start, end)) ?? [];
	return imageAt(text, { start, end, folder, address, list });
}

function inlineIn(text: string, { start: from, end: to, folder }: Range): readonly ImageReference[] {
	const written = text.slice(from, Math.min(to, from + longest));
	if (!written.includes('image:')) return [];
	const read = written.replaceAll(passed, (whole) => ' '.repeat(whole.length));
	return [...read.matchAll(inline)].flatMap(({ 0: { length }, 1: escape, 2: address = '', 3: list = '', index }) => {
		const start = from + index;
		return escape === '' ? imageAt(text, { start, end: start + length, folder, address, list }) : [];
	});
}

function imageAt(
	text: string,
	{ start, end, folder, address, list }: Range & { readonly address: string; readonly list: string },
): readonly ImageReference[] {
	// One with an attribute is known only when it is converted.
	if (address.includes('{')) return [];
	const isRelative = folder !== '' && !folder.includes('{') && !/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(address);
	const path = isRelative ? `${folder.replace(/\/$/, '')}/${address}` : address;
	return [
		plainReference(
			{ start, end, element: 'image', address: path, ...altIn(list, end - 1 - list.length), by: 'asciidoc' },
			text,
		),
	];
}

const named = /^[ \t]*alt[ \t]*=/;

/** Returns the alt text in a list of attributes, by its name, the last one, or at the first place, and where it is written. */
function altIn(
	list: string,
	offset: number,
): {
	readonly alt: { readonly start: number; readonly end: number } | undefined;
	readonly slot: { readonly start: number; readonly end: number; readonly before: string; readonly after: string };
} {
	const written = (callArguments(`${list}]`, 0, { close: ']', nests: '', quotes: '"\'' })?.list ?? []).map((each) => ({
		start: each.start,
		code: list.slice(each.start, each.end),
	}));
	const [first] = written;
	const found =
		written.findLast(({ code }) => named.test(code)) ??
		(first?.start === 0 && !/^[ \t]*[\w-]+[ \t]*=/.test(first.code) ? first : undefined);
	if (found) {
		const { start, code } = found;
		const valueAt = named.exec(code)?.[0].length ?? 0;
		const value = code.slice(valueAt).trim();
		const quotes = /^(["']).*\1$/s.test(value) && value.length > 1 ? 1 : 0;
		const at = offset + start + code.indexOf(value, valueAt);
		const last = at + value.length;
		return { alt: { start: at + quotes, end: last - quotes }, slot: { start: at, end: last, before: '"', after: '"' } };
	}
	const isNamed = !/^[ \t]*(?:,|$)/.test(list);
	return {
		alt: undefined,
		slot: { start: offset, end: offset, before: isNamed ? 'alt="' : '"', after: isNamed ? '",' : '"' },
	};
}

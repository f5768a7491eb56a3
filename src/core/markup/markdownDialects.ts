// Images that sites and tools add to Markdown: attributes of Pandoc, wikilinks, shortcodes of Hugo, includes of Jekyll,
// blocks of Microsoft Learn, directives of MyST.
import { hasPictureName } from '../fileNames.ts';
import { directiveOptions, lineEndAt, trimmedEnd } from './directive.ts';
import type { AltSlot, ImageReference } from './imageReference.ts';
import { namedAttributes } from './namedAttributes.ts';
import { plainReference } from './plainReference.ts';
import { unescapeText } from './escapes.ts';

interface Range {
	readonly from: number;
	readonly to: number;
}

/** The most characters of attributes. */
const longest = 4000;

const search =
	/!\[\[([^[\]|\n\\]+)((?:\\?\|[^[\]\n]*)?)\]\]|\{\{([<%])-?\s*(?:figure|img|image|imgproc|picture)\s((?:"(?:\\.|[^"\\])*"|`[^`]*`|[^"`>%{]){0,2000})[>%]\}\}|\{%-?\s*(?:include(?:_cached|_relative)?\s+[\w./-]*(?:figure|image|img|picture)[\w./-]*|figure|img|image|picture|responsive_image)\s((?:"[^"]*"|'[^']*'|[^"'%{]){0,2000})%\}|:::image\s((?:"[^"]*"|[^":]|:(?!::)){0,2000}):::/gs;

const colonFence = /^[ \t>]*(?=:{3,}[ \t]*\{(?:figure|image)\})/gm;

/** Returns the images in a text that aren't Markdown's own. `isCode` tells what isn't text in it. */
export function dialectImages(text: string, isCode: (offset: number) => boolean): readonly ImageReference[] {
	const found: ImageReference[] = [];
	for (const match of text.matchAll(search)) {
		const start = match.index;
		const end = start + match[0].length;
		const reference = isCode(start) ? undefined : dialectImage(text, { start, end }, match);
		if (reference) found.push(reference);
	}
	for (const match of text.matchAll(colonFence)) {
		const from = match.index + match[0].length;
		const reference = isCode(from) ? undefined : directiveImage(text, { from, to: text.length });
		if (reference) found.push(reference);
	}
	return found;
}

function dialectImage(
	text: string,
	whole: { readonly start: number; readonly end: number },
	[all, wiki, labels = '', hugo, parameters = '', include, learn = '']: RegExpExecArray,
): ImageReference | undefined {
	if (wiki !== undefined) return wikilink(text, whole, { name: wiki, labels });
	const inner = hugo === undefined ? (include ?? learn) : parameters.replace(/\/$/, '');
	const offset = whole.start + all.lastIndexOf(inner);
	const altName = hugo === undefined && include === undefined ? 'alt-text' : 'alt';
	return attributeImage(text, whole, { inner, offset, by: hugo === undefined ? 'html' : 'hugo', altName });
}

/** Reads `![[a.png|A cat|100]]`, in which a number is the width. */
function wikilink(
	text: string,
	{ start, end }: { readonly start: number; readonly end: number },
	{ name, labels }: { readonly name: string; readonly labels: string },
): ImageReference | undefined {
	const [address = ''] = name.split('#');
	if (!hasPictureName(address.trim())) return undefined;
	const behindName = start + 3 + name.length;
	const parts = [...labels.matchAll(/(\\?\|)([^|\\]*(?:\\(?!\|)[^|\\]*)*)/g)].map(
		({ 0: all, 1: bar = '', 2: label = '', index }) => ({
			start: behindName + index + bar.length,
			end: behindName + index + all.length,
			bar,
			label,
		}),
	);
	const alt = parts.find(({ label }) => !/^\s*\d+(?:x\d+)?\s*$/.test(label));
	const bar = parts[0]?.bar ?? '|';
	const slot = alt ? { ...alt, before: '', after: '' } : { start: behindName, end: behindName, before: bar, after: '' };
	return plainReference(
		{
			start,
			end,
			element: 'markdown',
			address: address.trim(),
			alt,
			slot: { start: slot.start, end: slot.end, before: slot.before, after: slot.after },
			by: 'wikilink',
			emptyIsMissing: true,
		},
		text,
	);
}

const addressNames = ['src', 'source', 'url', 'path', 'image', 'image_path', 'file', 'link'] as const;

/** Reads a shortcode with attributes. */
function attributeImage(
	text: string,
	{ start, end }: { readonly start: number; readonly end: number },
	{
		inner,
		offset,
		by,
		altName,
	}: { readonly inner: string; readonly offset: number; readonly by: 'html' | 'hugo'; readonly altName: string },
): ImageReference | undefined {
	const attributes = namedAttributes(inner);
	const source = addressNames.map((name) => attributes.get(name)).find((each) => each !== undefined);
	const address = source && unescapeText(inner.slice(source.start, source.end), by).trim();
	// Without quotes it is a variable of Liquid.
	if (!address || (by === 'html' && source.quote === '') || /\{\{|\{%/.test(address)) return undefined;
	const found = attributes.get(altName);
	const isVariable = found?.quote === '' && by === 'html';
	if (found && (isVariable || /\{\{|\{%/.test(inner.slice(found.start, found.end)))) return undefined;
	const alt = found && { start: offset + found.start, end: offset + found.end };
	const quotes = found?.quote.length ?? 0;
	const slot = alt
		? { start: alt.start - quotes, end: alt.end + quotes, before: '"', after: '"' }
		: behindSource(offset + source.end + source.quote.length, altName);
	return plainReference({ start, end, element: 'shortcode', address, alt, slot, by }, text);
}

function behindSource(at: number, name: string): { start: number; end: number; before: string; after: string } {
	return { start: at, end: at, before: ` ${name}="`, after: '"' };
}

const directiveStart = /^(?:`{3,}|~{3,}|:{3,})[ \t]*\{(?:figure|image)\}[ \t]*(\S[^\n]*)/;

/** Reads a directive of MyST for an image: a fence whose first line names it. */
export function directiveImage(text: string, { from, to }: Range): ImageReference | undefined {
	const lineEnd = lineEndAt(text, from, to);
	const found = directiveStart.exec(text.slice(from, lineEnd).trimEnd());
	const address = found?.[1]?.trim();
	if (!address) return undefined;
	const firstEnd = trimmedEnd(text, from, lineEnd);
	const column = from - (text.lastIndexOf('\n', from - 1) + 1);
	const prefix = text.slice(from - column, from).replaceAll(/[^>\s]/g, ' ');
	const properties = /^\n[ \t>]*---[ \t]*\n((?:[^\n]*\n)*?)[ \t>]*---[ \t]*(?=\n|$)/.exec(
		text.slice(lineEnd, Math.min(to, lineEnd + longest)),
	);
	const base = { start: from, element: 'directive', address, by: 'yaml' } as const;
	if (properties) {
		const block = lineEnd + properties[0].indexOf('\n', 1) + 1;
		const line = /^([ \t>]*alt:)(.*)$/m.exec(properties[1] ?? '');
		const at = line ? block + line.index + (line[1]?.length ?? 0) : block - 1;
		const written = line?.[2] ?? '';
		const value = line && {
			start: at + written.length - written.trimStart().length,
			end: at + written.trimEnd().length,
		};
		const place = trimmedEnd(text, lineEnd, block - 1);
		return plainReference(
			{
				...base,
				end: lineEnd + properties[0].length,
				alt: value ?? undefined,
				slot: value
					? { start: at, end: value.end, before: ' ', after: '' }
					: { start: place, end: place, before: `\n${prefix}alt: `, after: '' },
			},
			text,
		);
	}
	const { values, indent, end } = directiveOptions(text, lineEnd, to);
	const alt = values.get('alt');
	const before = alt && text.lastIndexOf(':', alt.start) + 1;
	return plainReference(
		{
			...base,
			end: Math.max(end, firstEnd),
			alt,
			slot:
				alt && before !== undefined
					? { start: before, end: alt.end, before: ' ', after: '' }
					: { start: firstEnd, end: firstEnd, before: `\n${indent ?? prefix}:alt: `, after: '' },
		},
		text,
	);
}

/** The alt text in the attributes behind an image; in Quarto the brackets hold the caption. */
export interface PandocAlt {
	readonly end: number;
	readonly alt: string | undefined;
	readonly slot: AltSlot;
}

/** Reads `{fig-alt="A cat" width=50%}` behind an image; undefined if its alt text is in its brackets. */
export function pandocAlt(text: string, at: number, flavor: 'quarto' | 'plain'): PandocAlt | undefined {
	const inner =
		text[at] === '{'
			? /^\{((?:"(?:\\.|[^"\\])*"|'[^']*'|[^"'{}])*)\}/s.exec(text.slice(at, at + longest))?.[1]
			: undefined;
	const attributes = inner === undefined ? undefined : namedAttributes(inner);
	const found = attributes?.get('fig-alt') ?? attributes?.get('alt');
	if (!found && flavor === 'plain') return undefined;
	const writing = { kind: 'escaped', by: 'pandoc' } as const;
	if (inner === undefined) {
		return { end: at, alt: undefined, slot: { start: at, end: at, before: '{fig-alt="', after: '"}', writing } };
	}
	const end = at + inner.length + 2;
	if (!found) {
		const gap = inner.trim() === '' ? '' : ' ';
		const place = at + 1 + inner.trimEnd().length;
		return { end, alt: undefined, slot: { start: place, end: place, before: `${gap}fig-alt="`, after: '"', writing } };
	}
	const quotes = found.quote.length;
	return {
		end,
		alt: unescapeText(inner.slice(found.start, found.end), 'pandoc'),
		slot: { start: at + 1 + found.start - quotes, end: at + 1 + found.end + quotes, before: '"', after: '"', writing },
	};
}

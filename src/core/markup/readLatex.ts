// LaTeX: `\includegraphics[alt={A cat}]{a.png}`.
import { hasPictureName } from '../fileNames.ts';
import { callArguments } from './callArguments.ts';
import { lineEndAt } from './directive.ts';
import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument, Steps } from './markupDocument.ts';
import type { Passage } from './outline.ts';
import { searchIn } from './passOver.ts';
import type { PictureSource } from './pictureSource.ts';
import { plainDocument } from './plainDocument.ts';
import { plainReference } from './plainReference.ts';

/** The extensions that LaTeX adds to a name without one, of those that are pictures. */
const addedExtensions = ['png', 'jpg', 'jpeg', 'svg'] as const;

/** The most folders of `\graphicspath`. */
const mostFolders = 8;

/** What isn't read: escaped signs and addresses, which may have percent signs, and what is typeset as it is, or not at all. */
const unread =
	/\\(?:[\\%]|(?:url|path|nolinkurl|href)\s*\{[^{}\n]*\}|(?:verb\*?|lstinline(?:\[[^[\]\n]*\])?|mintinline(?:\[[^[\]\n]*\])?\{[^{}\n]*\})([^\w\s*[])|begin\{((?:[BL]?Verbatim|verbatim|filecontents|lstlisting|minted|tcblisting)\*?|comment)\}|(iffalse)(?![a-zA-Z@]))|%/g;

const command =
	/\\(?:\\|(?:sub)*section\*?\{([^{}\n]*)\}|chapter\*?\{([^{}\n]*)\}|graphicspath\s*\{((?:\s*\{[^{}\n]*\})*)\s*\}|includegraphics\*?(?![a-zA-Z@])(?:<[^<>\n]*>)?)/g;

export function* readLatex(text: string): Steps<MarkupDocument> {
	const references: ImageReference[] = [];
	const headings: Passage[] = [];
	const read = withoutUnread(text);
	let folders: readonly string[] = [];
	for (const found of read.matchAll(command)) {
		const [whole, section, chapter, paths] = found;
		const { index: start } = found;
		const end = start + whole.length;
		const title = section ?? chapter;
		if (title !== undefined) headings.push({ start, end, text: title });
		else if (paths !== undefined)
			folders = [...paths.matchAll(/\{([^{}]*)\}/g)].map(([, path = '']) => path).slice(0, mostFolders);
		else if (whole.startsWith('\\includegraphics')) {
			const reference = imageAt(read, { start, from: end, folders });
			if (reference) references.push(reference);
		}
	}
	yield;
	return plainDocument(text, { references, headings });
}

/** Returns the text with its comments and what is typeset as it is as blanks, offset for offset. */
function withoutUnread(text: string): string {
	const behind = searchIn(text);
	const parts: string[] = [];
	let copied = 0;
	for (let at = 0; ;) {
		unread.lastIndex = at;
		const found = unread.exec(text);
		if (!found) return parts.join('') + text.slice(copied);
		const [whole, quote, environment, isNever] = found;
		const { index: start } = found;
		at = start + whole.length;
		if (whole === '%') at = lineEndAt(text, at);
		else if (quote !== undefined) at = behind(quote === '{' ? '}' : quote, at) ?? text.length;
		else if (environment !== undefined) at = behind(`\\end{${environment}}`, at) ?? text.length;
		else if (isNever !== undefined) at = behind('\\fi', at) ?? text.length;
		else continue;
		parts.push(text.slice(copied, start), ' '.repeat(at - start));
		copied = at;
	}
}

function imageAt(
	text: string,
	{ start, from, folders }: { readonly start: number; readonly from: number; readonly folders: readonly string[] },
): ImageReference | undefined {
	const open = from + (/^\s*/.exec(text.slice(from, from + 100))?.[0].length ?? 0);
	const options =
		text[open] === '[' ? callArguments(text, open + 1, { close: ']', nests: '{}', quotes: '' }) : undefined;
	const behindOptions = options ? options.end + 1 : from;
	const argument = /^\s*\{((?:[^{}\n]|\{[^{}\n]*\})+)\}/.exec(text.slice(behindOptions, behindOptions + 1000));
	// Braces and quotes keep a name together.
	const name = argument?.[1]?.replaceAll(/[{}"]/g, '').trim();
	// A macro in a name is known only when it is typeset.
	if (!argument || !name || name.includes('\\') || name.includes('#')) return undefined;
	const source = sourceOf(name, folders);
	if (!source) return undefined;
	const end = behindOptions + argument[0].length;
	const base = { start, end, element: 'image', by: 'latex' } as const;
	const reference = plainReference({ ...base, address: name, ...altIn(text, { from, open, options }) }, text);
	const isArtifact = options?.list.some((each) => text.slice(each.start, each.end).trim() === 'artifact') ?? false;
	return { ...reference, source, ...(isArtifact && { state: 'empty' as const }) };
}

/** Returns the files that a name may stand for; undefined for a kind of file that isn't a picture. */
function sourceOf(name: string, folders: readonly string[]): PictureSource | undefined {
	const hasExtension = /\.[a-z]{2,5}$/i.test(name);
	if (hasExtension && !hasPictureName(name)) return undefined;
	const names = hasExtension ? [name] : addedExtensions.map((extension) => `${name}.${extension}`);
	const addresses = ['', ...folders].flatMap((folder) => names.map((each) => folder + each));
	const pictures = addresses.map((address) => ({ kind: 'address', address }) as const);
	return pictures.length === 1 ? pictures[0] : { kind: 'choice', pictures };
}

function altIn(
	text: string,
	{
		from,
		open,
		options,
	}: { readonly from: number; readonly open: number; readonly options: ReturnType<typeof callArguments> },
): Pick<Parameters<typeof plainReference>[0], 'alt' | 'slot'> {
	if (!options) return { alt: undefined, slot: { start: from, end: from, before: '[alt={', after: '}]' } };
	for (const { start, end } of options.list) {
		const written = text.slice(start, end);
		const name = /^\s*alt\s*=\s*/.exec(written)?.[0];
		if (name === undefined) continue;
		const value = written.slice(name.length).trimEnd();
		const valueStart = start + name.length;
		const isBraced = value.startsWith('{') && value.endsWith('}');
		return {
			alt: isBraced
				? { start: valueStart + 1, end: valueStart + value.length - 1 }
				: { start: valueStart, end: valueStart + value.length },
			slot: { start: valueStart, end: valueStart + value.length, before: '{', after: '}' },
		};
	}
	const last = options.list.at(-1);
	const at = last ? last.start + text.slice(last.start, last.end).trimEnd().length : open + 1;
	return { alt: undefined, slot: { start: at, end: at, before: `${last ? ',' : ''}alt={`, after: '}' } };
}

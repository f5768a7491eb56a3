import type { ImageReference } from './imageReference.ts';
import { finish, type MarkupDocument, type Parsed, type Steps } from './markupDocument.ts';
import { readAstro, readHtml, readJsx, readSvelte, readVue } from './readElements.ts';
import { readMarkdown, readMdx } from './readMarkdown.ts';

const readers: Readonly<Record<string, (text: string, before: Parsed | undefined) => Steps<MarkupDocument>>> = {
	markdown: readMarkdown,
	mdx: readMdx,
	html: readHtml,
	javascriptreact: readJsx,
	typescriptreact: readJsx,
	vue: readVue,
	svelte: readSvelte,
	astro: readAstro,
};

/**
 * The pictures of a document, with their exact places. `language` is the editor's id, one of `onLanguage:` in the manifest;
 * another one has no pictures. What `before`, an earlier state of the same document, shares with it isn't parsed again.
 */
export function* readMarkupInSteps(text: string, language: string, before?: MarkupDocument): Steps<MarkupDocument> {
	const read = readers[language];
	return read ? yield* read(text, before?.parsed[0]) : nothing;
}

/** The same at once. */
export function readMarkup(text: string, language: string): MarkupDocument {
	return finish(readMarkupInSteps(text, language));
}

/** The innermost picture at an offset. */
export function referenceAt(
	{ references }: Pick<MarkupDocument, 'references'>,
	offset: number,
): ImageReference | undefined {
	return references
		.filter(({ start, end }) => start <= offset && offset <= end)
		.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

const nothing: MarkupDocument = {
	references: [],
	outline: () => ({ headings: [], texts: [], links: [], figures: [], language: undefined }),
	canInsertAt: () => false,
	parsed: [],
};

import type { ImageReference } from './imageReference.ts';
import { isMarkupLanguage, type MarkupLanguage } from './languages.ts';
import { withLineFeeds, withLineFeedsBehindBackslashes } from './lineEnds.ts';
import { emptyDocument, finish, lazy, type MarkupDocument, type Parsed, type Steps } from './markupDocument.ts';
import { emptyOutline } from './outline.ts';
import { readAstro, htmlReader, readJavaScript, readJsx, readSvelte, readVue } from './readElements.ts';
import { readAsciidoc } from './readAsciidoc.ts';
import { readLatex } from './readLatex.ts';
import { readOrg } from './readOrg.ts';
import { readRestructuredText } from './readRestructuredText.ts';
import { readTypst } from './readTypst.ts';
import { readMarkdown, readMdx, readQuarto } from './readMarkdown.ts';

const readers: Readonly<Record<MarkupLanguage, (text: string, before: Parsed | undefined) => Steps<MarkupDocument>>> = {
	markdown: readMarkdown,
	quarto: readQuarto,
	rmd: readQuarto,
	mdx: readMdx,
	html: htmlReader('html'),
	php: htmlReader('php'),
	blade: htmlReader('blade'),
	twig: htmlReader('jinja'),
	jinja: htmlReader('jinja'),
	'jinja-html': htmlReader('jinja'),
	'django-html': htmlReader('jinja'),
	nunjucks: htmlReader('jinja'),
	liquid: htmlReader('jinja'),
	handlebars: htmlReader('handlebars'),
	ejs: htmlReader('ejs'),
	erb: htmlReader('ejs'),
	razor: htmlReader('razor'),
	aspnetcorerazor: htmlReader('razor'),
	javascript: readJavaScript,
	javascriptreact: readJsx,
	typescriptreact: readJsx,
	vue: readVue,
	restructuredtext: readRestructuredText,
	asciidoc: readAsciidoc,
	typst: readTypst,
	latex: readLatex,
	tex: readLatex,
	org: readOrg,
	svelte: readSvelte,
	astro: readAstro,
};

/** Languages in which a backslash doesn't break a line. */
const isPlain = /^(?:restructuredtext|asciidoc|typst|latex|tex|org)$/;

/**
 * Reads the images of a document with their exact positions. `language` is the editor's id; documents in other languages, or nested too deeply, have no images. Parts shared with `before`, an earlier
 * state of the same document, aren't parsed again.
 */
export function* readMarkupInSteps(text: string, language: string, before?: MarkupDocument): Steps<MarkupDocument> {
	if (!isMarkupLanguage(language)) return emptyDocument;
	const read = readers[language];
	try {
		const document = yield* read(
			(isPlain.test(language) ? withLineFeeds : withLineFeedsBehindBackslashes)(text),
			before?.parsed[0],
		);
		return {
			...document,
			references: document.references.map((each) => withOwnLineEnd(each, text)),
			outline: lazy(() => unlessTooDeep(() => document.outline(), emptyOutline)),
		};
	} catch (error) {
		// Parsers and regular expressions give up this way on text that is nested too deeply.
		if (error instanceof RangeError) return { ...emptyDocument, isWhole: false };
		throw error;
	}
}

/** Returns an image whose alt text, if it takes a line of its own, gets the line end of the document. */
function withOwnLineEnd(reference: ImageReference, text: string): ImageReference {
	const { slot } = reference;
	if (!slot || !/\n/.test(slot.before + slot.after)) return reference;
	lineEnd.lastIndex = slot.start;
	const behind = lineEnd.exec(text)?.[0];
	lineEnd.lastIndex = 0;
	const end = behind ?? lineEnd.exec(text)?.[0] ?? '\n';
	const [before, after] = [slot.before.replaceAll('\n', end), slot.after.replaceAll('\n', end)];
	return { ...reference, slot: { ...slot, before, after } };
}

const lineEnd = /\r\n?|\n/g;

/** Does the same at once. */
export function readMarkup(text: string, language: string): MarkupDocument {
	return finish(readMarkupInSteps(text, language));
}

function unlessTooDeep<Value>(work: () => Value, otherwise: Value): Value {
	try {
		return work();
	} catch (error) {
		if (error instanceof RangeError) return otherwise;
		throw error;
	}
}

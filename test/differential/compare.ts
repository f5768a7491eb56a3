import { altEdit } from '../../src/core/markup/altEdit.ts';
import { decodeEntities } from '../../src/core/markup/entities.ts';
import type { ImageReference } from '../../src/core/markup/imageReference.ts';
import { readMarkup } from '../../src/core/markup/readMarkup.ts';
import { addressesOf } from '../../src/core/markup/pictureSource.ts';
import { readBackAlt } from '../support/readBackAlt.ts';
import { altOfName } from './asciidocParser.ts';
import { computed, type FoundImage, type IndependentParser } from './foundImage.ts';

/** What came of one document. */
export type Comparison =
	/** The other parser takes it for invalid. */
	| { readonly kind: 'invalid' }
	| { readonly kind: 'same'; readonly images: number }
	| {
			readonly kind: 'differs' | 'broken by an edit';
			readonly ours: readonly string[];
			readonly theirs: readonly string[];
	  };

/** An alt text with the signs of all languages. */
const nastyAlt = 'a "b" \'c\' `d` <e> &amp; & {f} | [g] * _h_ ~i~ \\ ${j} {{k}} <%= l %> # ! ( ) $ -- 猫';

/** What only one side knows: Pandoc's attributes, signs of template languages, the attributes in an address of AsciiDoc. */
const dialects: Readonly<Record<string, RegExp>> = {
	markdown: /\)\{[^{}\n]*alt=/,
	html: /\{\{|\{%|<%|<\?/,
	asciidoc: /image::?[^\s[]*\{/,
};

/** The editor's ids of languages that have another name here. */
const editorLanguages: Readonly<Record<string, string>> = { angular: 'html' };

/** What another parser has for an alt text where there is none. */
const ownAlt: Readonly<Record<string, (address: string) => string>> = { asciidoc: altOfName };

/** How a document is compared: an alt text is written into the image at `choice`. */
export interface CompareOptions {
	readonly parse: IndependentParser;
	readonly choice: number;
	/** One with the signs of all languages, unless it is given. */
	readonly alt?: string;
}

/** Compares the images of a document, and what another parser reads after an edit of one of them. */
export async function compareDocument(
	text: string,
	language: string,
	{ parse, choice, alt = nastyAlt }: CompareOptions,
): Promise<Comparison> {
	if (dialects[language]?.test(text)) return { kind: 'invalid' };
	const document = withoutProperties(text, language);
	let theirs: readonly FoundImage[];
	try {
		theirs = await parse(document);
	} catch {
		return { kind: 'invalid' };
	}
	const editorLanguage = editorLanguages[language] ?? language;
	const references = ourImages(document, editorLanguage);
	const foundIn = (reference: ImageReference): FoundImage => {
		const image = found(reference);
		return { ...image, alt: image.alt ?? ownAlt[language]?.(image.address) };
	};
	const [first, second] = [described(references.map(foundIn)), described(theirs)];
	if (!isSame(first, second)) return { kind: 'differs', ours: first, theirs: second };
	const edited = references[choice % Math.max(references.length, 1)];
	const edit = edited && altEdit(edited, alt);
	if (!edit) return { kind: 'same', images: references.length };
	const after = document.slice(0, edit.start) + edit.newText + document.slice(edit.end);
	const expected = described(
		references.map((each) =>
			each === edited ? { ...foundIn(each), alt: readBackAlt(alt, editorLanguage) } : foundIn(each),
		),
	);
	let afterwards: readonly string[];
	try {
		afterwards = described(await parse(after));
	} catch (error) {
		afterwards = [`invalid: ${String(error)}`];
	}
	return isSame(expected, afterwards)
		? { kind: 'same', images: references.length }
		: { kind: 'broken by an edit', ours: expected, theirs: afterwards };
}

/** The parsers of Markdown take properties for text. */
function withoutProperties(text: string, language: string): string {
	if (language !== 'markdown' && language !== 'mdx') return text;
	const [properties] = /^(---|\+\+\+)[ \t]*\r?\n(?:[^]*?\r?\n)?\1[ \t]*(?=\r?\n|$)/.exec(text) ?? [];
	return properties === undefined ? text : properties.replaceAll(/[^\r\n]/g, '') + text.slice(properties.length);
}

/** Our images of the kinds that the other parsers know. */
function ourImages(text: string, language: string): readonly ImageReference[] {
	// Elsewhere an `image` is a component.
	const elements = /^(?:typst|latex|tex|restructuredtext|asciidoc|org)$/.test(language)
		? /^image$/
		: /^(?:markdown|img)$/;
	// A name in LaTeX is one of several files: in its folders, with its extensions.
	const kinds = /^(?:la)?tex$/.test(language) ? /^(?:address|choice)$/ : /^address$/;
	return readMarkup(text, language).references.filter(
		({ element, source }) => elements.test(element) && kinds.test(source.kind),
	);
}

function found({ source, state, alt }: ImageReference): FoundImage {
	const [address = ''] = addressesOf(source);
	return { address, alt: state === 'expression' ? computed : state === 'missing' ? undefined : alt };
}

function described(images: readonly FoundImage[]): readonly string[] {
	return images
		.map(({ address, alt }) => {
			const words = alt === undefined ? 'missing' : alt === computed ? 'computed' : JSON.stringify(oneLine(alt));
			return `${oneLine(decodeEntities(address))}: ${words}`;
		})
		.toSorted();
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}

function isSame(first: readonly string[], second: readonly string[]): boolean {
	return first.length === second.length && first.every((each, index) => each === second[index]);
}

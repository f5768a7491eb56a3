import { visibleLine } from '../visibleText.ts';
import { escapeText } from './escapes.ts';
import type { Braces, ImageReference, TextEdit, TextContext } from './imageReference.ts';

/**
 * Returns the edit that writes `alt` as an image's alt text and changes nothing else; undefined if it is computed at
 * run time.
 */
export function altEdit({ slot }: ImageReference, alt: string): TextEdit | undefined {
	if (!slot) return undefined;
	const { start, end, before, after, writing } = slot;
	return { start, end, newText: before + write(visibleLine(alt), writing) + after };
}

/** Returns the edit that marks an image as decorative; undefined if it already is, or is computed at run time. */
export function decorativeEdit(reference: ImageReference): TextEdit | undefined {
	if (reference.state === 'empty' || reference.state === 'expression') return undefined;
	if (reference.decorative) return reference.decorative;
	// Markdown has no mark for it except the empty text.
	if (reference.element === 'markdown' && reference.state === 'missing') return undefined;
	return altEdit(reference, '');
}

function write(text: string, writing: TextContext): string {
	switch (writing.kind) {
		case 'markdown':
			return markdown(text, writing);
		case 'attribute':
			return attribute(text, writing);
		case 'content':
			return content(text, writing);
		case 'string':
			return string(text, writing);
		case 'escaped':
			return escapeText(text, writing.by);
		case 'verbatim':
			// Neither entities nor escapes are read between quotes here.
			if (hasTemplateSigns(text)) return `{${JSON.stringify(text).replaceAll(/[{}<>]/g, characterCode)}}`;
			if (!text.includes('"')) return `"${text}"`;
			return text.includes("'") ? `{${JSON.stringify(text)}}` : `'${text}'`;
	}
}

/** Escapes only what would be markup, to keep the text readable in the document. */
function markdown(text: string, { table, braces: are }: Extract<TextContext, { kind: 'markdown' }>): string {
	const escaped = text
		.replaceAll(/[\\[\]*~]|<(?=[a-z/!])|&(?=#|\w+;)/gi, '\\$&')
		.replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
		// Neither an escape nor anything else keeps a backtick from closing an open code span.
		.replaceAll('`', '&#96;')
		// It may end a comment that somebody is about to close.
		.replaceAll(/(?<=-)>/g, '\\>');
	const withoutSigns = withoutTemplateSigns(escaped);
	const inTable = table ? withoutSigns.replaceAll('|', '\\|') : withoutSigns;
	// An escaped brace would still close an open expression.
	return are === 'expression' ? withBraces(inTable.replaceAll(/(?<!\\)</g, '\\<'), are) : inTable;
}

/** Between tags even a single brace begins something in Angular: `{n, plural, =1 {…}}`. */
function content(text: string, { braces }: Extract<TextContext, { kind: 'content' }>): string {
	const written = withBraces(entities(text), braces);
	return braces === 'template' ? withBraces(written, 'expression') : written;
}

function attribute(text: string, writing: Extract<TextContext, { kind: 'attribute' }>): string {
	const quoted = entities(text).replaceAll(writing.quote, writing.quote === '"' ? '&quot;' : '&#39;');
	const coded = writing.around === 'markup' ? quoted : quoted.replaceAll('`', '&#96;');
	// A table is split into cells before anything else is read.
	return withBraces(writing.around === 'table' ? coded.replaceAll('|', '&#124;') : coded, writing.braces);
}

function string(text: string, { quote, coded }: Extract<TextContext, { kind: 'string' }>): string {
	return text
		.replaceAll(quote === '`' ? /[\\`|&]|\$(?=\{)/g : /[\\"'`|&]/g, (sign) =>
			coded.includes(sign) ? characterCode(sign) : sign === '\\' || sign === quote || sign === '$' ? `\\${sign}` : sign,
		)
		.replaceAll(/<(?=\/script|!--)/gi, characterCode);
}

function entities(text: string): string {
	return text
		.replaceAll(/&(?=[a-z#])/gi, '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;');
}

/** Returns a character in a form that JavaScript strings accept too. */
function characterCode(sign: string): string {
	return `\\x${sign.charCodeAt(0).toString(16)}`;
}

function withBraces(text: string, are: Braces): string {
	switch (are) {
		case 'text':
			return withoutTemplateSigns(text);
		case 'expression':
			return text.replaceAll(/[{}]/g, characterReference);
		case 'template':
			return withoutTemplateSigns(apart(text)).replaceAll(/@(?=\S)/g, characterReference);
	}
}

/** Returns a text whose doubled braces have a blank between them: no reference keeps them from beginning an expression. */
function apart(text: string): string {
	return text.replaceAll(/\{(?=\{)|\}(?=\})/g, '$& ');
}

// Template signs of languages that are processed before HTML or Markdown: `{{ }}`, `{% %}`, `{# #}`, `${ }`, `#{ }`,
// `<% %>`, `<? ?>`. Nothing written into a document may run in them.

const brace = /\{(?=[{%#])|(?<=[{$#@])\{|\}(?=\})|(?<=[}%#])\}/g;
const bracket = /<(?=[%?])|(?<=[%?])>/g;

/** Tells whether a text contains template signs. */
function hasTemplateSigns(text: string): boolean {
	return text.search(brace) >= 0 || text.search(bracket) >= 0;
}

/** Returns a text of HTML or Markdown with its template signs as character references; the rest stays readable. */
function withoutTemplateSigns(text: string): string {
	return text.replaceAll(brace, characterReference).replaceAll(bracket, (sign) => (sign === '<' ? '&lt;' : '&gt;'));
}

function characterReference(sign: string): string {
	return `&#${sign.charCodeAt(0)};`;
}

import type { EscapeName } from './escapes.ts';
import type { PictureSource } from './pictureSource.ts';

/** `empty`: on purpose, for decoration. `expression`: computed at run time, and therefore left alone. */
export type AltState = 'missing' | 'empty' | 'placeholder' | 'written' | 'expression';

/**
 * The surroundings of markup, which may give special meaning to characters in an attribute; `table` is one of Markdown.
 */
export type MarkupContext = 'markup' | 'markdown' | 'table';

/**
 * What braces in a text do: nothing, or they begin an expression. In a `template` doubled ones begin one even if they are
 * written as references, for Angular and whatever else reads a page once it is parsed; and so may `@`, if it isn't.
 */
export type Braces = 'text' | 'expression' | 'template';

/** The way in which a text must be written into a slot. */
export type TextContext =
	| { readonly kind: 'markdown'; readonly table: boolean; readonly braces: Braces }
	/** Within the quotes of an attribute. */
	| { readonly kind: 'attribute'; readonly quote: '"' | "'"; readonly around: MarkupContext; readonly braces: Braces }
	/** Within the quotes of a JavaScript string. `coded` are the signs that something around it reads first. */
	| { readonly kind: 'string'; readonly quote: '"' | "'" | '`'; readonly coded: string }
	/** Between tags. */
	| { readonly kind: 'content'; readonly braces: Braces }
	/** Where a language has its own escapes, which `escapes.ts` has by this name. */
	| { readonly kind: 'escaped'; readonly by: EscapeName }
	/** The whole value of an attribute whose text is taken literally, including entities. */
	| { readonly kind: 'verbatim' };

/** The slot for an alt text: the range from `start` to `end` becomes `before`, the text, `after`. */
export interface AltSlot {
	readonly start: number;
	readonly end: number;
	readonly before: string;
	readonly after: string;
	readonly writing: TextContext;
}

/** One replacement in a document. Offsets count UTF-16 units. */
export interface TextEdit {
	readonly start: number;
	readonly end: number;
	readonly newText: string;
}

/** An image in a document. Offsets count UTF-16 units. */
export interface ImageReference {
	/** The range of markup in which actions are offered. */
	readonly start: number;
	readonly end: number;
	/** The element's name in lower case; `markdown` for Markdown's own images. */
	readonly element: string;
	readonly source: PictureSource;
	readonly state: AltState;
	/** The alt text as a reader hears it; empty if there is none. */
	readonly alt: string;
	/** Undefined for an expression. */
	readonly slot: AltSlot | undefined;
	/** The edit that marks it as decorative, if that isn't the empty alt text. */
	readonly decorative?: TextEdit;
	/** The target of the element itself. */
	readonly target?: string;
	/** True if pressing it does something, as with `input type=image`. */
	readonly isButton?: boolean;
	/** The place where a longer description may be inserted. */
	readonly descriptionAt?: { readonly offset: number; readonly style: 'markdown' | 'html' };
}

/** `empty`: on purpose, as for decoration. `expression`: computed at run time, and so left alone. */
export type AltState = 'missing' | 'empty' | 'placeholder' | 'written' | 'expression';

/** What the picture is. */
export type PictureSource =
	/** As written, but for the escapes of its language; still percent-encoded. */
	| { readonly kind: 'address'; readonly address: string }
	/** What an import names. */
	| { readonly kind: 'module'; readonly specifier: string }
	/** An inline drawing. */
	| { readonly kind: 'svg'; readonly markup: string };

/** What the markup stands in, which may see signs of its own in an attribute; `table` is one of Markdown. */
export type Around = 'markup' | 'markdown' | 'table';

/** How a text has to be written where the alt text stands. */
export type Writing =
	/** `braces`: whether they begin an expression there. */
	| { readonly kind: 'markdown'; readonly table: boolean; readonly braces: boolean }
	/** Within the quotes of an attribute. */
	| { readonly kind: 'attribute'; readonly quote: '"' | "'"; readonly around: Around; readonly braces: boolean }
	/** Within the quotes of a JavaScript string. */
	| { readonly kind: 'string'; readonly quote: '"' | "'" | '`' }
	/** Between tags. */
	| { readonly kind: 'content'; readonly braces: boolean }
	/** The whole value of an attribute whose text is taken as it is, entities and all. */
	| { readonly kind: 'verbatim' };

/** Where the alt text goes: what stands from `start` to `end` becomes `before`, the text, `after`. */
export interface AltSlot {
	readonly start: number;
	readonly end: number;
	readonly before: string;
	readonly after: string;
	readonly writing: Writing;
}

/** One replacement in a document. Offsets count UTF-16 units. */
export interface TextEdit {
	readonly start: number;
	readonly end: number;
	readonly newText: string;
}

/** A picture in a document. Offsets count UTF-16 units. */
export interface ImageReference {
	/** The markup in which something is offered. */
	readonly start: number;
	readonly end: number;
	/** The name of the element in lower case; `markdown` for Markdown's own images. */
	readonly element: string;
	readonly source: PictureSource;
	readonly state: AltState;
	/** The alt text as a reader hears it; empty where there is none. */
	readonly alt: string;
	/** Undefined for an expression. */
	readonly slot: AltSlot | undefined;
	/** The edit that says "this is decoration", where it isn't the empty alt text. */
	readonly decorative?: TextEdit;
	/** What the element itself leads to. */
	readonly target?: string;
	/** Whether pressing it does something, as `input type=image`. */
	readonly isButton?: boolean;
	/** Where a longer description may be inserted. */
	readonly descriptionAt?: { readonly offset: number; readonly style: 'markdown' | 'html' };
}

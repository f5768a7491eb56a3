/** An attribute in a tag. Offsets count UTF-16 units. */
export interface Attribute {
	/** As written; empty for a spread such as `{...props}`. */
	readonly name: string;
	readonly start: number;
	readonly end: number;
	readonly value: AttributeValue | undefined;
}

export interface AttributeValue {
	/** With its quotes or braces. */
	readonly start: number;
	readonly end: number;
	/** `expression`: within braces or backticks. */
	readonly kind: '"' | "'" | 'unquoted' | 'expression';
	/** What stands between quotes or braces, as written. */
	readonly text: string;
}

/** An element of HTML, JSX or a template. Offsets count UTF-16 units. */
export interface MarkupElement {
	/** As written. */
	readonly name: string;
	readonly start: number;
	readonly end: number;
	/** The opening tag's end. */
	readonly tagEnd: number;
	/** Where the closing tag begins; the same as `tagEnd` where there is none. */
	readonly contentEnd: number;
	readonly attributes: readonly Attribute[];
	readonly parent: MarkupElement | undefined;
}

/** A run of text between tags. */
export interface TextRun {
	readonly start: number;
	readonly end: number;
	readonly parent: MarkupElement | undefined;
}

/** The elements and texts of a document or of its parts, each in the order in which they begin. */
export interface MarkupTree {
	readonly elements: readonly MarkupElement[];
	readonly texts: readonly TextRun[];
}

/** The attribute of one of these names, the first name first; without regard to case. */
export function attributeOf(element: MarkupElement, ...names: readonly string[]): Attribute | undefined {
	for (const name of names) {
		const found = element.attributes.find((attribute) => attribute.name.toLowerCase() === name);
		if (found) return found;
	}
	return undefined;
}

/** The value of an attribute as written; undefined where it is missing or computed, empty where it has no value. */
export function plainAttribute(element: MarkupElement, ...names: readonly string[]): string | undefined {
	const attribute = attributeOf(element, ...names);
	if (!attribute || attribute.value?.kind === 'expression') return undefined;
	return attribute.value?.text ?? '';
}

/**
 * Returns a search for the innermost element that `matches`, beginning with the one that it is given and going outwards. `tree`
 * is gone through once for all searches: elements may be nested without an end.
 */
export function ancestorSearch(
	{ elements }: MarkupTree,
	matches: (candidate: MarkupElement) => boolean,
): (element: MarkupElement | undefined) => MarkupElement | undefined {
	const found = new Map<MarkupElement, MarkupElement | undefined>();
	const search = (element: MarkupElement | undefined): MarkupElement | undefined => element && found.get(element);
	for (const element of elements) found.set(element, matches(element) ? element : search(element.parent));
	return search;
}

/** An attribute in a tag. Offsets count UTF-16 units. */
export interface Attribute {
	/** The name as written; empty for a spread such as `{...props}`. */
	readonly name: string;
	readonly start: number;
	readonly end: number;
	readonly value: AttributeValue | undefined;
}

export interface AttributeValue {
	/** The offset, including quotes or braces. */
	readonly start: number;
	readonly end: number;
	/** `expression`: within braces or backticks. */
	readonly kind: '"' | "'" | 'unquoted' | 'expression';
	/** The text between quotes or braces, as written. */
	readonly text: string;
}

/** An element of HTML, JSX or a template. Offsets count UTF-16 units. */
export interface MarkupElement {
	/** The name as written. */
	readonly name: string;
	readonly start: number;
	readonly end: number;
	/** The end of the opening tag. */
	readonly tagEnd: number;
	/** The offset of the closing tag; the same as `tagEnd` if there is none. */
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

/** Returns the attribute with one of these names, case-insensitively; the first name takes precedence. */
export function attributeOf(element: MarkupElement, ...names: readonly string[]): Attribute | undefined {
	for (const name of names) {
		const found = element.attributes.find((attribute) => attribute.name.toLowerCase() === name);
		if (found) return found;
	}
	return undefined;
}

/** Returns the value of an attribute as written; undefined if it is missing or computed, empty if it has no value. */
export function plainAttribute(element: MarkupElement, ...names: readonly string[]): string | undefined {
	const attribute = attributeOf(element, ...names);
	if (!attribute || attribute.value?.kind === 'expression') return undefined;
	return attribute.value?.text ?? '';
}

/**
 * Returns a search for the innermost element that `matches`, from the given one outwards. `tree` is walked once for all
 * searches: elements may be nested without limit.
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

/** An image whose address stands in the document. */
export interface FoundImage {
	readonly address: string;
	/** Undefined without alt text, `computed` where it is no plain text. */
	readonly alt: string | undefined | typeof computed;
}

export const computed = Symbol('computed');

/** Returns the images of a document in any order. Throws for what isn't valid in the language. */
export type IndependentParser = (text: string) => readonly FoundImage[] | Promise<readonly FoundImage[]>;

import type { AltKind } from '../../../src/core/altText/altText.ts';

/** A picture in its place, what a model makes of it, what it was told of the place, and the document afterwards. */
export interface DecisionCase {
	readonly name: string;
	readonly file: string;
	/** With the name of a sample picture; the image is the one with `@` before its markup. */
	readonly text: string;
	readonly kind: AltKind;
	readonly alt: string;
	/** The lines about the place, exactly. */
	readonly around: readonly string[];
	readonly after: string;
}

/** The purposes that an image can have in its place, after W3C's alt decision tree. */
export const altKinds = ['decorative', 'functional', 'text', 'informative', 'complex'] as const;
export type AltKind = (typeof altKinds)[number];

/** An alt text written for an image. */
export interface AltText {
	/** Plain text on one line; may be empty for a decorative image. */
	readonly alt: string;
	readonly kind: AltKind;
	/** One sentence; empty if the model gave none. */
	readonly reason: string;
}

/** A model's answer; for a complex image, with an optional longer description in plain text. */
export interface AltAnswer extends AltText {
	readonly description?: string;
}

/** The result of judging an answer. */
export interface AltDecision {
	/** The alt text to write; undefined to leave the document as it is. */
	readonly write: string | undefined;
	/** True to suggest that the image may be decorative, and leave the decision to the user. */
	readonly suggestsDecorative: boolean;
}

/**
 * Decides how an answer is applied. A decorative image gets an empty text, unless that would leave a link without a
 * name: on GitHub every image becomes a link, elsewhere only one that is alone in a link.
 */
export function decide(
	{ kind, alt }: AltText,
	place: { readonly isOnGitHub: boolean; readonly isAloneInLink: boolean },
): AltDecision {
	if (kind !== 'decorative') return { write: alt, suggestsDecorative: false };
	if (!place.isOnGitHub && !place.isAloneInLink) return { write: '', suggestsDecorative: false };
	return { write: alt === '' ? undefined : alt, suggestsDecorative: true };
}

/**
 * Tells whether GitHub displays a document, where every image becomes a link. `path` is the document's, with slashes.
 */
export function isOnGitHub(path: string): boolean {
	if (!/\.(?:md|markdown)$/i.test(path)) return false;
	return (
		/(?:^|\/)(?:readme|contributing|changelog|code_of_conduct|security|support|governance)(?:[._-][\w-]+)?\.\w+$/i.test(
			path,
		) || /(?:^|\/)\.github\//i.test(path)
	);
}

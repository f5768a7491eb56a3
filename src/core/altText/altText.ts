/** By the purpose of the picture in its place, as W3C's decision tree asks. */
export const altKinds = ['decorative', 'functional', 'text', 'informative', 'complex'] as const;
export type AltKind = (typeof altKinds)[number];

/** An alt text that was written for a picture. */
export interface AltText {
	/** Plain text on one line; may be empty for a decorative picture. */
	readonly alt: string;
	readonly kind: AltKind;
	/** One sentence; empty where none was given. */
	readonly reason: string;
}

/** What was answered; a complex picture may come with a longer description in plain text. */
export interface AltAnswer extends AltText {
	readonly description?: string;
}

/** What to do with an answer. */
export interface AltDecision {
	/** The alt text to write; undefined where the document stays as it is. */
	readonly write: string | undefined;
	/** Whether to say that it may be decoration, and to leave the rest to the user. */
	readonly suggestsDecorative: boolean;
}

/**
 * How an answer is applied. A picture that says nothing gets an empty text, unless a reader would then meet a link without a
 * name: on GitHub every picture is one, and elsewhere a link around nothing but the picture.
 */
export function decide(
	{ kind, alt }: AltText,
	place: { readonly isOnGitHub: boolean; readonly isAloneInLink: boolean },
): AltDecision {
	if (kind !== 'decorative') return { write: alt, suggestsDecorative: false };
	if (!place.isOnGitHub && !place.isAloneInLink) return { write: '', suggestsDecorative: false };
	return { write: alt === '' ? undefined : alt, suggestsDecorative: true };
}

/** Whether a document is shown by GitHub, where every picture becomes a link. `path` is the document's, with slashes. */
export function isOnGitHub(path: string): boolean {
	if (!/\.(?:md|markdown)$/i.test(path)) return false;
	return (
		/(?:^|\/)(?:readme|contributing|changelog|code_of_conduct|security|support|governance)(?:[._-][\w-]+)?\.\w+$/i.test(
			path,
		) || /(?:^|\/)\.github\//i.test(path)
	);
}

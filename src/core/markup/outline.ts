/** A piece of text in a document. Offsets count UTF-16 units. */
export interface Passage {
	readonly start: number;
	readonly end: number;
	/** The text as a reader sees it. */
	readonly text: string;
}

/** A piece of the text of a block: a paragraph, a list item, a cell … */
export interface BlockText extends Passage {
	/** The same number for all pieces of one block, and a greater one for each block that begins later. */
	readonly block: number;
}

/** A link or a button around text or pictures. */
export interface LinkPassage extends Passage {
	/** The target; undefined for a button, or if it is computed. */
	readonly target: string | undefined;
	readonly isButton: boolean;
	/** True if it may have a name that isn't its text: an attribute's, or one that is computed. */
	readonly mayBeNamed?: boolean;
}

/** The surroundings of the images in a document, each list in document order. */
export interface Outline {
	readonly headings: readonly Passage[];
	readonly texts: readonly BlockText[];
	readonly links: readonly LinkPassage[];
	/** Figures with the text of their caption. */
	readonly figures: readonly Passage[];
	/** The language that the document names, such as `de` or `pt-BR`; undefined if it names none. */
	readonly language: string | undefined;
}

export const emptyOutline: Outline = { headings: [], texts: [], links: [], figures: [], language: undefined };

/** A piece of text in a document. Offsets count UTF-16 units. */
export interface Passage {
	readonly start: number;
	readonly end: number;
	/** As a reader sees it. */
	readonly text: string;
}

/** A piece of the text of a block: a paragraph, a list item, a cell … */
export interface BlockText extends Passage {
	/** The same for all pieces of one block, and greater for each block that begins later. */
	readonly block: number;
}

/** A link or a button around text or pictures. */
export interface LinkPassage extends Passage {
	/** Where it leads; undefined for a button, or where that is computed. */
	readonly target: string | undefined;
	readonly isButton: boolean;
}

/** What stands around the pictures of a document, each list in document order. */
export interface Outline {
	readonly headings: readonly Passage[];
	readonly texts: readonly BlockText[];
	readonly links: readonly LinkPassage[];
	/** Figures with the text of their caption. */
	readonly figures: readonly Passage[];
	/** As the document names it, such as `de` or `pt-BR`; undefined where it doesn't. */
	readonly language: string | undefined;
}

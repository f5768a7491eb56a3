import type { MarkedToken, Token, Tokens } from 'marked';

/** A formula, in the words of LaTeX. */
export interface FormulaToken extends Tokens.Generic {
	readonly type: 'formula';
	/** Without its delimiters. */
	readonly text: string;
	/** Stands in a line of its own. */
	readonly isDisplay: boolean;
}

/** What may become a formula once it is all there; until then it is text. */
export interface OpenFormulaToken extends Tokens.Generic {
	readonly type: 'openFormula';
}

/** The elements of HTML inside a paragraph; all others are text. */
export const phraseTags = ['sub', 'sup', 'b', 'strong', 'i', 'em', 'u'] as const;
export type PhraseTag = (typeof phraseTags)[number];

/** Words in an element of HTML, or in the marks that Pandoc has for some of them. */
export interface PhraseToken extends Tokens.Generic {
	readonly type: 'phrase';
	readonly tag: PhraseTag;
	readonly tokens: Token[];
}

/** A table in HTML. */
export interface GridToken extends Tokens.Generic {
	readonly type: 'grid';
	/** Words that stand between its rows, where no table has any; they are shown before it. */
	readonly strays: Token[];
	readonly groups: readonly RowGroup[];
	/** Its end hasn't come. */
	readonly isOpen: boolean;
}

export interface RowGroup {
	readonly tag: 'thead' | 'tbody';
	readonly rows: GridCell[][];
}

export interface GridCell {
	readonly tag: 'th' | 'td';
	/** In columns and rows. */
	readonly colSpan: number;
	readonly rowSpan: number;
	readonly tokens: Token[];
}

/** The beginning of details, with what is always to be seen of them. */
export interface DetailsBeginToken extends Tokens.Generic {
	readonly type: 'detailsBegin';
	readonly summary: Token[];
}

export interface DetailsEndToken extends Tokens.Generic {
	readonly type: 'detailsEnd';
}

export interface DetailsToken extends Tokens.Generic {
	readonly type: 'details';
	readonly summary: Token[];
	readonly tokens: Token[];
	/** Their end hasn't come. */
	readonly isOpen: boolean;
}

/** A footnote's mark in the text. */
export interface NoteMarkToken extends Tokens.Generic {
	readonly type: 'noteMark';
	readonly label: string;
}

export interface NoteToken extends Tokens.Generic {
	readonly type: 'note';
	readonly label: string;
	readonly tokens: Token[];
}

/** What an answer is made of: Markdown, and what models write beside it. */
export type AnswerToken =
	| MarkedToken
	| FormulaToken
	| OpenFormulaToken
	| PhraseToken
	| GridToken
	| DetailsBeginToken
	| DetailsEndToken
	| DetailsToken
	| NoteMarkToken
	| NoteToken;

/** Narrows a token to those that `lexMarkdown` makes. */
export function answerToken(token: Token): AnswerToken {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type admits tokens of any extension; those installed are named here
	return token as AnswerToken;
}

/** Tells whether a block may still take up all that follows it, however many blocks that is. */
export function isOpenBlock(token: Token): boolean {
	const block = answerToken(token);
	return (block.type === 'grid' || block.type === 'details') && block.isOpen;
}

/** Returns the lists of tokens inside a token. */
export function childrenOf(token: Token): readonly Token[][] {
	const parent = answerToken(token);
	if (parent.type === 'list') return parent.items.map(({ tokens }) => tokens);
	if (parent.type === 'table') return [...parent.header, ...parent.rows.flat()].map(({ tokens }) => tokens);
	if (parent.type === 'grid') {
		return [parent.strays, ...parent.groups.flatMap(({ rows }) => rows.flat().map(({ tokens }) => tokens))];
	}
	const inside = 'tokens' in parent && parent.tokens ? [parent.tokens] : [];
	return 'summary' in parent ? [parent.summary, ...inside] : inside;
}

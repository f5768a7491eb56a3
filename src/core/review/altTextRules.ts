/** What a rule is about, and where it comes from. */
export interface AltTextRule {
	/** The page that explains why. */
	readonly source: string;
}

const decisionTree = 'https://www.w3.org/WAI/tutorials/images/decision-tree/';
const tips = 'https://www.w3.org/WAI/tutorials/images/tips/';
const groups = 'https://www.w3.org/WAI/tutorials/images/groups/';
const failure = (number: number): string => `https://www.w3.org/WAI/WCAG22/Techniques/failures/F${number}`;

/** The rules by their ids, which settings, comments and reports name, worst first. */
export const altTextRules = {
	/** The path leads to no picture. */
	unresolved: { source: 'https://www.w3.org/WAI/WCAG22/Understanding/non-text-content' },
	/** There is no text, and nothing says that none is needed. */
	missing: { source: failure(65) },
	/** Nothing but the image is in a link or button, and its text is empty: that has no name. */
	'empty-in-link': { source: failure(89) },
	/** The text is empty, though a caption says that the image has a meaning. */
	'empty-with-caption': { source: failure(39) },
	/** Words that say only that there is an image. */
	placeholder: { source: failure(30) },
	'file-name': { source: failure(30) },
	/** The kind of picture, and nothing of what it shows. */
	vague: { source: decisionTree },
	/** A list of search words. */
	stuffed: { source: tips },
	/** The caption, the link's own words or the sentence beside say the same. */
	'repeats-text': { source: decisionTree },
	/** The image before has the same text, and is another. */
	'repeats-neighbour': { source: groups },
	/** "Image of". */
	'image-of': { source: tips },
	'too-long': { source: tips },
} as const satisfies Readonly<Record<string, AltTextRule>>;

export type AltTextRuleId = keyof typeof altTextRules;

export const altTextRuleIds: readonly AltTextRuleId[] = Object.keys(altTextRules).filter(isAltTextRule);

export function isAltTextRule(id: string): id is AltTextRuleId {
	return Object.hasOwn(altTextRules, id);
}

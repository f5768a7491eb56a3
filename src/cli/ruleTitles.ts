import type { AltTextRuleId } from '../core/review/altTextRules.ts';

/** What is wrong with an image that breaks a rule, for lists of rules. */
export const ruleTitles: Readonly<Record<AltTextRuleId, string>> = {
	unresolved: 'The path leads to no picture.',
	missing: 'The image has no alt text, and nothing says that it needs none.',
	'empty-in-link': 'A link or button holds nothing but an image with an empty alt text, so it has no name.',
	'empty-with-caption': 'The alt text is empty, though a caption says that the image has a meaning.',
	placeholder: 'The alt text says only that there is an image.',
	'file-name': 'The alt text is the name of a file.',
	vague: 'The alt text says what kind of image it is, and nothing of what it shows.',
	stuffed: 'The alt text is a list of search words.',
	'repeats-text': 'The alt text repeats the caption, the link or the words beside the image.',
	'repeats-neighbour': 'Two images beside each other have the same alt text.',
	'image-of': 'The alt text says that it is an image, which screen readers say already.',
	'too-long': 'The alt text is longer than is easy to listen to.',
};

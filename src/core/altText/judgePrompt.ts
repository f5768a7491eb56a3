import { quotedPlace, writingRules, type AltTextQuestion } from './altTextPrompt.ts';

const instruction = `It has one already, "Alt text now" below: judge that one, and write another only where it is needed. Its purpose in its place decides, not the image's look: would a reader who cannot see the image miss anything, or be told something that isn't so?

Answer with one JSON object and nothing else:
{"verdict": "…", "better": "…", "reason": "…"}

"verdict" is the first of these that holds:
- "wrong": it says what the image does not show, is about another image or, in a link or a button that has no other words, names neither the destination nor the action.
- "empty": the image adds nothing here: an ornament, or what the caption, the link's own words or the sentences around it say already. "better" is empty.
- "repeats": it says no more than the caption, the link's own words or the sentences around it, while the image has more to say.
- "vague": it is true, but leaves out what the image is here for: a single word, the kind of image without its message, a file's name.
- "fits": anything else. Another wording that is no better for the reader is no reason against it. "better" is empty.

"better" is the alt text that should stand there instead. "reason" is one short sentence on why the verdict is that one, and names what is missing or wrong.`;

/** Returns the prompt that has the alt text of an image judged, which follows the task's own: the text is `alt` of the question. */
export function judgePrompt(question: AltTextQuestion): string {
	const { language, maxLength, isOnGitHub } = question;
	return [
		instruction,
		writingRules('better'),
		quotedPlace(question),
		[
			language === undefined
				? 'Write "better" and "reason" in the language of these quotes, else in English.'
				: `Write "better" and "reason" in ${language}.`,
			`"better" should have at most ${maxLength} characters.`,
			isOnGitHub && 'The page makes a link of every picture, so the verdict "empty" does not apply.',
		]
			.filter(Boolean)
			.join(' '),
	].join('\n\n');
}

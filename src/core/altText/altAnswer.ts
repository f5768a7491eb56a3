import { countCharacters } from '../markup/altState.ts';
import type { Surrounding } from '../markup/surrounding.ts';
import type { AltAnswer } from './altText.ts';
import { readAltAnswer } from './readAltAnswer.ts';

/** The whole text of an answer. */
export interface WholeAnswer {
	readonly text: string;
	/** Whether it ended at the limit of tokens. */
	readonly isCut: boolean;
}

/** Reads an answer. One that was cut counts only as an object, in which the end of the alt text can be seen. */
export function answerIn({ text, isCut }: WholeAnswer): AltAnswer | undefined {
	return isCut && !text.includes('{') ? undefined : readAltAnswer(text);
}

/** Returns an answer with the alt text of another, which was asked for because the first is too long, where that is shorter. */
export function withShorter(answer: AltAnswer, other: AltAnswer | undefined): AltAnswer {
	const isShorter = other !== undefined && other.alt !== '' && countCharacters(other.alt) < countCharacters(answer.alt);
	return isShorter ? { ...answer, alt: other.alt } : answer;
}

/** Tells whether an image is all that is in a link or button. */
export function isAloneInLink({ linkTarget, linkText, isButton }: Surrounding): boolean {
	return (linkTarget !== undefined || isButton === true) && linkText === undefined;
}

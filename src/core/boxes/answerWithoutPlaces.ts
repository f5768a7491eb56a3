import { pointingModel } from './pointingModel.ts';
import type { Turn } from '../conversation.ts';
import { asksForPlaces } from './boxPrompt.ts';
import { readBoxes } from './readBoxes.ts';

/**
 * Returns a turn's answer without the list of places at its end that the prompt asked for: wherever nothing draws them, they
 * are numbers that nobody wants. What the user asked for stays.
 */
export function answerWithoutPlaces({ question, answerer, pictures, text }: Turn): string {
	const model = pointingModel(answerer);
	if (model === undefined || !asksForPlaces(question)) return text;
	const sizes = pictures.map((picture) => ('url' in picture ? undefined : picture));
	// A question without pictures is about those of an earlier one.
	const seen = sizes.length > 0 ? sizes : [undefined];
	const last = readBoxes(text, { model, pictures: seen }).raw.at(-1);
	const isAtEnd = last && text.slice(last.end).trim() === '';
	return isAtEnd ? text.slice(0, last.start).trimEnd() : text;
}

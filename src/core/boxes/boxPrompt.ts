import type { TaskId } from '../tasks.ts';
import { boxScaleOf, type BoxScale } from './boxScale.ts';

/** The tasks whose answer names places: elsewhere these would stand between what is transcribed or read aloud. */
const pointingTasks: ReadonlySet<TaskId> = new Set<TaskId>(['explainScreenshot', 'diagnoseError', 'compare']);

/** Words that ask for a place, in the languages of the extension and a few more. */
const where =
	/(?<!\p{L})(?:where(?:abouts|’s|'s)?|locate|highlight|point (?:at|out|to)|show me|wo|où|dónde|onde|dove|где)(?!\p{L})|在哪|在何处|哪里|哪儿|什么位置|指出|标出|圈出|框出|どこ|どの位置|指し示|示して|囲んで|어디/iu;

/** Words that ask for the numbers themselves: what is asked for stays in the answer. */
const numbers = /coordinates?|bounding|bbox|坐标|座標/i;

/** Tells whether a question is answered with places, where the model can give them: by its task, or by the user's words. */
export function asksForPlaces({ task, text }: Pick<BoxQuestion, 'task' | 'text'>): boolean {
	return pointingTasks.has(task) || (task === 'ask' && where.test(text) && !numbers.test(text));
}

/** The most places that are asked for. */
const mostPlaces = 20;

/**
 * Returns the words that ask for the places of what an answer names, as a list at its end that `readBoxes` finds and the page
 * leaves out; empty for other questions and for a model that isn't known to write boxes.
 */
export function placesPrompt(question: BoxQuestion): string {
	const form = asksForPlaces(question) ? boxForm(question) : undefined;
	return form === undefined
		? ''
		: `End with the places of the most important things you named, at most ${mostPlaces}, as a list in one line and without a heading: ${form}`;
}

interface BoxQuestion {
	readonly task: TaskId;
	/** The user's own words. */
	readonly text: string;
	readonly model: string;
	/** Pictures that it is about as they are sent, pieces counted singly. */
	readonly imageCount: number;
}

/** Returns the list that a model is documented to write. */
function boxForm({ model, imageCount }: BoxQuestion): string | undefined {
	const scale = boxScaleOf(model);
	if (!scale || scale.pointsOnly || imageCount === 0) return undefined;
	const image = imageCount > 1 ? "'image': the number of the image, " : '';
	const box = scale.order === 'xy' ? "'bbox_2d': [x1, y1, x2, y2]" : "'box_2d': [y1, x1, y2, x2]";
	return `[{'label': '…', ${image}${box}}], ${valueWords(scale)}.`;
}

function valueWords({ full }: BoxScale): string {
	return full === 'pixels'
		? 'values in pixels'
		: `values relative to the width and height of the image, normalized to 0–${full}`;
}

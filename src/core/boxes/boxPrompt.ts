import type { TaskId } from '../tasks.ts';
import { boxScaleOf, type BoxScale } from './boxScale.ts';

/** The tasks whose answer names places: elsewhere these would stand between what is transcribed or read aloud. */
const pointingTasks: ReadonlySet<TaskId> = new Set<TaskId>(['explainScreenshot', 'compare']);

/** Tells whether the prompt of a task asks for places, where the model can give them. */
export function asksForPlaces(task: TaskId): boolean {
	return pointingTasks.has(task);
}

/** The most places that are asked for. */
const mostPlaces = 20;

/**
 * Returns the words that ask for the places of what an answer names, as a list at its end that `readBoxes` finds and the page
 * leaves out; empty for other tasks and for a model that isn't known to write boxes. `imageCount`: pictures of the message as
 * they are sent, pieces counted singly.
 */
export function placesPrompt(task: TaskId, { model, imageCount }: BoxQuestion): string {
	const form = asksForPlaces(task) ? boxForm(model, imageCount) : undefined;
	return form === undefined
		? ''
		: `End with the places of the most important things you named, at most ${mostPlaces}, as a list in one line and without a heading: ${form}`;
}

/**
 * Returns the question behind Show Where: the places of `what`, or of all that the last answer named where that is empty.
 * Undefined for a model that isn't known to write boxes.
 */
export function showWhereQuestion(what: string, { model, imageCount }: BoxQuestion): string | undefined {
	const form = boxForm(model, imageCount);
	const subject = what.trim() || 'everything that your last answer named';
	return form === undefined
		? undefined
		: `Show where this is: ${subject}. Answer with a list in one line and nothing else, at most ${mostPlaces} entries: ${form}`;
}

interface BoxQuestion {
	readonly model: string;
	readonly imageCount: number;
}

/** Returns the list that a model is documented to write. */
function boxForm(model: string, imageCount: number): string | undefined {
	const scale = boxScaleOf(model);
	if (!scale || scale.pointsOnly) return undefined;
	const image = imageCount > 1 ? "'image': the number of the image, " : '';
	const box = scale.order === 'xy' ? "'bbox_2d': [x1, y1, x2, y2]" : "'box_2d': [y1, x1, y2, x2]";
	return `[{'label': '…', ${image}${box}}], ${valueWords(scale)}.`;
}

function valueWords({ full }: BoxScale): string {
	return full === 'pixels'
		? 'values in pixels'
		: `values relative to the width and height of the image, normalized to 0–${full}`;
}

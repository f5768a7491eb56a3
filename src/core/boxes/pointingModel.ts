import type { Answerer } from '../conversation.ts';
import { boxScaleOf } from './boxScale.ts';

/**
 * Returns the name by which an answerer is known to write places; undefined for one that isn't. The editor may shrink a picture
 * on its way, so that pixels of what was sent say nothing.
 */
export function pointingModel(answerer: Answerer | undefined): string | undefined {
	if (answerer?.engine === 'glm') return answerer.model;
	if (answerer?.engine !== 'editor') return undefined;
	const name = [answerer.family, answerer.id].find((each) => boxScaleOf(each) !== undefined);
	return name === undefined || boxScaleOf(name)?.full === 'pixels' ? undefined : name;
}

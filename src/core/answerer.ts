import { boxScaleOf } from './boxes/boxScale.ts';
import type { Answerer, ModelAnswerer } from './conversation.ts';

/** Tells whether a model answers, or answered. */
export function hasModel(answerer: Answerer | undefined): answerer is ModelAnswerer {
	return answerer !== undefined && answerer.engine !== 'local';
}

/** Returns to whom pictures go: the service's host, or the name of who provides a model of the editor. */
export function receiverOf(answerer: ModelAnswerer): string {
	return answerer.engine === 'glm' ? answerer.host : answerer.provider;
}

/** Returns a name of the answerer for what is kept by it: answers of another one are no answers of this one. */
export function answererKey(answerer: Answerer): string {
	switch (answerer.engine) {
		case 'local':
			return 'local';
		case 'glm':
			return `${answerer.model}@${answerer.host}`;
		case 'editor':
			return `editor:${answerer.id}`;
	}
}

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

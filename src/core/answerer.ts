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

import type { Answerer } from '../conversation.ts';
import { limitsOf } from '../glm/models.ts';

/** How many more pictures fit into the next question. */
export interface AttachRoom {
	/** The most that it may have. */
	readonly most: number;
	/** The most that may still come. */
	readonly left: number;
	/** The model whose limit it is; undefined where it is Glimpse's own. */
	readonly model?: string | undefined;
}

/** The most that are attached for a model whose limit isn't known. */
const mostAttached = 100;

/** Returns the room beside what is attached. */
export function attachRoom(answerer: Answerer | undefined, attached: number): AttachRoom {
	const model = answerer?.engine === 'glm' ? answerer.model : undefined;
	const most = Math.min(model === undefined ? mostAttached : limitsOf(model).maxImages, mostAttached);
	return { most, left: Math.max(most - attached, 0), model: most < mostAttached ? model : undefined };
}

/** What a service was found to refuse since the window opened, by model: one may refuse what another needs. */
export type LearnedService = Map<string, LearnedModel>;

/** What was found of one model at one service. */
export interface LearnedModel {
	/** Fields of the request that aren't taken. */
	readonly refusedFields: Set<string>;
	/** The encoding that was accepted where the first one was refused. */
	encoding: 'base64' | 'dataUri' | undefined;
}

/** Returns what was found of a model, to be added to. */
export function learnedOf(service: LearnedService, model: string): LearnedModel {
	const learned = service.get(model) ?? { refusedFields: new Set(), encoding: undefined };
	service.set(model, learned);
	return learned;
}

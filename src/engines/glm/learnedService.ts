/** What a service was found to refuse since the window opened. */
export interface LearnedService {
	/** Fields of the request that it doesn't know. */
	readonly refusedFields: Set<string>;
	/** By model, the encoding that was accepted where the first one was refused. */
	readonly encodings: Map<string, 'base64' | 'dataUri'>;
}

/** Returns what is known before anything was refused. */
export function newLearned(): LearnedService {
	return { refusedFields: new Set(), encodings: new Map() };
}

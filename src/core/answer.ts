/** Why the service stopped writing; the list is the service's and may grow. */
export type FinishReason =
	'stop' | 'length' | 'sensitive' | 'network_error' | 'model_context_window_exceeded' | (string & {});

/** Tokens as the service counted them. */
export interface Usage {
	readonly promptTokens: number;
	readonly completionTokens: number;
	readonly totalTokens: number;
	/** Of the prompt, taken from the service's cache; undefined where it doesn't say. */
	readonly cachedTokens?: number;
	/** Of the answer, spent on thinking; undefined where it doesn't say. */
	readonly reasoningTokens?: number;
}

/** A wait before the question is sent again. */
export interface Retry {
	/** Milliseconds since 1970. */
	readonly until: number;
	/** 1 for the first retry. */
	readonly attempt: number;
	/** Why the try before it failed. */
	readonly reason: 'busy' | 'serviceBroken' | 'unreachable';
}

/**
 * One piece of an answer, in the order it arrives. `text` and `reasoning` are pieces to append, as Markdown; `usage` and
 * `finish` come at most once each. An answer without a `finish` was cut off. After `restarted` the service began anew: what
 * was written before is void.
 */
export type AnswerPart =
	| ({ readonly kind: 'waiting' } & Retry)
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'reasoning'; readonly text: string }
	| { readonly kind: 'restarted' }
	| { readonly kind: 'usage'; readonly usage: Usage }
	| { readonly kind: 'finish'; readonly reason: FinishReason };

/** The reason why the service stopped writing; the list is the service's and may grow. */
export type FinishReason =
	'stop' | 'length' | 'sensitive' | 'network_error' | 'model_context_window_exceeded' | (string & {});

/** Tokens as the service counted them. */
export interface Usage {
	readonly promptTokens: number;
	readonly completionTokens: number;
	readonly totalTokens: number;
	/** Tokens of the prompt taken from the service's cache; undefined if the service doesn't say. */
	readonly cachedTokens?: number;
	/** Tokens of the answer spent on reasoning; undefined if the service doesn't say. */
	readonly reasoningTokens?: number;
}

/** A wait before the question is sent again. */
export interface Retry {
	/** Milliseconds since 1970. */
	readonly until: number;
	/** 1 for the first retry. */
	readonly attempt: number;
	/** The reason why the previous try failed. */
	readonly reason: 'busy' | 'serviceBroken' | 'unreachable';
}

/**
 * A piece of an answer, in order of arrival. `text` and `reasoning` are appended, as Markdown; `finish` comes at most once, and
 * `usage` once for each try. An answer without a `finish` was cut off. After `restarted` the service begins again, and
 * everything before it is void; `wasThought` if that text was no answer but reasoning, which follows once more.
 */
export type AnswerPart =
	| ({ readonly kind: 'waiting' } & Retry)
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'reasoning'; readonly text: string }
	| { readonly kind: 'restarted'; readonly wasThought?: true }
	| { readonly kind: 'usage'; readonly usage: Usage }
	| { readonly kind: 'finish'; readonly reason: FinishReason };

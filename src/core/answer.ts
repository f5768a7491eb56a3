/** Why the service stopped writing; the list is the service's and may grow. */
export type FinishReason =
	'stop' | 'length' | 'sensitive' | 'network_error' | 'model_context_window_exceeded' | (string & {});

/** Tokens as the service counted them. */
export interface Usage {
	readonly promptTokens: number;
	readonly completionTokens: number;
	readonly totalTokens: number;
}

/**
 * One piece of an answer, in the order it arrives. `text` and `reasoning` are pieces to append, as Markdown; `usage` and
 * `finish` come at most once each. An answer without a `finish` was cut off.
 */
export type AnswerPart =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'reasoning'; readonly text: string }
	| { readonly kind: 'usage'; readonly usage: Usage }
	| { readonly kind: 'finish'; readonly reason: FinishReason };

import type { Usage } from './answer.ts';

/** What the answers of a session took. */
export interface SessionUsage {
	readonly tokens: number;
	/** ¥, of those answers whose price is known. */
	readonly cost: number;
	/** Whether there was an answer whose price nobody knows. */
	readonly hasUnknownPrice: boolean;
}

export const noUsage: SessionUsage = { tokens: 0, cost: 0, hasUnknownPrice: false };

/** With one more answer, of a model with this price. */
export function addUsage(before: SessionUsage, usage: Usage, price: Price | 'free' | undefined): SessionUsage {
	const cost =
		typeof price === 'object' ? (usage.promptTokens * price.input + usage.completionTokens * price.output) / 1e6 : 0;
	return {
		tokens: before.tokens + usage.totalTokens,
		cost: before.cost + cost,
		hasUnknownPrice: before.hasUnknownPrice || price === undefined,
	};
}

/** ¥ per million tokens at the mainland service, October 2026, for requests below 32K tokens where it has tiers. */
export interface Price {
	readonly input: number;
	readonly output: number;
}

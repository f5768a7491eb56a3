import type { Usage } from './answer.ts';

/** The usage of a session's answers. */
export interface SessionUsage {
	readonly tokens: number;
	/** ¥, of the answers whose price is known. */
	readonly cost: number;
	/** True if there was an answer of unknown price. */
	readonly hasUnknownPrice: boolean;
}

export const noUsage: SessionUsage = { tokens: 0, cost: 0, hasUnknownPrice: false };

/** Returns the usage including one more answer, by a model with this price. */
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

import type { Usage } from './answer.ts';

/** The usage of a session's answers. */
export interface SessionUsage {
	readonly tokens: number;
	/** Of the answers whose price is known, by currency. */
	readonly costs: Readonly<Partial<Record<Currency, number>>>;
	/** True if there was an answer of unknown price. */
	readonly hasUnknownPrice: boolean;
}

export const noUsage: SessionUsage = { tokens: 0, costs: {}, hasUnknownPrice: false };

/** Returns the usage including one more answer, by a model with this price. */
export function addUsage(before: SessionUsage, usage: Usage, price: Price | 'free' | undefined): SessionUsage {
	const costs = { ...before.costs };
	if (typeof price === 'object') {
		const cost = (usage.promptTokens * price.input + usage.completionTokens * price.output) / 1e6;
		costs[price.currency] = (costs[price.currency] ?? 0) + cost;
	}
	return {
		tokens: before.tokens + usage.totalTokens,
		costs,
		hasUnknownPrice: before.hasUnknownPrice || price === undefined,
	};
}

/** The currencies in which the GLM services bill: the one in mainland China and the international one. */
export type Currency = '¥' | '$';

/** A price per million tokens, October 2026, for requests below 32K tokens where there are tiers. */
export interface Price {
	readonly currency: Currency;
	readonly input: number;
	readonly output: number;
}

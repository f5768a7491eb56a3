import type { Usage } from './answer.ts';

/** The usage of a session's answers. */
export interface SessionUsage {
	readonly tokens: number;
	/** Of the answers whose price is known, by currency. */
	readonly costs: Readonly<Partial<Record<Currency, number>>>;
	/** True if there was an answer of unknown price. */
	readonly hasUnknownPrice: boolean;
	/** The quota of the plan that pays in place of the user; undefined if none does, or nothing is known of it. */
	readonly plan?: PlanQuota | undefined;
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
		...before,
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

/** The quota of a Coding Plan. */
export interface PlanQuota {
	/** The used part in percent; above 100 where a plan may be overdrawn. */
	readonly percent: number;
	/** Milliseconds since 1970; undefined if the service doesn't say. */
	readonly resetsAt: number | undefined;
}

import type { PlanQuota } from '../sessionUsage.ts';
import { isJsonObject, jsonOrUndefined, numberIn, type JsonObject } from './json.ts';

/** The kinds of limits for asking a model: older plans count tokens, newer ones credits. `TIME_LIMIT` is about tools. */
const modelLimits: ReadonlySet<unknown> = new Set(['TOKENS_LIMIT', 'CREDIT_LIMIT']);

/** Percent; whatever is above isn't one. */
const mostPercent = 1000;

/** Milliseconds; no plan has a longer period. */
const longestPeriod = 366 * 24 * 60 * 60 * 1000;

/**
 * Reads the service's answer about a plan: of its limits for some hours and for a week, the fullest one, which is the next to
 * end an answer; of equals, the one that resets last. `now` is in milliseconds since 1970. Undefined if none can be read.
 */
export function readPlanQuota(body: string, now: number): PlanQuota | undefined {
	const answer = jsonOrUndefined(body);
	const data = isJsonObject(answer) ? answer['data'] : undefined;
	const limits = isJsonObject(data) ? data['limits'] : undefined;
	if (!Array.isArray(limits)) return undefined;
	return limits
		.filter(isJsonObject)
		.flatMap((limit) => readLimit(limit, now) ?? [])
		.toSorted((a, b) => b.percent - a.percent || (b.resetsAt ?? 0) - (a.resetsAt ?? 0))[0];
}

function readLimit({ type, percentage, nextResetTime }: JsonObject, now: number): PlanQuota | undefined {
	const percent = numberIn(percentage);
	if (!modelLimits.has(type) || percent === undefined || percent < 0 || percent > mostPercent) return undefined;
	const reset = numberIn(nextResetTime);
	// A period that has not begun has none, or the last one's.
	const isComing = reset !== undefined && reset > now && reset <= now + longestPeriod;
	return { percent, resetsAt: isComing ? reset : undefined };
}

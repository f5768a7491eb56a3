import { readPlanQuota } from '../../core/glm/planQuota.ts';
import { serviceAt } from '../../core/glm/services.ts';
import type { PlanQuota } from '../../core/sessionUsage.ts';
import { exchange } from './exchange.ts';
import { readText, type GlmConnection } from './glmClient.ts';

/** Seconds for all of it; nobody waits for it. */
const timeLimit = 10;

/** The real answer has less than one kilobyte. */
const mostBytes = 64 * 1024;

/**
 * Asks the service how much of the plan is used. Undefined where no plan pays, and where it isn't answered or can't be read:
 * the address isn't documented, so that is no failure.
 */
export async function askPlanQuota(
	{ endpoint, key, transport }: Pick<GlmConnection, 'endpoint' | 'key' | 'transport'>,
	signal: AbortSignal,
): Promise<PlanQuota | undefined> {
	const { host } = endpoint;
	if (key === undefined || !serviceAt(endpoint).isPlan) return undefined;
	try {
		const response = await exchange(
			transport,
			{
				method: 'GET',
				url: `https://${host}/api/monitor/usage/quota/limit`,
				// Without `Bearer`, which the host in mainland China refuses here.
				headers: { authorization: key },
			},
			{
				limits: { idleTimeout: timeLimit, maxBytes: mostBytes, tooLarge: { kind: 'answerTooLarge', host } },
				signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimit * 1000)]),
			},
		);
		if (response.status !== 200) {
			response.letGo();
			return undefined;
		}
		return readPlanQuota(await readText(response.body), Date.now());
	} catch {
		return undefined;
	}
}

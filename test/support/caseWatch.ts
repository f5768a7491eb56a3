/** What one case may take: milliseconds, and bytes by which the process that works on it may have grown since the first one. */
export interface CaseLimits {
	readonly milliseconds: number;
	readonly growth: number;
}

/** What a case of the fuzz may take, unless told. */
export const usualLimits: CaseLimits = { milliseconds: 2000, growth: 500_000_000 };

/** Measures case by case what some work takes at most, and counts what comes of it. */
export interface CaseWatch {
	/** Tells that a case is over. Throws where it took more than it may. */
	readonly tell: (outcome: string) => void;
	readonly count: number;
	/** In one line, for people. */
	summary(): string;
}

/** `memory`: the bytes of the process that does the work, this one unless told. */
export function watchCases(
	limits: CaseLimits = usualLimits,
	memory: () => number = () => process.memoryUsage.rss(),
): CaseWatch {
	const outcomes = new Map<string, number>();
	const start = performance.now();
	const before = memory();
	let last = start;
	let growth = 0;
	let slowest = 0;
	let count = 0;
	return {
		tell(outcome) {
			const now = performance.now();
			const took = now - last;
			outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
			slowest = Math.max(slowest, took);
			growth = Math.max(growth, memory() - before);
			last = now;
			count++;
			if (took > limits.milliseconds) throw new Error(`It took ${Math.round(took)} ms.`);
			if (growth > limits.growth) throw new Error(`The process grew by ${Math.round(growth / 1e6)} MB.`);
		},
		get count() {
			return count;
		},
		summary() {
			const seconds = ((performance.now() - start) / 1000).toFixed(0);
			const counts = [...outcomes].map(([outcome, times]) => `${outcome} ${times}`).join(', ');
			return `${seconds} s, slowest ${slowest.toFixed(0)} ms, grew by ${(growth / 1e6).toFixed(0)} MB; ${counts}`;
		},
	};
}

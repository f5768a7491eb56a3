/** What one case may take: milliseconds, and bytes by which the process may have grown since the first one. */
export const caseLimits = { milliseconds: 2000, growth: 500_000_000 } as const;

/** Measures case by case what some work takes at most, and how often it came to each outcome. */
export interface CaseWatch {
	/** Runs one case. Throws where it takes longer than it may. */
	run<Result>(work: () => Promise<Result> | Result): Promise<Result>;
	/** Counts an outcome. */
	tell(outcome: string): void;
	/** Throws where the process grew more than it may. */
	checkMemory(): void;
	/** In one line, for people. */
	summary(): string;
}

/** `memory`: the bytes of the process that does the work, this one unless told. */
export function watchCases(memory: () => number = () => process.memoryUsage.rss()): CaseWatch {
	const outcomes = new Map<string, number>();
	const started = performance.now();
	const before = memory();
	let most = before;
	let slowest = 0;
	return {
		async run(work) {
			const start = performance.now();
			const result = await work();
			const took = performance.now() - start;
			slowest = Math.max(slowest, took);
			most = Math.max(most, memory());
			if (took > caseLimits.milliseconds) throw new Error(`It took ${Math.round(took)} ms.`);
			return result;
		},
		tell: (outcome) => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1),
		checkMemory() {
			if (most - before > caseLimits.growth) throw new Error(`It grew by ${Math.round((most - before) / 1e6)} MB.`);
		},
		summary() {
			const seconds = ((performance.now() - started) / 1000).toFixed(0);
			const counts = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
			return `${seconds} s, slowest ${slowest.toFixed(0)} ms, grew by ${((most - before) / 1e6).toFixed(0)} MB; ${counts}`;
		},
	};
}

/** The middle one of several measurements. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
	if (low === undefined || high === undefined) throw new Error('Nothing was measured.');
	return (low + high) / 2;
}

/**
 * Measures each candidate once a round, and begins each round with another one: what disturbs the machine for a while
 * disturbs them all. The first round warms up and doesn't count.
 */
export async function interleave<Name extends string, Result>(
	candidates: Readonly<Record<Name, () => Promise<Result>>>,
	rounds: number,
): Promise<Record<Name, Result[]>> {
	const names = Object.keys(candidates) as Name[];
	const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
	for (let round = 0; round <= rounds; round++) {
		for (let turn = 0; turn < names.length; turn++) {
			const name = names[(turn + round) % names.length];
			if (name === undefined) continue;
			const result = await candidates[name]();
			if (round > 0) results[name].push(result);
		}
	}
	return results;
}

/** Milliseconds that it takes, after the rubbish of what went before was collected. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
	globalThis.gc?.();
	const start = performance.now();
	await work();
	return performance.now() - start;
}

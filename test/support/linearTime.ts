import assert from 'node:assert/strict';

/** A kind of text that can be made at any length. */
export interface Pattern {
	readonly name: string;
	/** A text of about `length` characters. */
	readonly of: (length: number) => string;
}

/** Milliseconds below which a run is quick enough, so that noise fails no test. */
const floor = 400;

/** How much longer a text of four times the length may take: a linear run takes 4 times, a quadratic one 16 times as long. */
const mostGrowth = 8;

/**
 * Asserts that `run` takes time in proportion to its text, for every pattern, up to four times `length` characters. It begins
 * with a few characters and grows slowly, so that exponential time is seen before it stops the tests.
 */
export function assertLinear(
	name: string,
	run: (text: string) => unknown,
	patterns: readonly Pattern[],
	{ length }: { readonly length: number },
): void {
	const slow = patterns.flatMap((pattern) => slowStep(run, pattern, length) ?? []);
	assert.deepEqual(slow, [], `${name}: ${slow.length} of ${patterns.length} patterns take more than linear time`);
}

/** Describes the first length at which the time grows too fast; undefined when there is none. */
function slowStep(run: (text: string) => unknown, pattern: Pattern, length: number): string | undefined {
	const measured: { readonly length: number; readonly milliseconds: number }[] = [];
	for (const each of lengthsUpTo(length * 4)) {
		const quarter = measured.findLast((before) => before.length <= each / 4)?.milliseconds ?? 0;
		const most = Math.max(floor, quarter * mostGrowth);
		const milliseconds = leastTime(run, pattern.of(each), most);
		if (milliseconds > most) {
			return `${pattern.name}: ${Math.round(quarter)} ms, then ${Math.round(milliseconds)} ms at ${each} characters`;
		}
		measured.push({ length: each, milliseconds });
	}
	return undefined;
}

function lengthsUpTo(most: number): readonly number[] {
	const lengths: number[] = [];
	// Time that doubles with a few characters grows some thirty times in a step of a quarter; time that is a power of the length shows at a factor of four.
	for (let each = 16; each < most; each = Math.ceil(each * (each < 400 ? 1.25 : 4))) lengths.push(each);
	return [...lengths.filter((each) => each < most / 4), most / 4, most];
}

/** The number of runs, at most, of which the quickest counts: what the process collects or compiles meanwhile only adds to one. */
const mostRuns = 3;

/** Milliseconds of the quickest of some runs; of the first that takes at most `enough`. */
function leastTime(run: (text: string) => unknown, text: string, enough: number): number {
	let least = Number.POSITIVE_INFINITY;
	for (let count = 0; count < mostRuns && least > enough; count++) least = Math.min(least, processorTime(run, text));
	return least;
}

/** Milliseconds of processor time: what else the machine does is not counted. */
function processorTime(run: (text: string) => unknown, text: string): number {
	const before = process.cpuUsage();
	run(text);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

// A part of `npm run fuzz`: whatever stands in a document, it is read in good time and without an error, and what is written into it
// reads back. Ends with an error and the smallest case that it finds when not, or when memory grows over a limit.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { documentProperty } from './documentProperty.ts';

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? 20_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
/** By which the process may grow. */
const mostGrowth = 500e6;
const outcomes = new Map<string, number>();
let done = 0;
let mostMemory = 0;
let slowest = 0;
let last = performance.now();
const start = last;
const before = process.memoryUsage.rss();

const property = documentProperty({
	tell: (outcome) => {
		outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
		const now = performance.now();
		slowest = Math.max(slowest, now - last);
		last = now;
		mostMemory = Math.max(mostMemory, process.memoryUsage.rss() - before);
		done++;
		if (done % 2000 === 0) console.log(`${done} done, ${summary()}`);
	},
});

console.log(`${runs} documents, seed ${seed}`);
try {
	fc.assert(property, { numRuns: runs, seed });
	if (mostMemory > mostGrowth) throw new Error('The process grew over its limit.');
	console.log(`${done} documents: each was read, and what was written into it read back.\n${summary()}`);
} catch (error) {
	console.error(error);
	console.log(summary());
	process.exitCode = 1;
}

function summary(): string {
	const seconds = ((performance.now() - start) / 1000).toFixed(0);
	const counts = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
	return `${seconds} s, slowest ${slowest.toFixed(0)} ms, grew by at most ${(mostMemory / 1e6).toFixed(0)} MB; ${counts}`;
}

// The work of `npm run fuzz`: whatever bytes come in, a picture that can be sent comes out, or a refusal. Ends with an error and
// the smallest case that it finds when one does otherwise, takes longer than a minute, or memory grows over a limit.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { pictureProperty, seedFiles } from './pictureProperty.ts';
import { builtConverter } from './testConverter.ts';

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
/** Of the process, with the second decoder that checks pictures of up to 36 megapixels. */
const mostBytes = 1.5e9;
const outcomes = new Map<string, number>();
let done = 0;
let mostMemory = 0;
let slowest = 0;
let last = performance.now();
const start = last;

const converter = builtConverter();
const property = pictureProperty(await seedFiles(), {
	converter,
	tell: (outcome) => {
		outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
		const now = performance.now();
		slowest = Math.max(slowest, now - last);
		last = now;
		mostMemory = Math.max(mostMemory, process.memoryUsage.rss());
		done++;
		if (done % 10_000 === 0) console.log(`${done} done, ${summary()}`);
	},
});

console.log(`${runs} cases, seed ${seed}`);
try {
	await fc.assert(property, { numRuns: runs, seed });
	if (outcomes.has('conversionSlow')) throw new Error('A picture took longer than a minute.');
	if (mostMemory > mostBytes) throw new Error('The process grew over its limit.');
	console.log(`${done} cases: each became a picture that can be sent or a refusal.\n${summary()}`);
} catch (error) {
	console.error(error);
	console.log(summary());
	process.exitCode = 1;
} finally {
	converter.dispose();
}

function summary(): string {
	const seconds = ((performance.now() - start) / 1000).toFixed(0);
	const counts = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
	return `${seconds} s, slowest ${slowest.toFixed(0)} ms, at most ${(mostMemory / 1e6).toFixed(0)} MB; ${counts}`;
}

// The work of `npm run fuzz`: `node fuzzCases.ts [PART …] [--runs N] [--seed N]`. Whatever comes in, it is read or refused. Ends
// with an error and the smallest case that it finds when not, or when one takes longer or more memory than it may.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { createVideoWorker } from '../../src/converter/videoWorker.ts';
import { builtFolder } from '../unit/local/builtFolder.ts';
import { answerProperty } from './answerProperty.ts';
import { usualLimits, watchCases, type CaseLimits, type CaseWatch } from './caseWatch.ts';
import { memoryOfChildren } from './childMemory.ts';
import { documentProperty } from './documentProperty.ts';
import { pictureProperty, seedFiles } from './pictureProperty.ts';
import { builtConverter } from './testConverter.ts';
import { videoProperty } from './videoProperty.ts';

interface Part {
	/** Of all cases, in hundredths. */
	readonly share: number;
	readonly limits: CaseLimits;
	/** Whether the work is done in a process of its own, whose memory counts then. */
	readonly inChild: boolean;
	readonly run: (watch: CaseWatch, parameters: Readonly<{ numRuns: number; seed: number }>) => Promise<void>;
}

const parts: Readonly<Record<string, Part>> = {
	pictures: {
		share: 25,
		// A picture of 36 megapixels can be made of a few bytes, and is decoded.
		limits: { milliseconds: 10_000, growth: 1e9 },
		inChild: true,
		run: async ({ tell }, parameters) => {
			const converter = builtConverter();
			try {
				await fc.assert(pictureProperty(await seedFiles(), { converter, tell }), parameters);
			} finally {
				converter.dispose();
			}
		},
	},
	documents: {
		share: 30,
		limits: usualLimits,
		inChild: false,
		run: async ({ tell }, parameters) => fc.assert(documentProperty({ tell }), parameters),
	},
	answers: {
		share: 30,
		limits: usualLimits,
		inChild: false,
		run: async ({ tell }, parameters) => fc.assert(answerProperty({ tell }), parameters),
	},
	videos: {
		share: 15,
		limits: usualLimits,
		inChild: true,
		run: async ({ tell }, parameters) => {
			const thread = createVideoWorker({ folder: builtFolder(), limit: 1500 });
			try {
				await fc.assert(videoProperty(thread, { tell }), parameters);
			} finally {
				thread.dispose();
			}
		},
	},
};

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { runs: { type: 'string' }, seed: { type: 'string' } },
});
const runs = Number(values.runs ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const chosen = Object.entries(parts).filter(([name]) => positionals.length === 0 || positionals.includes(name));
const shares = chosen.reduce((sum, [, { share }]) => sum + share, 0);

for (const [name, { share, limits, inChild, run }] of chosen) {
	const numRuns = Math.round((runs * share) / shares);
	console.log(`${name}: ${numRuns} cases, seed ${seed}`);
	const watch = watchCases(limits, inChild ? memoryOfChildren : undefined);
	const timer = setInterval(() => console.log(`  ${watch.count} done, ${watch.summary()}`), 60_000);
	try {
		await run(watch, { numRuns, seed });
	} catch (error) {
		console.error(error);
		process.exitCode = 1;
	} finally {
		clearInterval(timer);
	}
	console.log(`${name}: ${watch.count} cases in ${watch.summary()}`);
}

// Prepares a hostile picture in a process of its own and prints what it took: `node hostileProcess.ts NAME BYTES`.
import { FailureError } from '../../src/core/failure.ts';
import { hostilePictures } from './hostilePictures.ts';
import { builtConverter, prepareWith } from './testConverter.ts';

/** What a process says of a picture. Milliseconds and bytes of the resident set. */
export interface HostileWork {
	readonly outcome: string;
	readonly milliseconds: number;
	/** By how much the process grew at most, with the file in memory before. */
	readonly growth: number;
}

const [name = '', bytes = '0'] = process.argv.slice(2);
const picture = hostilePictures.find((one) => one.name === name);
if (!picture) throw new Error(`There is no "${name}".`);
const file = await picture.make(Number(bytes));
globalThis.gc?.();
const converter = builtConverter();
const before = process.memoryUsage.rss();
const start = performance.now();
let most = before;
// The thread's memory is the process's: the peak is looked at from here, whatever it was while the file was made.
const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
let outcome = 'picture';
try {
	await prepareWith(converter, { bytes: file });
} catch (error) {
	if (!(error instanceof FailureError)) throw error;
	outcome = error.failure.kind;
	if (process.env['VERBOSE']) console.error(error.failure, error.cause);
}
clearInterval(timer);
most = Math.max(most, process.memoryUsage.rss());
const work: HostileWork = { outcome, milliseconds: performance.now() - start, growth: most - before };
console.log(JSON.stringify(work));
process.exit(0);

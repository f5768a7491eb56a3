// Prepares a hostile picture in a process of its own and prints what it took: `node hostileProcess.ts NAME BYTES`.
import { FailureError } from '../../src/core/failure.ts';
import { serviceLimits } from '../../src/core/image/pictureLimits.ts';
import { watchChildren } from './childMemory.ts';
import { hostilePictures } from './hostilePictures.ts';
import { builtConverter, prepareWith } from './testConverter.ts';

/** What a process says of a picture. Milliseconds and bytes of the resident set. */
export interface HostileWork {
	readonly outcome: string;
	readonly milliseconds: number;
	/** Of the process in which it is prepared, with the file in it; 0 where that can't be told. */
	readonly peak: number;
}

const [name = '', bytes = '0'] = process.argv.slice(2);
const picture = hostilePictures.find((one) => one.name === name);
if (!picture) throw new Error(`There is no "${name}".`);
const file = await picture.make(Number(bytes));
const converter = builtConverter();
const memory = watchChildren();
const start = performance.now();
let outcome = 'picture';
try {
	await prepareWith(converter, { bytes: file }, { ...serviceLimits(10), frames: 5 });
} catch (error) {
	if (!(error instanceof FailureError)) throw error;
	outcome = error.failure.kind;
	if (process.env['VERBOSE']) console.error(error.failure, error.cause);
}
const work: HostileWork = { outcome, milliseconds: performance.now() - start, peak: memory.end() };
console.log(JSON.stringify(work));
process.exit(0);

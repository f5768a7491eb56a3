// Prepares pictures in a process of its own and prints what it took: `node pictureProcess.ts ours|sharp TIMES FILE`.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { FailureError } from '../../src/core/failure.ts';
import { serviceLimits } from '../../src/core/image/pictureLimits.ts';
import { memoryOfChildren, watchChildren } from '../support/childMemory.ts';
import { builtConverter } from '../support/testConverter.ts';

/** What a process says of its work. Milliseconds and bytes of the resident set. */
export interface PictureWork {
	readonly milliseconds: number;
	readonly before: number;
	/** As soon as the work is done. */
	readonly end: number;
	/** Of the process from its start, with its worker. */
	readonly peak: number;
	/** After the worker has ended; that of `sharp` ends with the process. */
	readonly after: number;
	readonly outcome: string;
}

// The same file again must cost the same.
sharp.cache(false);
const [how = '', times = '1', file = ''] = process.argv.slice(2);
const converter = builtConverter();
const bytes = how === 'sharp' ? await readFile(file) : Buffer.alloc(0);
// What both load at their first picture isn't what is measured.
globalThis.gc?.();
const before = process.memoryUsage.rss();
const children = watchChildren();
const start = performance.now();
let outcome = '';
for (let count = 0; count < Number(times); count++) outcome = await prepare();
const milliseconds = performance.now() - start;
const end = process.memoryUsage.rss() + memoryOfChildren();
const childPeak = children.end();
converter.dispose();
// The worker's memory is given back when it has ended.
await new Promise((resolve) => setTimeout(resolve, 200));
globalThis.gc?.();
// What Linux says of a process at most begins with the process that started it; a worker's own is told by itself.
const peak =
	how === 'sharp' ? process.resourceUsage().maxRSS * 1024 : Math.max(before, process.memoryUsage.rss()) + childPeak;
const work: PictureWork = { milliseconds, before, end, peak, after: process.memoryUsage.rss(), outcome };
console.log(JSON.stringify(work));
process.exit(0);

async function prepare(): Promise<string> {
	if (how === 'sharp') {
		// The same size, as nearly as it matters, and the same quality.
		const { info } = await sharp(bytes, { limitInputPixels: false })
			.rotate()
			.resize(2522, 1891, { fit: 'inside' })
			.jpeg({ quality: 90 })
			.toBuffer({ resolveWithObject: true });
		return `${info.width}×${info.height}`;
	}
	try {
		// As a file of this machine comes: the worker reads it.
		const options = { limits: serviceLimits(10), signal: new AbortController().signal };
		const [image] = await converter.prepare({ name: 'picture', path: file }, options);
		return image ? `${image.width}×${image.height}` : '';
	} catch (error) {
		if (error instanceof FailureError) return error.failure.kind;
		throw error;
	}
}

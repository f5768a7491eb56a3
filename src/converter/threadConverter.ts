import { join } from 'node:path';
import type { Conversion, ConversionRequest, Converter } from '../core/image/conversion.ts';
import { FailureError } from '../core/failure.ts';
import { type StartTimer, WorkerThread } from '../threads/workerThread.ts';

/** What the thread is started with. */
export interface ConverterStart {
	/** The folder with its programs and fonts. */
	readonly folder: string;
}

/** A converter in a thread of its own. `dispose` ends it. */
export interface ThreadConverter extends Converter {
	/** Whether the thread is there. */
	readonly running: boolean;
	dispose(): void;
}

/** Short: a large picture leaves hundreds of megabytes behind, and to start anew costs a fifth of a second. */
const idleMilliseconds = 5000;

/** Bytes: what a photo of 48 megapixels leaves behind is less, and the next one need not wait for a new thread. */
const mostGrowth = 400_000_000;

/** Long enough for 100 megapixels on a slow machine; a file made to take for ever ends here. */
const limitMilliseconds = 60_000;

/** `folder`: the built folder local/ with the thread's script, its programs and its fonts. */
export function createThreadConverter({
	folder,
	limit = limitMilliseconds,
	startTimer,
}: {
	readonly folder: string;
	/** For tests: milliseconds for one picture. */
	readonly limit?: number | undefined;
	/** For tests: the clock that ends an idle thread. */
	readonly startTimer?: StartTimer | undefined;
}): ThreadConverter {
	const data: ConverterStart = { folder };
	const thread = new WorkerThread<ConversionRequest, Conversion>({
		file: join(folder, 'converter.mjs'),
		name: 'Glimpse pictures',
		data,
		idle: idleMilliseconds,
		growth: mostGrowth,
		limit,
		startTimer,
	});
	return {
		get running() {
			return thread.running;
		},
		async convert(request, { name, signal }) {
			const reports = thread.ask(request, {
				signal,
				isLast: () => true,
				failure: (why, reason) =>
					why === 'late' ? { kind: 'conversionSlow', name } : { kind: 'conversionFailed', name, reason },
			});
			for await (const report of reports) return report;
			throw new FailureError({ kind: 'conversionFailed', name, reason: 'nothing came out' });
		},
		dispose: () => thread.dispose(),
	};
}

import { join } from 'node:path';
import { FailureError, type Failure } from '../core/failure.ts';
import type { PreparedImage } from '../core/media.ts';
import type { PictureLimits } from '../core/image/pictureLimits.ts';
import type { ForeignFile } from '../workers/foreignFile.ts';
import { type StartTimer, type WorkerMemory, WorkerProcess } from '../workers/workerProcess.ts';

/** What the process is started with. */
export interface ConverterStart {
	/** The folder with its programs and fonts. */
	readonly folder: string;
}

/** From the host to the process: prepare this picture. */
export interface PictureRequest {
	readonly file: ForeignFile;
	readonly limits: PictureLimits;
}

/** From the process to the host: the pictures that can be sent, or why there are none. */
export type PictureReport =
	| { readonly kind: 'prepared'; readonly images: readonly PreparedImage[] }
	| { readonly kind: 'refused'; readonly failure: Failure };

/** Prepares pictures in a process of its own: nothing of a file is looked at in the host. `dispose` ends it. */
export interface PictureWorker {
	/** Whether the process is there. */
	readonly running: boolean;
	/**
	 * Makes a picture ready to be sent; several come out where it is cut. See `prepare` in core/image.
	 * @throws FailureError what `prepare` and `readForeignFile` throw, `cancelled` as soon as `signal` is aborted,
	 * `conversionSlow`, `pictureTooComplex` or `conversionFailed`
	 */
	prepare(
		file: ForeignFile,
		how: { readonly limits: PictureLimits; readonly signal: AbortSignal },
	): Promise<readonly PreparedImage[]>;
	dispose(): void;
}

/** Short: a large picture leaves hundreds of megabytes behind, and to start anew costs a fifth of a second. */
const idleMilliseconds = 5000;

/** Bytes: what a photo of 48 megapixels leaves behind is less, and the next one need not wait for a new process. */
const idleMemory = 450_000_000;

/** Long enough for 100 megapixels on a slow machine; a file made to take for ever ends here. */
const limitMilliseconds = 60_000;

/** A gigabyte in all, less what may come between two looks at it. */
const memory: WorkerMemory = { heap: 512, process: 950_000_000 };

/** `folder`: the built folder local/ with the process's script, its programs and its fonts. */
export function createPictureWorker({
	folder,
	limit = limitMilliseconds,
	startTimer,
}: {
	readonly folder: string;
	/** For tests: milliseconds for one picture. */
	readonly limit?: number | undefined;
	/** For tests: the clock that ends an idle worker. */
	readonly startTimer?: StartTimer | undefined;
}): PictureWorker {
	const data: ConverterStart = { folder };
	const worker = new WorkerProcess<PictureRequest, PictureReport>({
		file: join(folder, 'converter.mjs'),
		name: 'Glimpse pictures',
		data,
		idle: idleMilliseconds,
		idleMemory,
		limit,
		memory,
		startTimer,
	});
	return {
		get running() {
			return worker.running;
		},
		async prepare(file, { limits, signal }) {
			const { name } = file;
			const report = await worker.askOnce(
				{ file, limits },
				{
					signal,
					failure: (why, reason) =>
						why === 'late'
							? { kind: 'conversionSlow', name }
							: why === 'memory'
								? { kind: 'pictureTooComplex', name }
								: { kind: 'conversionFailed', name, reason },
				},
			);
			if (report.kind === 'refused') throw new FailureError(report.failure);
			return report.images;
		},
		dispose: () => worker.dispose(),
	};
}

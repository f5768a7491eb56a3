import { join } from 'node:path';
import { FailureError, type Failure } from '../core/failure.ts';
import type { PreparedImage, Region } from '../core/media.ts';
import type { PictureLimits } from '../core/image/pictureLimits.ts';
import type { ForeignFile } from '../workers/foreignFile.ts';
import { type StartTimer, type WorkerMemory, WorkerProcess } from '../workers/workerProcess.ts';

/** The data with which the process is started. */
export interface ConverterStart {
	/** The folder with its programs and fonts. */
	readonly folder: string;
}

/** A request from the host to the process to prepare a picture. */
export interface PictureRequest {
	readonly file: ForeignFile;
	readonly limits: PictureLimits;
	/** The part to cut out; undefined for the whole picture. */
	readonly region?: Region | undefined;
}

/** The reply of the process: pictures ready to be sent, or the reason for none. */
export type PictureReport =
	| { readonly kind: 'prepared'; readonly images: readonly PreparedImage[] }
	| { readonly kind: 'refused'; readonly failure: Failure };

/** A worker that prepares pictures in a process of its own: the host never examines a file. `dispose` ends it. */
export interface PictureWorker {
	/** True while the process exists. */
	readonly running: boolean;
	/** Starts the process while a question is still being put; see `WorkerProcess`. */
	startAhead(): Promise<void>;
	/**
	 * Prepares a picture for sending; it becomes several if it is cut. See `prepare` in core/image.
	 * @throws FailureError what `prepare` and `readForeignFile` throw, `cancelled` as soon as `signal` is aborted,
	 * `conversionSlow`, `pictureTooComplex` or `conversionFailed`
	 */
	prepare(
		file: ForeignFile,
		how: { readonly limits: PictureLimits; readonly region?: Region | undefined; readonly signal: AbortSignal },
	): Promise<readonly PreparedImage[]>;
	dispose(): void;
}

/** Short: a large picture leaves hundreds of megabytes behind, and a restart costs a fifth of a second. */
const idleMilliseconds = 5000;

/** Bytes: more than a photo of 48 megapixels leaves behind, or a capture of 12, so that the next one needs no new process. */
const idleMemory = 600_000_000;

/** Long enough for 100 megapixels on a slow machine; a file made to take forever ends here. */
const limitMilliseconds = 60_000;

/** A gigabyte in all, less the growth between two checks. */
const memory: WorkerMemory = { heap: 512, process: 950_000_000 };

/** Creates the worker. `folder` is the built folder local/ with the process's script, programs and fonts. */
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
		async prepare(file, { limits, region, signal }) {
			const { name } = file;
			const report = await worker.askOnceOrAnew(
				{ file, limits, region },
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
		startAhead: () => worker.startAhead(),
		dispose: () => worker.dispose(),
	};
}

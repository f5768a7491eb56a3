import { join } from 'node:path';
import { FailureError, type Failure } from '../core/failure.ts';
import type { PreparedVideo } from '../core/media.ts';
import type { VideoDemand } from '../core/video/prepareVideo.ts';
import type { ForeignFile } from '../workers/foreignFile.ts';
import { type WorkerMemory, WorkerProcess } from '../workers/workerProcess.ts';

/** A request from the host to the process to prepare a video. */
export interface VideoRequest {
	readonly file: ForeignFile;
	readonly asked: VideoDemand;
}

/** The reply of the process: the video ready to be sent, or the reason for none. */
export type VideoReport =
	| { readonly kind: 'prepared'; readonly video: PreparedVideo }
	| { readonly kind: 'refused'; readonly failure: Failure };

/** A worker that prepares videos in a process of its own: the host never examines a file. `dispose` ends it. */
export interface VideoWorker {
	/**
	 * Prepares a video for a model. Of a file on disk, only the part to be sent is read.
	 * @throws FailureError what `prepareVideo` and `foreignFileSize` throw, `cancelled` as soon as `signal` is aborted,
	 * or `videoBroken`
	 */
	prepare(file: ForeignFile, asked: VideoDemand, signal: AbortSignal): Promise<PreparedVideo>;
	dispose(): void;
}

const idleMilliseconds = 5000;

/**
 * A video's headers are read in a moment, the largest one sent in some seconds; a file made to take forever ends here.
 */
const limitMilliseconds = 30_000;

/** The largest video that a model takes has 200 MB, and is in memory twice while it is passed on. */
const memory: WorkerMemory = { heap: 128, process: 700_000_000 };

/** Creates the worker. `folder` is the built folder local/ with the process's script. */
export function createVideoWorker({
	folder,
	limit = limitMilliseconds,
}: {
	readonly folder: string;
	/** For tests: milliseconds for one video. */
	readonly limit?: number;
}): VideoWorker {
	const worker = new WorkerProcess<VideoRequest, VideoReport>({
		file: join(folder, 'video.mjs'),
		name: 'Glimpse videos',
		idle: idleMilliseconds,
		limit,
		memory,
	});
	return {
		async prepare(file, asked, signal) {
			const failure = (): Failure => ({ kind: 'videoBroken', name: file.name });
			const report = await worker.askOnce({ file, asked }, { signal, failure });
			if (report.kind === 'refused') throw new FailureError(report.failure);
			return report.video;
		},
		dispose: () => worker.dispose(),
	};
}

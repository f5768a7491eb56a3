import { join } from 'node:path';
import { type StartTimer, WorkerProcess } from '../workers/workerProcess.ts';
import type { ReadingLimits, ReadReport, ReadRequest, Script, WorkerStart } from './messages.ts';

/** The process that reads pictures. */
export type OcrWorker = WorkerProcess<ReadRequest, ReadReport>;

/** Milliseconds that the process stays: a question is often followed by another, and a start costs half a second. */
const idleMilliseconds = 60_000;

/** The usual limits: a page of 700 lines takes two minutes on a slow machine. */
const usualLimits: ReadingLimits = { milliseconds: 4 * 60_000, lines: 2000 };

/** Milliseconds for work that the process can't interrupt itself: decoding the picture, finding lines, reading one. */
const grace = 60_000;

export function createOcrWorker(options: {
	readonly folder: string;
	readonly scripts: readonly Script[];
	/** For tests: the limits of reading a picture. */
	readonly limits?: ReadingLimits | undefined;
	readonly startTimer?: StartTimer | undefined;
}): OcrWorker {
	const { folder, scripts, limits = usualLimits, startTimer } = options;
	const data: WorkerStart = { folder, scripts, limits };
	return new WorkerProcess({
		file: join(folder, 'worker.mjs'),
		name: 'Glimpse text recognition',
		data,
		idle: idleMilliseconds,
		memory: { heap: 512, process: 950_000_000 },
		limit: limits.milliseconds + grace,
		startTimer,
	});
}

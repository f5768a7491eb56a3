import { join } from 'node:path';
import { type StartTimer, WorkerProcess } from '../../threads/workerProcess.ts';
import type { ReadReport, ReadRequest, Script, WorkerStart } from './messages.ts';

/** The thread that reads pictures. */
export type PictureReader = WorkerProcess<ReadRequest, ReadReport>;

/** The thread stays for a minute: a question is often followed by another, and to start it costs half a second. */
const idleMilliseconds = 60_000;

export function createPictureReader(options: {
	readonly folder: string;
	readonly scripts: readonly Script[];
	readonly startTimer?: StartTimer | undefined;
}): PictureReader {
	const { folder, scripts, startTimer } = options;
	const data: WorkerStart = { folder, scripts };
	return new WorkerProcess({
		file: join(folder, 'worker.mjs'),
		name: 'Glimpse text recognition',
		data,
		idle: idleMilliseconds,
		memory: { heap: 512, process: 950_000_000 },
		startTimer,
	});
}

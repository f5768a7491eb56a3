// The thread that decodes pictures and reads their text. It is built as a file of its own, dist/local/worker.mjs.
import { parentPort, workerData } from 'node:worker_threads';
import type { ReadReport, ReadRequest, WorkerStart } from './messages.ts';
import { loadVips } from '../../threads/loadVips.ts';
import type { FailedReport } from '../../threads/workerThread.ts';
import { readPicture, type ReadingTools } from './readPicture.ts';
import { Recogniser } from './recogniser.ts';

const { folder, scripts, limits }: WorkerStart = workerData;
const report = (message: ReadReport | FailedReport): void => parentPort?.postMessage(message, []);

let tools: Promise<ReadingTools> | undefined;

async function start(): Promise<ReadingTools> {
	const vips = await loadVips(folder);
	return { vips, recogniser: await Recogniser.start(folder), scripts, limits };
}

async function read(request: ReadRequest): Promise<void> {
	try {
		for await (const message of readPicture(request, await (tools ??= start()))) report(message);
	} catch (error) {
		report({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
	}
}

parentPort?.on('message', (request: ReadRequest) => void read(request));

// The thread that reads videos. It is built as a file of its own, dist/local/video.mjs.
import { parentPort } from 'node:worker_threads';
import { FailureError } from '../core/failure.ts';
import { prepareVideo } from '../core/video/prepareVideo.ts';
import { foreignFileSize, readForeignFile } from '../threads/foreignFile.ts';
import type { FailedReport } from '../threads/workerThread.ts';
import type { VideoReport, VideoRequest } from './threadVideo.ts';

async function read({ file, asked }: VideoRequest): Promise<VideoReport | FailedReport> {
	try {
		const { name } = file;
		const byteLength = await foreignFileSize(file);
		const source = file.bytes ?? { path: file.path };
		const readAll = (): Promise<Uint8Array> => readForeignFile(file, byteLength);
		return { kind: 'prepared', video: await prepareVideo({ name, byteLength, source, readAll }, asked) };
	} catch (error) {
		if (error instanceof FailureError) return { kind: 'refused', failure: error.failure };
		return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
	}
}

parentPort?.on('message', (request: VideoRequest) => void answer(request));

async function answer(request: VideoRequest): Promise<void> {
	const report = await read(request);
	const buffer = report.kind === 'prepared' ? report.video.bytes.buffer : undefined;
	parentPort?.postMessage(report, buffer instanceof ArrayBuffer ? [buffer] : []);
}

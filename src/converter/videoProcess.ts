// The process that reads videos, built as a file of its own: dist/local/video.mjs.
import { FailureError } from '../core/failure.ts';
import { prepareVideo } from '../core/video/prepareVideo.ts';
import { claimsTooMuch } from '../core/video/sampleTables.ts';
import { foreignFileSize, readForeignFile, readForeignPart } from '../workers/foreignFile.ts';
import { serve } from '../workers/serve.ts';
import type { VideoReport, VideoRequest } from './videoWorker.ts';

async function prepareOne({ file, asked }: VideoRequest): Promise<VideoReport> {
	try {
		const { name } = file;
		const byteLength = await foreignFileSize(file);
		if (await claimsTooMuch((offset, length) => readForeignPart(file, offset, length), byteLength)) {
			return { kind: 'refused', failure: { kind: 'videoBroken', name } };
		}
		const source = file.bytes ?? { path: file.path };
		const readAll = (): Promise<Uint8Array> => readForeignFile(file, byteLength);
		return { kind: 'prepared', video: await prepareVideo({ name, byteLength, source, readAll }, asked) };
	} catch (error) {
		if (error instanceof FailureError) return { kind: 'refused', failure: error.failure };
		throw error;
	}
}

serve<VideoRequest, VideoReport>(async (request, report) => report(await prepareOne(request)));

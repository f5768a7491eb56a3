// The thread that converts pictures. It is built as a file of its own, dist/local/converter.mjs.
import { parentPort, workerData } from 'node:worker_threads';
import type { Conversion, ConversionRequest } from '../core/image/conversion.ts';
import { loadVips, type VipsLibrary } from '../threads/loadVips.ts';
import type { FailedReport } from '../threads/workerThread.ts';
import { convertPicture } from './convertPicture.ts';
import type { ConverterStart } from './threadConverter.ts';

const { folder }: ConverterStart = workerData;

let vips: Promise<VipsLibrary> | undefined;

async function convert(request: ConversionRequest): Promise<Conversion | FailedReport> {
	try {
		vips ??= loadVips(folder);
		return await convertPicture(request, { vips: await vips, folder });
	} catch (error) {
		return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
	}
}

parentPort?.on('message', (request: ConversionRequest) => void answer(request));

async function answer(request: ConversionRequest): Promise<void> {
	const report = await convert(request);
	const buffers = report.kind === 'converted' ? report.pictures.map(({ bytes }) => bytes.buffer) : [];
	parentPort?.postMessage(
		report,
		buffers.filter((buffer) => buffer instanceof ArrayBuffer),
	);
}

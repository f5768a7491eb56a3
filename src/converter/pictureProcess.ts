// The process that judges and converts pictures. It is built as a file of its own, dist/local/converter.mjs.
import { FailureError } from '../core/failure.ts';
import type { Converter } from '../core/image/conversion.ts';
import { prepare } from '../core/image/prepare.ts';
import { mostFileBytes, readForeignFile } from '../workers/foreignFile.ts';
import { loadVips, type VipsLibrary } from '../workers/loadVips.ts';
import { serve, startData } from '../workers/serve.ts';
import { convertPicture } from './convertPicture.ts';
import type { ConverterStart, PictureReport, PictureRequest } from './pictureWorker.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the host's own
const { folder } = startData() as ConverterStart;

let vips: Promise<VipsLibrary> | undefined;

/** Loaded for the first picture that can't be sent as it is. */
const converter: Converter = {
	convert: async (request) => {
		vips ??= loadVips(folder);
		return convertPicture(request, { vips: await vips, folder });
	},
};

/** Nobody can abort it: a process whose work isn't wanted any more is ended. */
const never = new AbortController().signal;

async function preparePicture({ file, limits }: PictureRequest): Promise<PictureReport> {
	try {
		const bytes = await readForeignFile(file, mostFileBytes);
		return {
			kind: 'prepared',
			images: await prepare({ bytes, name: file.name }, { converter, limits, signal: never }),
		};
	} catch (error) {
		if (error instanceof FailureError) return { kind: 'refused', failure: error.failure };
		throw error;
	}
}

serve<PictureRequest, PictureReport>(async (request, report) => {
	const found = await preparePicture(request);
	// A program that ran out of its memory can't be started anew.
	const isSpent = found.kind === 'refused' && found.failure.kind === 'pictureTooComplex';
	report(found, isSpent ? 'spent' : undefined);
});

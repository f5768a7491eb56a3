// The process that examines and converts pictures, built as a file of its own: dist/local/converter.mjs.
import { FailureError } from '../core/failure.ts';
import type { Converter } from '../core/image/conversion.ts';
import { prepare } from '../core/image/prepare.ts';
import { mostFileBytes } from '../core/media.ts';
import { readForeignFile } from '../workers/foreignFile.ts';
import { loadVips, type VipsCodec, type VipsLibrary } from '../workers/loadVips.ts';
import { serve, startData } from '../workers/serve.ts';
import { convertPicture } from './convertPicture.ts';
import { vipsCodecs } from './openPicture.ts';
import { zlib } from './zlib.ts';
import type { ConverterStart, PictureReport, PictureRequest } from './pictureWorker.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the host
const { folder } = startData() as ConverterStart;

const libraries = new Map<VipsCodec | undefined, Promise<VipsLibrary>>();

/** Loads vips for the first picture that can't be sent as it is, or ahead of it; and again with the codec of one that needs it. */
function load(codec?: VipsCodec): Promise<VipsLibrary> {
	const loaded = libraries.get(codec) ?? loadVips(folder, codec);
	libraries.set(codec, loaded);
	return loaded;
}

const converter: Converter = {
	convert: async (request) => convertPicture(request, { vips: await load(vipsCodecs[request.mediaType]), folder }),
};

/** A signal that is never aborted: a process whose work is no longer wanted is killed. */
const never = new AbortController().signal;

async function preparePicture({ file, limits, region }: PictureRequest): Promise<PictureReport> {
	try {
		const bytes = await readForeignFile(file, mostFileBytes);
		return {
			kind: 'prepared',
			images: await prepare({ bytes, name: file.name, region }, { converter, zlib, limits, signal: never }),
		};
	} catch (error) {
		if (error instanceof FailureError) return { kind: 'refused', failure: error.failure };
		throw error;
	}
}

serve<PictureRequest, PictureReport>(
	async (request, report) => {
		const found = await preparePicture(request);
		// A program that ran out of memory can't be restarted.
		const isSpent = found.kind === 'refused' && found.failure.kind === 'pictureTooComplex';
		report(found, isSpent ? 'spent' : undefined);
	},
	() => load(),
);

import startAvif, { type AVIFModule } from '@jsquash/avif/codec/dec/avif_dec.js';
import { unpackLimited } from '../../workers/unpack.ts';
import type { DecodedPixels } from './pixels.ts';
import { TooComplexError } from './tooComplex.ts';

let program: Promise<WebAssembly.Module> | undefined;

/** The memory limit of the decoder in bytes. */
const mostBytes = 704 * 2 ** 20;

/** The number of pixels from which a failure is attributed to lack of memory: the decoder gives no reason. */
const largePicture = 16e6;

/**
 * The matrices that the decoder turns into red, green and blue (ITU-T H.273). With any other it gives back memory as it was
 * before, without an error.
 */
const knownMatrices: ReadonlySet<number> = new Set([0, 1, 2, 4, 5, 6, 7, 8, 9, 12]);

/**
 * Decodes an AVIF file's main picture as stored: not rotated, and in its own colours. `codedPixels` is the number that its data
 * announce, `matrices` those that they name. Throws if it is broken, or coded in colours that can't be read.
 * @throws TooComplexError
 */
export async function decodeAvif(
	bytes: Uint8Array,
	about: { readonly folder: string; readonly codedPixels: number; readonly matrices: readonly number[] },
): Promise<DecodedPixels> {
	const unknown = about.matrices.find((matrix) => !knownMatrices.has(matrix));
	if (unknown !== undefined) throw new Error(`Its colours are coded by the matrix ${unknown}, which can't be read.`);
	const decoder = await freshDecoder(about.folder);
	let image: ReturnType<AVIFModule['decode']>;
	try {
		image = decoder.decode(new Uint8Array(bytes), 8);
	} catch (error) {
		throw new TooComplexError(error);
	}
	if (!image && about.codedPixels >= largePicture) throw new TooComplexError('The decoder ran out of memory.');
	if (!image) throw new Error('The picture could not be decoded.');
	const { width, height, data } = image;
	const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	return { width, height, channels: 4, stride: width * 4, pixels };
}

/** Starts a decoder with a memory of its own: nothing of an earlier picture is in it, whatever it gives back. */
async function freshDecoder(folder: string): Promise<AVIFModule> {
	program ??= unpackLimited(folder, { name: 'avif_dec.wasm', mostBytes }).then((bytes) =>
		WebAssembly.compile(new Uint8Array(bytes)),
	);
	const compiled = await program;
	return startAvif({
		instantiateWasm: (
			imports: WebAssembly.Imports,
			receive: (instance: WebAssembly.Instance, program: WebAssembly.Module) => void,
		) => {
			void WebAssembly.instantiate(compiled, imports).then((instance) => receive(instance, compiled));
			return {};
		},
	});
}

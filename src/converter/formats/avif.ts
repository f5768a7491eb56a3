import startAvif, { type AVIFModule } from '@jsquash/avif/codec/dec/avif_dec.js';
import { unpackLimited } from '../../workers/unpack.ts';
import type { DecodedPixels } from './pixels.ts';
import { TooComplexError } from './tooComplex.ts';

let decoder: Promise<AVIFModule> | undefined;

/** The memory limit of the decoder in bytes. */
const mostBytes = 704 * 2 ** 20;

/** The number of pixels from which a failure is attributed to lack of memory: the decoder gives no reason. */
const largePicture = 16e6;

/**
 * Decodes an AVIF file's main picture as stored: not rotated, and in its own colours. `codedPixels` is the number that
 * its data announce. Throws if it is broken.
 * @throws TooComplexError
 */
export async function decodeAvif(
	bytes: Uint8Array,
	{ folder, codedPixels }: { readonly folder: string; readonly codedPixels: number },
): Promise<DecodedPixels> {
	decoder ??= unpackLimited(folder, { name: 'avif_dec.wasm', mostBytes }).then((wasmBinary) =>
		startAvif({ wasmBinary }),
	);
	const program = await decoder;
	let image: ReturnType<AVIFModule['decode']>;
	try {
		image = program.decode(new Uint8Array(bytes), 8);
	} catch (error) {
		// Its memory stays allocated, so the next picture gets a new decoder.
		decoder = undefined;
		throw new TooComplexError(error);
	}
	if (!image && codedPixels >= largePicture) {
		decoder = undefined;
		throw new TooComplexError('The picture could not be decoded with the memory that there is.');
	}
	if (!image) throw new Error('The picture could not be decoded.');
	const { width, height, data } = image;
	const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	return { width, height, channels: 4, stride: width * 4, pixels };
}

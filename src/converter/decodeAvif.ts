import startAvif, { type AVIFModule } from '@jsquash/avif/codec/dec/avif_dec.js';
import type { DecodedPixels } from '../core/image/boxShrink.ts';
import { unpack } from '../threads/unpack.ts';

let decoder: Promise<AVIFModule> | undefined;

/** Decodes an AVIF file's main picture, as it is stored: not turned, and in its own colours. Throws where it is broken. */
export async function decodeAvif(bytes: Uint8Array, folder: string): Promise<DecodedPixels> {
	decoder ??= unpack(folder, 'avif_dec.wasm').then((wasmBinary) => startAvif({ wasmBinary }));
	const image = (await decoder).decode(new Uint8Array(bytes), 8);
	if (!image) throw new Error('The picture could not be decoded.');
	const { width, height, data } = image;
	const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	return { width, height, channels: 4, stride: width * 4, pixels };
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type Vips from 'wasm-vips';
import { unpack } from './unpack.ts';

export type VipsLibrary = typeof Vips;
export type VipsImage = Vips.Image;

/** What vips reads only with a program of its own. */
export type VipsCodec = 'heif' | 'jxl';

/** One decodes while the other shrinks: more would wait for the decoder, and take memory. */
const threads = 2;

/** Loads vips. `folder` contains the library's script and its packed programs. */
export async function loadVips(folder: string, codec?: VipsCodec): Promise<VipsLibrary> {
	const program = await compiled(folder, 'vips.wasm');
	const library: { default: VipsLibrary } = await import(pathToFileURL(join(folder, 'vips-node.mjs')).href);
	const codecName = `vips-${codec}.wasm`;
	const codecs = codec && { [codecName]: await compiled(folder, codecName) };
	const vips = await library.default({
		dynamicLibraries: Object.keys(codecs ?? {}),
		// The build has its script take them so.
		...(codecs ? { codecs } : {}),
		print: () => undefined,
		printErr: () => undefined,
		// By default it reads an unpacked program from a file.
		instantiateWasm: (imports, done) => {
			const instance = new WebAssembly.Instance(program, imports);
			done(instance, program);
			return instance.exports;
		},
	});
	vips.concurrency(threads);
	vips.Cache.max(0);
	return vips;
}

async function compiled(folder: string, name: string): Promise<WebAssembly.Module> {
	return WebAssembly.compile(new Uint8Array(await unpack(folder, name)));
}

/** Runs work that needs the rows of a file in their order. */
export function inOneThread<Result>(vips: VipsLibrary, work: () => Result): Result {
	vips.concurrency(1);
	try {
		return work();
	} finally {
		vips.concurrency(threads);
	}
}

/** Returns the pixels of an image, row by row, computed synchronously. */
export function pixelsOf(image: Vips.Image): Uint8Array {
	const memory = image.writeToMemory();
	return new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength);
}

/** Returns the message of an error; vips throws objects that aren't Errors. */
export function errorMessage(error: unknown): string {
	return typeof error === 'object' && error && 'message' in error ? String(error.message) : String(error);
}

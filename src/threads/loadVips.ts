import type Vips from 'wasm-vips';

export type VipsLibrary = typeof Vips;
export type VipsImage = Vips.Image;

/** `module` is the URL of the library's script; its WebAssembly file lies beside it. */
export async function loadVips(module: URL): Promise<VipsLibrary> {
	const library: { default: VipsLibrary } = await import(module.href);
	const vips = await library.default({ dynamicLibraries: [], print: () => undefined, printErr: () => undefined });
	vips.concurrency(1);
	vips.Cache.max(0);
	return vips;
}

/** The pixels of an image, row by row; computed here and now. */
export function pixelsOf(image: Vips.Image): Uint8Array {
	const memory = image.writeToMemory();
	return new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength);
}

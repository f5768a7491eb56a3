import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { limitMemory } from './limitMemory.ts';

/** Reads a program that the build has packed: the package would grow by a quarter of it otherwise. */
export async function unpack(folder: string, name: string): Promise<Buffer> {
	return promisify(brotliDecompress)(await readFile(join(folder, `${name}.br`)));
}

/** The same, with a limit for the program's memory in bytes. */
export async function unpackLimited(
	folder: string,
	{ name, mostBytes }: { readonly name: string; readonly mostBytes: number },
): Promise<Uint8Array> {
	return limitMemory(await unpack(folder, name), mostBytes);
}

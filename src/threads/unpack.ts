import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

/** Reads a program that the build has packed: the package would grow by a quarter of it otherwise. */
export async function unpack(folder: string, name: string): Promise<Buffer> {
	return promisify(brotliDecompress)(await readFile(join(folder, `${name}.br`)));
}

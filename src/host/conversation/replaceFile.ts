import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file by way of a second one, so that a host that ends in the middle leaves the old one whole. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
	const temporary = `${path}.new`;
	await mkdir(dirname(path), { recursive: true });
	await writeFile(temporary, content);
	await rename(temporary, path);
}

import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

/**
 * Replaces the content of a file as a whole, and keeps its mode; a link stays, and what it leads to is replaced. Returns false,
 * and leaves the file alone, where its content is no longer `before`.
 * @throws what the file system throws
 */
export async function replaceDocument(path: string, before: Uint8Array, after: Uint8Array): Promise<boolean> {
	const file = await realpath(path);
	await access(file, constants.W_OK);
	const { mode } = await stat(file);
	const beside = join(dirname(file), `.${basename(file).slice(0, 100)}.${randomUUID()}`);
	try {
		const handle = await open(beside, 'wx', mode);
		try {
			await handle.writeFile(after);
			await handle.sync();
		} finally {
			await handle.close();
		}
		// The mask of the process may have taken something from it.
		await chmod(beside, mode);
		if (!(await readFile(file)).equals(before)) return false;
		await rename(beside, file);
		return true;
	} finally {
		await rm(beside, { force: true });
	}
}

/** Tells whether a file is in a folder, wherever links lead. */
export async function isInRepository(file: string, root: string): Promise<boolean> {
	const [real, realRoot] = await Promise.all([realpath(file), realpath(root)]);
	return real.startsWith(join(realRoot, sep));
}

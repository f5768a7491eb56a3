import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Kept files hold screenshots: nobody else on this machine may read them. Windows has its own rights in place of modes. */
const fileMode = 0o600;
const folderMode = 0o700;

/** The version of the files with conversations; a file of another one is not read. */
export const keptVersion = 1;

/** The number of bytes up to which a kept conversation is read: one with twenty small copies of pictures has less than 1 MB. */
export const largestKept = 20 * 1024 * 1024;

/** The ending of a temporary file. */
const temporaryEnding = '.new';

/** Milliseconds after which a temporary or unnamed file counts as the leftover of a host that crashed. */
const leftoverAge = 10 * 60 * 1000;

/**
 * Writes a file atomically (temporary file, then rename): a host that ends in the middle leaves the old file intact. The
 * temporary file's name is its own, since two windows may write the same file.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
	const temporary = `${path}.${process.pid}-${randomUUID()}${temporaryEnding}`;
	await mkdir(dirname(path), { recursive: true, mode: folderMode });
	try {
		await writeFile(temporary, content, { mode: fileMode, flag: 'wx' });
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
}

/** Reads a regular file of at most `most` bytes; throws for anything else. */
export async function readBounded(path: string, most: number): Promise<Buffer<ArrayBuffer>> {
	// Looked at before it is opened: opening a pipe would wait for somebody who writes.
	const found = await stat(path);
	if (!found.isFile()) throw new Error('It is not a regular file.');
	const file = await open(path, 'r');
	try {
		const { size } = await file.stat();
		if (size > most) throw new Error(`It has ${size} bytes, more than ${most}.`);
		return await file.readFile();
	} finally {
		await file.close();
	}
}

/** Tells whether a name is plain: such a name can't lead out of its folder, nor name a file that the extension doesn't write. */
export function isPlainName(name: string): boolean {
	return /^[\w-]{1,100}$/.test(name) && !/^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(name);
}

/**
 * Closes a folder of kept files to everybody else, and removes old temporary files in it and old files that `isLeftover` tells by
 * their names. Does nothing for a folder that isn't there.
 */
export async function tidyFolder(folder: string, isLeftover: (name: string) => boolean): Promise<void> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	if (entries.length === 0) return;
	await restrict(folder, folderMode);
	for (const { name } of entries.filter((entry) => entry.isFile())) {
		const path = join(folder, name);
		const isOld = async (): Promise<boolean> => Date.now() - (await stat(path)).mtimeMs > leftoverAge;
		try {
			if ((name.endsWith(temporaryEnding) || isLeftover(name)) && (await isOld())) await rm(path, { force: true });
			else await restrict(path, fileMode);
		} catch {
			// Another window has renamed or removed it.
		}
	}
}

async function restrict(path: string, mode: number): Promise<void> {
	if (process.platform === 'win32') return;
	const current = (await stat(path)).mode & 0o777;
	if (current !== mode) await chmod(path, mode);
}

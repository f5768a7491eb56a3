import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { FailureError } from '../core/failure.ts';

/** A file of unknown origin: a picture or video on this machine, or its bytes. */
export type ForeignFile = { readonly name: string } & (
	{ readonly path: string; readonly bytes?: never } | { readonly bytes: Uint8Array; readonly path?: never }
);

/**
 * Returns the size of a regular file in bytes; checked before anything of it is read.
 * @throws FailureError `fileMissing`, `folder` or `fileUnreadable`
 */
export async function foreignFileSize(file: ForeignFile): Promise<number> {
	if (file.bytes) return file.bytes.byteLength;
	return withRegularFile(file, (_, size) => Promise.resolve(size));
}

/**
 * Reads a regular file of at most `most` bytes.
 * @throws FailureError `fileMissing`, `folder`, `fileUnreadable` or `fileTooLarge`
 */
export async function readForeignFile(file: ForeignFile, most: number): Promise<Uint8Array> {
	const refuseLarge = (byteLength: number): void => {
		if (byteLength > most) throw new FailureError({ kind: 'fileTooLarge', name: file.name, byteLength });
	};
	if (file.bytes) {
		refuseLarge(file.bytes.byteLength);
		return file.bytes;
	}
	return withRegularFile(file, async (handle, size) => {
		refuseLarge(size);
		// Data appended meanwhile are ignored.
		return readBytes(handle, 0, size);
	});
}

/**
 * Does the same at once, for a process that nobody waits for: for small files that takes a third of the time.
 * @throws FailureError like `readForeignFile`
 */
export function readForeignFileAtOnce(
	{ name, path }: { readonly name: string; readonly path: string },
	most: number,
): Uint8Array {
	let file: number | undefined;
	try {
		file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		const stats = fstatSync(file);
		assertRegular(stats, name);
		if (stats.size > most) throw new FailureError({ kind: 'fileTooLarge', name, byteLength: stats.size });
		const bytes = new Uint8Array(stats.size);
		let filled = 0;
		while (filled < bytes.byteLength) {
			const bytesRead = readSync(file, bytes, filled, bytes.byteLength - filled, filled);
			if (bytesRead === 0) break;
			filled += bytesRead;
		}
		return filled === bytes.byteLength ? bytes : bytes.slice(0, filled);
	} catch (error) {
		throw fileFailure(error, name);
	} finally {
		if (file !== undefined) closeSync(file);
	}
}

/**
 * Reads some bytes of a regular file; fewer at its end.
 * @throws FailureError `fileMissing`, `folder` or `fileUnreadable`
 */
export async function readForeignPart(file: ForeignFile, offset: number, length: number): Promise<Uint8Array> {
	if (file.bytes) return file.bytes.subarray(offset, offset + length);
	return withRegularFile(file, (handle, size) =>
		readBytes(handle, offset, Math.min(length, Math.max(0, size - offset))),
	);
}

async function readBytes(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
	const bytes = new Uint8Array(length);
	let filled = 0;
	while (filled < length) {
		const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
		if (bytesRead === 0) break;
		filled += bytesRead;
	}
	return filled === length ? bytes : bytes.slice(0, filled);
}

/**
 * Opens a regular file. A pipe or device is never read, since that might never end; opening one doesn't wait for its
 * other end either.
 */
async function withRegularFile<Result>(
	{ name, path }: { readonly name: string; readonly path: string },
	use: (handle: FileHandle, size: number) => Promise<Result>,
): Promise<Result> {
	let handle: FileHandle | undefined;
	try {
		handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		const stats = await handle.stat();
		assertRegular(stats, name);
		return await use(handle, stats.size);
	} catch (error) {
		throw fileFailure(error, name);
	} finally {
		await handle?.close();
	}
}

/** @throws FailureError `folder` or `fileUnreadable` */
function assertRegular(stats: Stats, name: string): void {
	if (stats.isDirectory()) throw new FailureError({ kind: 'folder', name });
	if (!stats.isFile()) throw new FailureError({ kind: 'fileUnreadable', name });
}

function fileFailure(error: unknown, name: string): FailureError {
	if (error instanceof FailureError) return error;
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	const kind =
		code === 'ENOENT' || code === 'ENOTDIR' ? 'fileMissing' : code === 'EISDIR' ? 'folder' : 'fileUnreadable';
	return new FailureError({ kind, name }, { cause: error });
}

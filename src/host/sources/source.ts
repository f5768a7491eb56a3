import * as vscode from 'vscode';
import { mostFileBytes, type Medium, type Region } from '../../core/media.ts';
import { FailureError } from '../../core/failure.ts';
import type { VersionOf } from './fileVersion.ts';
import { type ForeignFile, readForeignFile } from '../../workers/foreignFile.ts';

/**
 * The origin of a picture or video: a file of any file system that the editor knows, a web address or data URI, or bytes
 * that were pasted or dropped.
 */
export type WholeSource = vscode.Uri | URL | File;

/** A part of a picture, which is cut out of the file itself. */
interface RegionSource {
	readonly whole: WholeSource;
	readonly region: Region;
}

export type Source = WholeSource | RegionSource;

/** Returns the file or address of a source. */
export function wholeOf(source: Source): WholeSource {
	return 'whole' in source ? source.whole : source;
}

/** Tells a source, which is still to be read, from a prepared picture or video. */
export function isSource(medium: Source | Medium): medium is Source {
	return 'whole' in medium || medium instanceof vscode.Uri || medium instanceof URL || medium instanceof File;
}

/** The number of bytes up to which a file is shown before it is sent. */
const maxDisplayedBytes = 50 * 1024 * 1024;

/** Reads the bytes of an attached file, to be shown; undefined for a web address or a file that can't be read. */
export async function readForDisplay(
	source: WholeSource,
	log: Pick<vscode.LogOutputChannel, 'debug'>,
): Promise<Uint8Array | undefined> {
	try {
		if (source instanceof File) return new Uint8Array(await source.arrayBuffer());
		if (source instanceof URL) return undefined;
		return await readFile(source, maxDisplayedBytes);
	} catch (error) {
		// The failure shows when it is sent.
		log.debug(`Could not show an attached picture: ${String(error)}`);
		return undefined;
	}
}

/** Parses a source that `toString` wrote. */
export function parseSource(text: string): WholeSource {
	return /^(https?|data):/.test(text) ? new URL(text) : vscode.Uri.parse(text);
}

/** Returns the address by which the Git extension has a version that is in a commit; undefined for any other. */
export function committedFile({ file, commit }: VersionOf): vscode.Uri | undefined {
	if (commit === undefined) return undefined;
	const uri = vscode.Uri.parse(file);
	return uri.with({ scheme: 'git', query: JSON.stringify({ path: uri.fsPath, ref: commit }) });
}

/** Returns the last part of the path, else the host, for the person who asks. */
export function nameOf(place: vscode.Uri | URL): string {
	if (!(place instanceof URL)) return fileName(place);
	const last = place.pathname.slice(place.pathname.lastIndexOf('/') + 1);
	try {
		return decodeURIComponent(last) || place.host;
	} catch {
		// Not encoded as UTF-8.
		return last;
	}
}

/**
 * Returns a picture or video of any file system that the editor knows. A file of this machine is only named: the process that
 * prepares it reads it. Of any other the bytes are read here.
 * @throws FailureError that says what is wrong with the file
 */
export async function foreignFile(uri: vscode.Uri): Promise<ForeignFile> {
	const name = fileName(uri);
	return uri.scheme === 'file' ? { name, path: uri.fsPath } : { name, bytes: await readFile(uri) };
}

/**
 * Reads a regular file of any file system, of at most `most` bytes.
 * @throws FailureError that says what is wrong with the file
 */
export async function readFile(uri: vscode.Uri, most = mostFileBytes): Promise<Uint8Array> {
	const name = fileName(uri);
	if (uri.scheme === 'file') return readForeignFile({ name, path: uri.fsPath }, most);
	return withFileFailures(name, async () => {
		const byteLength = await fileSize(uri);
		if (byteLength > most) throw new FailureError({ kind: 'fileTooLarge', name, byteLength });
		return vscode.workspace.fs.readFile(uri);
	});
}

/**
 * Returns the size of a file in bytes.
 * @throws FailureError `folder` or `fileUnreadable`, or what the file system throws
 */
async function fileSize(uri: vscode.Uri): Promise<number> {
	const { type, size } = await vscode.workspace.fs.stat(uri);
	const name = fileName(uri);
	if (type & vscode.FileType.Directory) throw new FailureError({ kind: 'folder', name });
	// A pipe or a device: reading it may never end.
	if (type === vscode.FileType.Unknown) throw new FailureError({ kind: 'fileUnreadable', name });
	return size;
}

/** Runs `read`, and turns errors of the file system into a FailureError that names the file. */
async function withFileFailures<T>(name: string, read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		if (error instanceof FailureError) throw error;
		const kind = isFileSystemError(error, 'FileNotFound')
			? 'fileMissing'
			: isFileSystemError(error, 'FileIsADirectory')
				? 'folder'
				: 'fileUnreadable';
		throw new FailureError({ kind, name }, { cause: error });
	}
}

/** Returns the file's name without its folder. */
export function fileName(uri: vscode.Uri): string {
	return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** Tells whether `workspace.fs` failed for this reason. */
function isFileSystemError(error: unknown, code: 'FileNotFound' | 'FileIsADirectory'): boolean {
	return error instanceof vscode.FileSystemError && error.code === code;
}

import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';

/** Bytes of a file that is still read whole into memory. */
export const maxFileBytes = 200 * 1024 * 1024;

/**
 * A picture's bytes from any file system that the editor knows: this machine's, a remote one's or a virtual one.
 * @throws FailureError that says what is wrong with the file
 */
export async function readPicture(uri: vscode.Uri): Promise<{ readonly bytes: Uint8Array; readonly name: string }> {
	const name = fileName(uri);
	return withFileFailures(name, async () => {
		const byteLength = await fileSize(uri);
		if (byteLength > maxFileBytes) throw new FailureError({ kind: 'fileTooLarge', name, byteLength });
		return { bytes: await vscode.workspace.fs.readFile(uri), name };
	});
}

/**
 * The size of a file in bytes.
 * @throws FailureError `folder` or `fileUnreadable`, or what the file system throws
 */
export async function fileSize(uri: vscode.Uri): Promise<number> {
	const { type, size } = await vscode.workspace.fs.stat(uri);
	const name = fileName(uri);
	if (type & vscode.FileType.Directory) throw new FailureError({ kind: 'folder', name });
	// A pipe or a device: reading it might never end.
	if (type === vscode.FileType.Unknown) throw new FailureError({ kind: 'fileUnreadable', name });
	return size;
}

/** Runs what reads a file; what the file system throws becomes a FailureError that names the file. */
export async function withFileFailures<T>(name: string, read: () => Promise<T>): Promise<T> {
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

/** The file's name without its folder. */
export function fileName(uri: vscode.Uri): string {
	return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** Whether `workspace.fs` failed for this reason. */
function isFileSystemError(error: unknown, code: 'FileNotFound' | 'FileIsADirectory'): boolean {
	return error instanceof vscode.FileSystemError && error.code === code;
}

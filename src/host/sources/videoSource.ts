import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import type { PreparedVideo } from '../../core/media.ts';
import type { VideoConsent } from '../../core/video/prepareVideo.ts';
import { fileName, fileSize, maxFileBytes, withFileFailures } from './imageSource.ts';

/** For whom a video is read, and what the user has agreed to. */
export interface VideoRequest {
	readonly model: string;
	readonly consent: readonly VideoConsent[];
}

/**
 * A video from any file system that the editor knows, ready for a model. Of a large file on a disk only what is sent is read.
 * @throws FailureError that says what is wrong with the file, or what `prepareVideo` throws
 */
export async function readVideo(uri: vscode.Uri, asked: VideoRequest): Promise<PreparedVideo> {
	const name = fileName(uri);
	return withFileFailures(name, async () => {
		const byteLength = await fileSize(uri);
		const readAll = async (): Promise<Uint8Array> => vscode.workspace.fs.readFile(uri);
		if (uri.scheme === 'file') {
			const { prepareVideo } = await import('../../core/video/prepareVideo.ts');
			return prepareVideo({ name, byteLength, source: { path: uri.fsPath }, readAll }, asked);
		}
		if (byteLength > maxFileBytes) throw new FailureError({ kind: 'fileTooLarge', name, byteLength });
		return prepareVideoBytes(await readAll(), name, asked);
	});
}

/** The same for a video that is in memory. */
export async function prepareVideoBytes(bytes: Uint8Array, name: string, asked: VideoRequest): Promise<PreparedVideo> {
	const { prepareVideo } = await import('../../core/video/prepareVideo.ts');
	const { byteLength } = bytes;
	return prepareVideo({ name, byteLength, source: bytes, readAll: () => Promise.resolve(bytes) }, asked);
}

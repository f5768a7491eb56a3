import * as vscode from 'vscode';
import { FailureError } from '../core/failure.ts';
import type { PreparedVideo } from '../core/media.ts';
import type { VideoConsent } from '../core/video/prepareVideo.ts';
import { fileSize, maxFileBytes, nameOf, withFileFailures } from './imageSource.ts';

/**
 * A video from any file system that the editor knows, ready for a model. Of a large file on a disk only what is sent is read.
 * @throws FailureError that says what is wrong with the file, or what `prepareVideo` throws
 */
export async function readVideo(
	uri: vscode.Uri,
	asked: { readonly model: string; readonly consent: readonly VideoConsent[] },
): Promise<PreparedVideo> {
	const name = nameOf(uri);
	return withFileFailures(name, async () => {
		const byteLength = await fileSize(uri);
		const { prepareVideo } = await import('../core/video/prepareVideo.ts');
		const readAll = async (): Promise<Uint8Array> => vscode.workspace.fs.readFile(uri);
		if (uri.scheme === 'file') {
			return prepareVideo({ name, byteLength, source: { path: uri.fsPath }, readAll }, asked);
		}
		if (byteLength > maxFileBytes) throw new FailureError({ kind: 'fileTooLarge', name, byteLength });
		const bytes = await readAll();
		return prepareVideo({ name, byteLength, source: bytes, readAll: () => Promise.resolve(bytes) }, asked);
	});
}

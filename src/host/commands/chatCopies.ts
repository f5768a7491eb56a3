import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import * as vscode from 'vscode';
import { fileNameFrom } from '../../core/path.ts';
import type { PreparedImage, PreparedVideo } from '../../core/media.ts';
import { replaceFile } from '../conversation/replaceFile.ts';

// Copies of pictures for the editor's chat, which reads them when the user sends: each is in a folder of its own.

/** Milliseconds for which a copy is kept. */
const keptFor = 24 * 60 * 60 * 1000;

/** Copies a picture as it was prepared. `storage`: the folder of this machine for the open workspace. */
export async function copyForChat(
	storage: string,
	{ name, mediaType, bytes }: PreparedImage | PreparedVideo,
): Promise<vscode.Uri> {
	const [, ending = 'png'] = mediaType.split('/');
	const path = join(folderIn(storage), randomUUID(), `${parse(fileNameFrom(name, 'picture')).name}.${ending}`);
	await replaceFile(path, bytes);
	return vscode.Uri.file(path);
}

/** Removes copies that were made long ago. */
export async function removeOldChatCopies(storage: string): Promise<void> {
	const folder = folderIn(storage);
	for (const name of await readdir(folder).catch(() => [])) {
		const path = join(folder, name);
		const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
		if (Date.now() - mtimeMs > keptFor) await rm(path, { recursive: true, force: true });
	}
}

/** Removes all copies. */
export async function removeChatCopies(storage: string): Promise<void> {
	await rm(folderIn(storage), { recursive: true, force: true });
}

function folderIn(storage: string): string {
	return join(storage, 'chat');
}

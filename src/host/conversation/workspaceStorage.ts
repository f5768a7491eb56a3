import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { renameSync } from 'node:fs';

/** The key of a window's id in the memory that the editor keeps for it over a reload. */
const windowKey = 'windowId';

/**
 * Returns the folder for what belongs to the open workspace, a path of this machine; it need not exist. The editor's own
 * (`ExtensionContext.storageUri`) is locked by the host that uses it: a window that is reloaded while its old host still
 * ends gets another folder, an empty one. A window without a workspace has a folder of its own: several may be open.
 */
export function workspaceStorage(globalStorage: vscode.Uri, memory: vscode.Memento): string {
	const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
	const opened = workspaceFile ? [workspaceFile] : workspaceFolders.map(({ uri }) => uri);
	const folderOf = (owner: string): string =>
		join(globalStorage.fsPath, 'workspaces', createHash('sha256').update(owner).digest('hex').slice(0, 32));
	if (opened.length > 0) return folderOf(opened.join('\n'));
	const known = memory.get<unknown>(windowKey);
	if (typeof known === 'string' && known !== '') return folderOf(known);
	const id = randomUUID();
	void memory.update(windowKey, id);
	adopt(folderOf(''), folderOf(id));
	return folderOf(id);
}

/** Takes over the folder that version 0.1.0 had for all windows without a workspace: the first window gets its conversation. */
function adopt(shared: string, own: string): void {
	try {
		renameSync(shared, own);
	} catch {
		// It isn't there, or another window was first.
	}
}

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';

/**
 * The folder for what belongs to the open workspace, a path of this machine; it need not exist. The editor's own
 * (`ExtensionContext.storageUri`) is locked by the host that uses it: a window that is reloaded while its old host still
 * ends gets another folder, an empty one.
 */
export function workspaceStorage(globalStorage: vscode.Uri): string {
	const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
	const opened = workspaceFile ? [workspaceFile] : workspaceFolders.map(({ uri }) => uri);
	const name = createHash('sha256').update(opened.join('\n')).digest('hex').slice(0, 32);
	return join(globalStorage.fsPath, 'workspaces', name);
}

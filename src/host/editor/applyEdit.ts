import * as vscode from 'vscode';

/** How often an edit is made anew when the document changes in the moment it is applied. */
const tries = 5;

/**
 * Applies the edit that `make` gives. The editor takes it only for the version of the document that this host knows; when that
 * is no longer the last one, the edit is made anew from what the host knows by then.
 *
 * @returns what `make` gave with the edit that was applied; undefined when that was nothing, or the editor refuses
 */
export async function applyEdit<Made extends { readonly edit: vscode.WorkspaceEdit }>(
	make: () => Promise<Made | undefined>,
): Promise<Made | undefined> {
	for (let attempt = 0; attempt < tries; attempt++) {
		const made = await make();
		if (!made || (await vscode.workspace.applyEdit(made.edit))) return made;
	}
	return undefined;
}

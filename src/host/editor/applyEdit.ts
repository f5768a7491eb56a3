import * as vscode from 'vscode';

/** The number of times that an edit is made anew when the document changes at the moment it is applied. */
const tries = 5;

/**
 * Applies the edit that `make` returns. The editor accepts it only for the document version that this host knows; when there is
 * a newer one, the edit is made anew.
 *
 * @returns the result of `make` whose edit was applied; undefined when `make` returned none, or the editor refuses
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

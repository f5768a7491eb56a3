import * as vscode from 'vscode';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import type { TrackedReferences } from './trackedReferences.ts';

/** What was changed in a document, so that it can be told whether it still stands. */
export interface Applied {
	readonly document: vscode.TextDocument;
	/** The document's version with the edit. */
	readonly version: number;
	/** How many of the references were edited. */
	readonly count: number;
	/** Where the first edited reference begins, and the markup that it had. */
	readonly first: { readonly start: number; readonly before: string };
}

/** How often an edit is worked out anew when the document changes in the moment it is applied. */
const tries = 5;

/**
 * Applies one edit for references as they are in that moment: one step to undo, nothing is saved. `edit` gets each reference
 * that is still there. Undefined when there is nothing left to edit, or the editor refuses.
 */
export async function applyEdits(
	tracked: TrackedReferences,
	edit: (reference: ImageReference, index: number) => TextEdit | undefined,
): Promise<Applied | undefined> {
	for (let attempt = 0; attempt < tries; attempt++) {
		await tracked.settle();
		const { document } = tracked;
		if (!document) return undefined;
		const found = tracked.find().flatMap((reference, index) => {
			const made = reference && edit(reference, index);
			return made ? [{ reference, edit: made }] : [];
		});
		const [first] = found;
		if (!first) return undefined;
		const { start, end } = first.reference;
		const before = document.getText().slice(start, end);
		const workspaceEdit = new vscode.WorkspaceEdit();
		for (const each of found) workspaceEdit.replace(document.uri, rangeOf(document, each.edit), each.edit.newText);
		// The editor takes it only for the version that this host knows.
		if (await vscode.workspace.applyEdit(workspaceEdit)) {
			return { document, version: document.version, count: found.length, first: { start, before } };
		}
	}
	return undefined;
}

/** Where something stands in a document, by its offsets. */
export function rangeOf(
	document: vscode.TextDocument,
	{ start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
	return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

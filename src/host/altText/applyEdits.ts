import * as vscode from 'vscode';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import { applyEdit } from '../applyEdit.ts';
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

/**
 * Applies one edit for references as they are in that moment: one step to undo, nothing is saved. `edit` gets each reference
 * that is still there. Undefined when there is nothing left to edit, or the editor refuses.
 */
export async function applyEdits(
	tracked: TrackedReferences,
	edit: (reference: ImageReference, index: number) => TextEdit | undefined,
): Promise<Applied | undefined> {
	const applied = await applyEdit(async () => {
		const references = await tracked.find();
		const { document } = tracked;
		if (!document) return undefined;
		const found = references.flatMap((reference, index) => {
			const made = reference && edit(reference, index);
			return made ? [{ reference, edit: made }] : [];
		});
		const [first] = found;
		if (!first) return undefined;
		const { start, end } = first.reference;
		const before = document.getText().slice(start, end);
		const workspaceEdit = new vscode.WorkspaceEdit();
		for (const each of found) workspaceEdit.replace(document.uri, rangeOf(document, each.edit), each.edit.newText);
		return { edit: workspaceEdit, document, count: found.length, first: { start, before } };
	});
	if (!applied) return undefined;
	const { document, count, first } = applied;
	return { document, version: document.version, count, first };
}

/** Where something stands in a document, by its offsets. */
export function rangeOf(
	document: vscode.TextDocument,
	{ start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
	return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

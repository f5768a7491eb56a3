import * as vscode from 'vscode';
import { decisionEdits } from '../../core/review/decisionEdits.ts';
import { decidedText, type Outcome, type Review, type ReviewRow } from '../../core/review/review.ts';
import { rangeOf } from '../altText/trackedReferences.ts';
import { applyEdit } from '../editor/applyEdit.ts';
import type { ReviewDocuments } from './reviewDocuments.ts';

/**
 * Writes what was decided into the documents as they are now: one edit a document, which is one step to undo there; the editor
 * would undo one edit of several documents in all of them. An image that was changed since is left alone. Yields for each document
 * what became of its rows; nothing where the editor refuses, and a failure where the document can't be read or saved.
 */
export async function* applyDecisions(
	review: Review,
	documents: ReviewDocuments,
	saves: 'closed' | 'nothing',
): AsyncGenerator<AppliedDocument> {
	const decided = review.rows.filter((row) => decidedText(row) !== undefined);
	const isShown = shownDocuments();
	for (const [name, rows] of Map.groupBy(decided, ({ image }) => image.document)) {
		const document = await openDocument(vscode.Uri.parse(name));
		if (!document) {
			yield { outcomes: rows.map(({ image }): RowOutcome => [image.id, 'lost']) };
			continue;
		}
		// One with changes of the person's own is for the person to save.
		const isClosed = !isShown(document) && !document.isDirty;
		try {
			const applied = await applyEdit(async () => makeEdit(document, rows, documents));
			if (applied) yield { outcomes: applied.outcomes };
			if (applied && saves === 'closed' && isClosed) await document.save();
		} catch (error) {
			yield { outcomes: [], error };
		}
	}
}

/** What became of the rows of a document. */
interface AppliedDocument {
	readonly outcomes: readonly RowOutcome[];
	readonly error?: unknown;
}

type RowOutcome = readonly [id: string, outcome: Outcome];

/** Returns the edit for a document as it is by the end of the call. */
async function makeEdit(
	document: vscode.TextDocument,
	rows: readonly ReviewRow[],
	documents: ReviewDocuments,
): Promise<{ readonly edit: vscode.WorkspaceEdit; readonly outcomes: readonly RowOutcome[] }> {
	const { text, references } = await documents.readOpen(document);
	const edits = decisionEdits(rows, { text, references, language: document.languageId });
	const edit = new vscode.WorkspaceEdit();
	for (const each of edits.flatMap((ofRow) => ofRow ?? []))
		edit.replace(document.uri, rangeOf(document, each), each.newText);
	const outcomes = rows.map(({ image }, index): RowOutcome => [image.id, edits[index] ? 'written' : 'lost']);
	return { edit, outcomes };
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
	try {
		return await vscode.workspace.openTextDocument(uri);
	} catch {
		return undefined;
	}
}

/** Returns a check for the documents that are open in a tab now. */
function shownDocuments(): (document: vscode.TextDocument) => boolean {
	const names = new Set(
		vscode.window.tabGroups.all.flatMap(({ tabs }) =>
			tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : [])),
		),
	);
	return ({ uri }) => names.has(uri.toString());
}

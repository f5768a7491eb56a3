import * as vscode from 'vscode';
import { altEdit } from '../../core/markup/altEdit.ts';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import { findAgain } from '../../core/review/findAgain.ts';
import { decorativeEdits } from '../../core/review/ignoreComments.ts';
import { decidedText, type Outcome, type Review, type ReviewRow } from '../../core/review/review.ts';
import { rangeOf } from '../altText/trackedReferences.ts';
import { applyEdit } from '../editor/applyEdit.ts';
import type { ReviewDocuments } from './reviewDocuments.ts';

/**
 * Writes what was decided into the documents as they are now: one edit a document, which is one step to undo there; the editor
 * would undo one edit of several documents in all of them. An image that was changed since is left alone. Returns what became of
 * each row; none of a document whose edit the editor refuses.
 */
export async function applyDecisions(
	review: Review,
	documents: ReviewDocuments,
	saves: 'closed' | 'nothing',
): Promise<readonly RowOutcome[]> {
	const decided = review.rows.filter((row) => decidedText(row) !== undefined);
	const isShown = shownDocuments();
	const outcomes: RowOutcome[] = [];
	for (const [name, rows] of Map.groupBy(decided, ({ image }) => image.document)) {
		const document = await openDocument(vscode.Uri.parse(name));
		if (!document) {
			outcomes.push(...rows.map(({ image }): RowOutcome => [image.id, 'lost']));
			continue;
		}
		const applied = await applyEdit(async () => makeEdit(document, rows, documents));
		outcomes.push(...(applied?.outcomes ?? []));
		if (applied && saves === 'closed' && !isShown(document)) await document.save();
	}
	return outcomes;
}

type RowOutcome = readonly [id: string, outcome: Outcome];

/** Returns the edit for a document as it is by the end of the call. */
async function makeEdit(
	document: vscode.TextDocument,
	rows: readonly ReviewRow[],
	documents: ReviewDocuments,
): Promise<{ readonly edit: vscode.WorkspaceEdit; readonly outcomes: readonly RowOutcome[] }> {
	const { text, references } = await documents.readOpen(document);
	const images = rows.map(({ image }) => image);
	const found = findAgain(images, references, text);
	const edit = new vscode.WorkspaceEdit();
	const outcomes = rows.map((row, index): RowOutcome => {
		const reference = found[index];
		const edits = reference && editsFor(row, reference, document.languageId);
		for (const each of edits ?? []) edit.replace(document.uri, rangeOf(document, each), each.newText);
		return [row.image.id, edits ? 'written' : 'lost'];
	});
	return { edit, outcomes };
}

/** Returns the edits of a row; undefined where the image can't take them. */
function editsFor(row: ReviewRow, reference: ImageReference, language: string): readonly TextEdit[] | undefined {
	const text = decidedText(row);
	if (text === undefined) return undefined;
	if (text === '') return decorativeEdits(reference, language);
	const edit = altEdit(reference, text);
	return edit && [edit];
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

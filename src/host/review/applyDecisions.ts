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
 * Writes what was decided into the documents as they are now, in one edit; an image that was changed since is left alone.
 * Returns what became of each row; none when the editor refuses.
 */
export async function applyDecisions(
	review: Review,
	documents: ReviewDocuments,
	saves: 'closed' | 'nothing',
): Promise<readonly (readonly [id: string, outcome: Outcome])[]> {
	const decided = review.rows.filter((row) => decidedText(row) !== undefined);
	const byDocument = [...Map.groupBy(decided, ({ image }) => image.document)];
	const isShown = shownDocuments();
	const applied = await applyEdit(async () => {
		// A document may change while another is read: the edit is for those that were read.
		for (;;) {
			const made = await makeEdit(byDocument, documents);
			if (made.opened.every(({ document, version }) => document.version === version)) return made;
		}
	});
	if (!applied) return [];
	if (saves === 'closed') {
		const closed = applied.opened.filter(({ document }) => !isShown(document));
		await Promise.all(closed.map(({ document }) => document.save()));
	}
	return applied.outcomes;
}

interface MadeEdit {
	readonly edit: vscode.WorkspaceEdit;
	readonly outcomes: readonly (readonly [string, Outcome])[];
	/** The documents, with the versions that the edit is for. */
	readonly opened: readonly { readonly document: vscode.TextDocument; readonly version: number }[];
}

async function makeEdit(
	byDocument: readonly (readonly [name: string, rows: readonly ReviewRow[]])[],
	documents: ReviewDocuments,
): Promise<MadeEdit> {
	const edit = new vscode.WorkspaceEdit();
	const outcomes: (readonly [string, Outcome])[] = [];
	const opened: { readonly document: vscode.TextDocument; readonly version: number }[] = [];
	for (const [name, rows] of byDocument) {
		const document = await openDocument(vscode.Uri.parse(name));
		if (!document) {
			outcomes.push(...rows.map(({ image }) => [image.id, 'lost'] as const));
			continue;
		}
		opened.push({ document, version: document.version });
		const { text, references } = await documents.read(document.uri);
		const found = findAgain(
			rows.map(({ image }) => image),
			references,
			text,
		);
		for (const [index, row] of rows.entries()) {
			const reference = found[index];
			const edits = reference && editsFor(row, reference, document.languageId);
			outcomes.push([row.image.id, edits ? 'written' : 'lost']);
			for (const each of edits ?? []) edit.replace(document.uri, rangeOf(document, each), each.newText);
		}
	}
	return { edit, outcomes, opened };
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

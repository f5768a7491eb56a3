import * as vscode from 'vscode';
import { asCsv, asMarkdown, type ExportedRow } from '../../core/review/exportReview.ts';
import { rowState, type Review } from '../../core/review/review.ts';

/** Saves rows where the person says, as CSV or Markdown by the file's ending, and opens the file. */
export async function exportRows(review: Review, ids: readonly string[]): Promise<void> {
	const meant = new Set(ids);
	const paths = new Map(review.documents.map(({ uri, path }) => [uri, path]));
	const rows = review.rows
		.filter(({ image }) => meant.has(image.id))
		.map((row): ExportedRow => ({
			path: paths.get(row.image.document) ?? row.image.document,
			line: row.image.line + 1,
			picture: row.image.picture,
			rules: row.image.findings.map(({ rule }) => rule),
			alt: row.image.alt,
			proposed: row.proposal?.alt ?? '',
			state: rowState(row),
		}));
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
	const file = await vscode.window.showSaveDialog({
		title: vscode.l10n.t('Export Review'),
		filters: { CSV: ['csv'], Markdown: ['md'] },
		...(folder && { defaultUri: vscode.Uri.joinPath(folder, 'alt-text-review.csv') }),
	});
	if (!file) return;
	const text = file.path.toLowerCase().endsWith('.md') ? asMarkdown(rows) : asCsv(rows);
	await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
	await vscode.window.showTextDocument(file);
}

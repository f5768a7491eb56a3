import * as vscode from 'vscode';
import { decorativeEdit } from '../../core/markup/altEdit.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { referenceAt } from '../../core/markup/referenceAt.ts';
import type { ReferencePlace } from './generateAltText.ts';
import type { ReadDocument } from './markupDocuments.ts';

/** What is offered for the image at the cursor, or the first one in the selection. */
export function codeActions(
	document: vscode.TextDocument,
	markup: ReadDocument,
	{ range, diagnostics }: { readonly range: vscode.Range; readonly diagnostics: readonly vscode.Diagnostic[] },
): vscode.CodeAction[] {
	const reference = referenceIn(markup, document.offsetAt(range.start), document.offsetAt(range.end));
	if (!reference?.slot) return [];
	const place: ReferencePlace = { uri: document.uri.toString(), start: reference.start };
	const title = reference.state === 'written' ? vscode.l10n.t('Improve alt text') : vscode.l10n.t('Generate alt text');
	const write = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
	write.command = { title, command: 'glimpse.generateAltText', arguments: [place] };
	write.diagnostics = diagnostics.filter(({ source }) => source === 'Glimpse');
	if (!decorativeEdit(reference)) return [write];
	const mark = new vscode.CodeAction(vscode.l10n.t('Mark as decorative'), vscode.CodeActionKind.RefactorRewrite);
	mark.command = { title: mark.title, command: 'glimpse.markDecorative', arguments: [place] };
	return [write, mark];
}

function referenceIn(markup: ReadDocument, start: number, end: number): ImageReference | undefined {
	return referenceAt(markup, start) ?? markup.references.find((each) => each.start < end && start < each.end);
}

import * as vscode from 'vscode';
import { escapeMarkdownText } from '../../core/markup/escapeMarkdownText.ts';
import type { TrackedReferences } from './trackedReferences.ts';

/** Inserts a longer description as a paragraph behind the block with the image; where there is no room, it is copied. */
export async function insertDescription(tracked: TrackedReferences, description: string): Promise<void> {
	const { document } = tracked;
	const at = tracked.find()[0]?.descriptionAt;
	if (!document || !at) {
		await vscode.env.clipboard.writeText(description);
		void vscode.window.showInformationMessage(
			vscode.l10n.t("The description can't be inserted after this image, so it was copied to the clipboard."),
		);
		return;
	}
	const position = document.positionAt(at.offset);
	const end = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
	const indent = /^[ \t]*/.exec(document.lineAt(position.line).text)?.[0] ?? '';
	const text =
		at.style === 'markdown'
			? `${end}${end}${escapeMarkdownText(description)}`
			: `${end}${indent}<p>${escapeHtml(description)}</p>`;
	const edit = new vscode.WorkspaceEdit();
	edit.insert(document.uri, position, text);
	await vscode.workspace.applyEdit(edit);
}

function escapeHtml(text: string): string {
	return text.replaceAll(/[&<>{}]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

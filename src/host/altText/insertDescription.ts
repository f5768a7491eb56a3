import * as vscode from 'vscode';
import { escapeMarkdownText } from '../../core/markup/escapeMarkdownText.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { visibleLine } from '../../core/visibleText.ts';
import { applyEdits } from './applyEdits.ts';
import type { TrackedReferences } from './trackedReferences.ts';
import { showInformation } from '../notifications.ts';

/** Inserts a longer description as a paragraph behind the block with the image; where there is no room, it is copied. */
export async function insertDescription(tracked: TrackedReferences, description: string): Promise<void> {
	const applied = await applyEdits(tracked, ({ descriptionAt: at }) =>
		at && tracked.document
			? { start: at.offset, end: at.offset, newText: paragraph(description, at, tracked.document) }
			: undefined,
	);
	if (applied) return;
	await vscode.env.clipboard.writeText(description);
	void showInformation(
		vscode.l10n.t("The description can't be inserted after this image, so it was copied to the clipboard."),
	);
}

function paragraph(
	description: string,
	{ offset, style }: NonNullable<ImageReference['descriptionAt']>,
	document: vscode.TextDocument,
): string {
	const end = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
	const text = visibleLine(description);
	if (style === 'markdown') return `${end}${end}${escapeMarkdownText(text)}`;
	const [indent] = /^[ \t]*/.exec(document.lineAt(document.positionAt(offset).line).text) ?? [''];
	return `${end}${indent}<p>${escapeHtml(text)}</p>`;
}

function escapeHtml(text: string): string {
	return text.replaceAll(/[&<>{}]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

import * as vscode from 'vscode';

/** The type of the review's tab, in the manifest too. */
export const reviewType = 'glimpse.altTextReview';

/** The scheme of the address under which the editor keeps the tab; the review itself is the extension's. */
const scheme = 'glimpse-review';

/** The command that opens the review as it is; for the entry of the status bar. */
export const openReviewCommand = 'glimpse.openReview';

/** Opens the tab, which the editor names after the last part of its address. */
export async function openReview(): Promise<void> {
	const uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Alt Text Review')}` });
	await vscode.commands.executeCommand('vscode.openWith', uri, reviewType);
}

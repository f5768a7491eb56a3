import * as vscode from 'vscode';
import type { AltAnswer, AltDecision } from '../../core/altText/altText.ts';
import { decorativeEdit } from '../../core/markup/altEdit.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { applyEdit } from '../applyEdit.ts';
import { applyEdits, rangeOf, type Applied } from './applyEdits.ts';
import type { AltTextTools } from './altTextTools.ts';
import { insertDescription } from './insertDescription.ts';
import { TrackedReferences } from './trackedReferences.ts';
import { showInformation, showWarning } from '../notifications.ts';

/** An answer and what became of it. */
export interface Written {
	readonly document: vscode.TextDocument;
	/** The reference before the edit. */
	readonly reference: ImageReference;
	readonly answer: AltAnswer;
	readonly decision: AltDecision;
	/** Undefined where the document was left as it was. */
	readonly applied: Applied | undefined;
}

/** Writes the alt text anew, as the user wishes in words. */
export type Improve = (
	located: { readonly document: vscode.TextDocument; readonly reference: ImageReference },
	wish: string,
) => Promise<void>;

/** Tells once what was written and why, with what can be done about it. Settles when the message is gone. */
export async function announceWritten(tools: AltTextTools, written: Written, improve: Improve): Promise<void> {
	const { document, answer, applied, decision } = written;
	const reference = await currentReference(tools, written);
	if (!reference) return;
	const tracked = new TrackedReferences(tools.documents, document, [reference]);
	try {
		const [undo, wish, decorative, describe] = [
			vscode.l10n.t('Undo'),
			vscode.l10n.t('Improve…'),
			vscode.l10n.t('Mark as Decorative'),
			vscode.l10n.t('Insert Description'),
		];
		const offered = [
			...(applied ? [undo] : []),
			wish,
			...(decision.write !== '' && decorativeEdit(reference) ? [decorative] : []),
			...(answer.description === undefined ? [] : [describe]),
		];
		const choice = await showInformation(sentence(written), ...offered);
		if (choice === undefined) return;
		if (choice === undo && applied) return await undoEdit(tracked, applied);
		if (choice === decorative) return void (await applyEdits(tracked, decorativeEdit));
		if (choice === describe && answer.description !== undefined) {
			return await insertDescription(tracked, answer.description);
		}
		const words = await askForWish();
		const [found] = words === undefined ? [] : await tracked.find();
		if (words !== undefined && found) await improve({ document, reference: found }, words);
	} finally {
		tracked.dispose();
	}
}

/** Tells that nothing was written, and gives the text away. */
export async function offerUnwritten({ alt }: AltAnswer, why: 'changed' | 'closed'): Promise<void> {
	const copy = vscode.l10n.t('Copy Alt Text');
	const message =
		why === 'closed'
			? vscode.l10n.t('The document was closed before the alt text arrived, so nothing was written: “{0}”', alt)
			: vscode.l10n.t('The image was changed before the alt text arrived, so nothing was written: “{0}”', alt);
	const choice = await showWarning(message, ...(alt === '' ? [] : [copy]));
	if (choice === copy) await vscode.env.clipboard.writeText(alt);
}

function sentence({ answer, decision }: Written): string {
	const { alt, reason } = answer;
	const { write, suggestsDecorative } = decision;
	const what =
		write === ''
			? vscode.l10n.t('Marked as decorative.')
			: write === undefined
				? vscode.l10n.t('This image may be decorative, so nothing was written.')
				: suggestsDecorative
					? vscode.l10n.t('Alt text: “{0}” The image may also be decorative.', alt)
					: vscode.l10n.t('Alt text: “{0}”', alt);
	return reason === '' ? what : `${what} ${vscode.l10n.t('Why: {0}', reason)}`;
}

/** The reference as the edit has left it: it begins where it began. */
async function currentReference(
	{ documents }: AltTextTools,
	{ document, reference, applied }: Written,
): Promise<ImageReference | undefined> {
	if (document.isClosed) return undefined;
	const start = applied?.first.start ?? reference.start;
	return (await documents.get(document)).references.find(
		(each) => each.start === start && each.element === reference.element,
	);
}

/** As the editor's own undo where that would take back this edit alone; else the markup as it was. */
async function undoEdit(tracked: TrackedReferences, { document, version, first }: Applied): Promise<void> {
	if (document.version === version && vscode.window.activeTextEditor?.document === document) {
		await vscode.commands.executeCommand('undo');
		return;
	}
	await applyEdit(async () => {
		const [found] = await tracked.find();
		if (!found || document.isClosed) return undefined;
		const edit = new vscode.WorkspaceEdit();
		edit.replace(document.uri, rangeOf(document, found), first.before);
		return { edit };
	});
}

async function askForWish(): Promise<string | undefined> {
	const words = await vscode.window.showInputBox({
		title: vscode.l10n.t('Improve Alt Text'),
		prompt: vscode.l10n.t('What should be different? For example: shorter, name the colors, say what the arrow means'),
		ignoreFocusOut: true,
	});
	return words?.trim() || undefined;
}

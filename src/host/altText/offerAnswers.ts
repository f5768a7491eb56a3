import * as vscode from 'vscode';
import type { Failure } from '../../core/failure.ts';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import { failureNotice } from '../failures/failureNotice.ts';
import { applyEdits, type Applied } from './applyEdits.ts';
import type { AltTextTools } from './altTextTools.ts';
import type { TrackedReferences } from './trackedReferences.ts';
import { showInformation, showWarning } from '../notifications.ts';

/** What a run has brought. */
export interface Collected {
	/** The edit for a reference as it is by then. */
	readonly edit: (reference: ImageReference, index: number) => TextEdit | undefined;
	/** How many were answered, of how many. */
	readonly count: number;
	readonly of: number;
	/** By the pictures' names. */
	readonly failed: ReadonlyMap<string, Failure>;
	/** What ended the run early. */
	readonly failure: Failure | undefined;
}

/** More than these are looked at before they are written. */
const few = 5;

/** Writes all answers in one edit; many only when the user has agreed, who may look at them first. */
export async function offerAnswers(
	tools: AltTextTools,
	tracked: TrackedReferences,
	collected: Collected,
): Promise<void> {
	const { count } = collected;
	if (count === 0) return summarize(collected, undefined);
	const [apply, preview] = [vscode.l10n.t('Apply'), vscode.l10n.t('Preview')];
	let message = vscode.l10n.t('Alt text for {0} images is ready.', count);
	for (let isAgreed = count <= few; ; isAgreed = false) {
		if (!isAgreed) {
			const choice = await showInformation(message, apply, preview);
			if (choice === undefined) return;
			if (choice === preview) {
				await showPreview(tools, tracked, collected);
				continue;
			}
			await reopen(tracked);
		}
		const applied = await applyEdits(tracked, collected.edit);
		if (applied || (await isNothingToDo(tracked, collected))) return summarize(collected, applied);
		message = vscode.l10n.t('The alt text could not be written into the document. Choose Apply to try again.', count);
	}
}

/** All that was answered stands there already, as decoration does in Markdown. */
async function isNothingToDo(tracked: TrackedReferences, { edit }: Collected): Promise<boolean> {
	const found = await tracked.find();
	return found.some(Boolean) && found.every((reference, index) => !reference || edit(reference, index) === undefined);
}

/** A document that was closed meanwhile comes back, so that one sees what is written. */
async function reopen({ document, uri }: TrackedReferences): Promise<void> {
	if (!document) await vscode.window.showTextDocument(uri, { preview: false });
}

async function showPreview(tools: AltTextTools, tracked: TrackedReferences, { edit }: Collected): Promise<void> {
	await reopen(tracked);
	const found = await tracked.find();
	const { document } = tracked;
	if (!document) return;
	const edits = found.flatMap((reference, index) => (reference && edit(reference, index)) ?? []);
	let text = document.getText();
	for (const each of edits.toSorted((a, b) => b.start - a.start)) {
		text = text.slice(0, each.start) + each.newText + text.slice(each.end);
	}
	const title = vscode.l10n.t('{0} with alt text', document.uri.path.replace(/^.*\//, ''));
	await vscode.commands.executeCommand('vscode.diff', document.uri, tools.previews.show(document, text), title);
}

function summarize({ count, of, failed, failure }: Collected, applied: Applied | undefined): void {
	if (count === 0 && failed.size === 0) return;
	const written = vscode.l10n.t('Alt text written for {0} of {1} images.', applied?.count ?? 0, of);
	const [first] = failed;
	if (!first) return void (failure ?? showInformation(written));
	const [name, reason] = first;
	const why = failureNotice(reason)?.message ?? '';
	const lost =
		failed.size === 1
			? vscode.l10n.t('Not written for {0}: {1}', name, why)
			: vscode.l10n.t('Not written for {0} and others ({1} in all): {2}', name, failed.size, why);
	void showWarning(`${written} ${lost}`);
}

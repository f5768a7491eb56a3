import * as vscode from 'vscode';
import { failureOf } from '../../core/failure.ts';
import { prepareAgain } from '../commands/actions.ts';
import { failureNotice } from '../failures/failureNotice.ts';
import type { AltTextParts } from './altTextParts.ts';

/** Shows a failure of what was started in an editor, with at most one button; what it leads to is tried again. */
export async function showEditorFailure(
	error: unknown,
	parts: AltTextParts,
	again: () => Promise<void>,
): Promise<void> {
	const failure = failureOf(error);
	const notice = failureNotice(failure);
	if (!notice) return;
	parts.log.warn(`${failure.kind}: ${notice.message}`);
	if (failure.kind === 'unexpected') parts.log.error(error instanceof Error ? error : String(error));
	const { action } = notice;
	const choice = await vscode.window.showErrorMessage(notice.message, ...(action ? [action.label] : []));
	// These two are about videos.
	if (choice === undefined || !action || action.id === 'sendAnyway' || action.id === 'sendBeginning') return;
	if (await prepareAgain(parts, action.id, action.id === 'useModel' ? { model: action.model } : {})) await again();
}

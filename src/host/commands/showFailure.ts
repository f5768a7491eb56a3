import { failureOf } from '../../core/failure.ts';
import { wordFailure } from '../failures/wordFailure.ts';
import { prepareAgain, type ActionParts } from './actions.ts';
import { showError } from '../notifications.ts';

/**
 * Shows the failure of what has no turn in the panel, with at most one button; once that has mended it, what failed is done
 * `again`.
 */
export async function showFailure(error: unknown, parts: ActionParts, again?: () => Promise<void>): Promise<void> {
	const failure = failureOf(error);
	const notice = await wordFailure(failure);
	if (!notice) return;
	parts.log.warn(`${failure.kind}: ${notice.message}`);
	if (failure.kind === 'unexpected') parts.log.error(error instanceof Error ? error : String(error));
	const { action } = notice;
	const choice = await showError(notice.message, ...(action ? [action.label] : []));
	// These two are about videos, which are asked about in the panel alone.
	if (choice === undefined || !action || action.id === 'sendAnyway' || action.id === 'sendBeginning') return;
	if (await prepareAgain(parts, action.id, action.id === 'useModel' ? { model: action.model } : {})) await again?.();
}

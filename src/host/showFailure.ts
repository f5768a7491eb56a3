import { failureOf } from '../core/failure.ts';
import { showError } from './editor/notifications.ts';
import type { ActionServices } from './failureActions.ts';

/**
 * Shows the failure of something that has no turn in the panel, with at most one button. Once that has mended the reason,
 * `retry` runs.
 */
export async function showFailure(
	error: unknown,
	services: ActionServices,
	retry?: () => Promise<void>,
): Promise<void> {
	const failure = failureOf(error);
	const { failureMessage } = await import('./failures/failureMessage.ts');
	const shown = failureMessage(failure);
	if (!shown) return;
	services.log.warn(`${failure.kind}: ${shown.message}`);
	if (failure.kind === 'unexpected') services.log.error(error instanceof Error ? error : String(error));
	const { action } = shown;
	const choice = await showError(shown.message, ...(action ? [action.label] : []));
	// Videos are asked about in the panel alone.
	if (choice === undefined || !action || action.id === 'sendAnyway' || action.id === 'sendBeginning') return;
	const { runFailureAction } = await import('./failureActions.ts');
	if (await runFailureAction(services, action.id, action)) await retry?.();
}

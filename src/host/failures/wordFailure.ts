import type { FailureNotice } from '../../core/conversation.ts';
import type { Failure } from '../../core/failure.ts';

/** What the user reads about a failure; see `failureNotice`. The words load when the first failure is to be shown. */
export async function wordFailure(failure: Failure): Promise<FailureNotice | undefined> {
	const { failureMessage: failureNotice } = await import('./failureMessage.ts');
	return failureNotice(failure);
}

import type { CancellationToken, Uri } from 'vscode';
import type { TaskId } from './core/tasks.ts';

/** What `activate()` returns to other extensions. */
export interface GlimpseApi {
	/**
	 * Describes pictures, or answers a question about them. Yields pieces of the answer's text (Markdown) as they arrive,
	 * and throws an Error whose message is the failure's sentence in the display language.
	 */
	describe(
		images: readonly Uri[],
		options?: { readonly task?: TaskId; readonly question?: string; readonly token?: CancellationToken },
	): AsyncIterable<string>;
}

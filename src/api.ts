import type { CancellationToken, Uri } from 'vscode';
import type { AltText } from './core/altText/altText.ts';
import type { TaskId } from './core/tasks.ts';

/** The API that `activate()` returns to other extensions. */
export interface GlimpseApi {
	/**
	 * Describes pictures, or answers a question about them. Yields pieces of the answer's text (Markdown) as they arrive,
	 * and throws an Error whose message is the failure's sentence in the display language.
	 */
	describe(
		images: readonly Uri[],
		options?: { readonly task?: TaskId; readonly question?: string; readonly token?: CancellationToken },
	): AsyncIterable<string>;
	/**
	 * Writes the alt text of one picture, by its purpose. Throws an Error whose message is the failure's sentence; nothing is
	 * ever returned that isn't an alt text.
	 */
	altText(
		image: Uri,
		options?: {
			/** The text around the picture, in plain text. */
			readonly context?: string;
			/** The language to write in, in words or as a tag such as `de`; without it the display language. */
			readonly language?: string;
			readonly token?: CancellationToken;
		},
	): Promise<AltText>;
}

export type { AltText };

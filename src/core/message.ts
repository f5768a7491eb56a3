import type { Medium } from './media.ts';

/** One message of a chat; a user's pictures or videos come before the text, in the chosen order. */
export type Message =
	| { readonly role: 'user'; readonly text: string; readonly media: readonly Medium[] }
	| { readonly role: 'assistant'; readonly text: string };

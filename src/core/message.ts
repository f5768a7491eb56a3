import type { PreparedImage } from './image/prepare.ts';

/** One message of a chat; a user's pictures stand before the text, in the order in which they were chosen. */
export type Message =
	| { readonly role: 'user'; readonly text: string; readonly images: readonly PreparedImage[] }
	| { readonly role: 'assistant'; readonly text: string };

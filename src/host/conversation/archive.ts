import type { Conversation } from '../../core/conversation.ts';
import type { ConversationMedia, Shrink } from './conversationMedia.ts';
import type { History } from './history.ts';

/** Puts conversations that are over into the history, one after the other, where the user wants them kept. */
export class Archive {
	readonly history: History;
	readonly #isKept: () => boolean;
	readonly #shrink: Shrink;
	#work: Promise<void> = Promise.resolve();

	constructor(parts: { readonly history: History; readonly isKept: () => boolean; readonly shrink: Shrink }) {
		this.history = parts.history;
		this.#isKept = parts.isKept;
		this.#shrink = parts.shrink;
	}

	/** Keeps a conversation under `id` with small copies of its pictures. What waited for a question goes. */
	keep(id: string, past: { readonly conversation: Conversation; readonly media: ConversationMedia }): void {
		const conversation = { ...past.conversation, attachments: [] };
		if (conversation.turns.length === 0 || !this.#isKept()) return;
		const save = async (): Promise<void> => {
			const thumbnails = await past.media.thumbnails(conversation.turns, this.#shrink);
			await this.history.save({ id, savedAt: Date.now(), conversation, thumbnails });
		};
		this.#work = this.#work.then(save);
	}

	/** Settles when all is kept. */
	async flush(): Promise<void> {
		await this.#work;
	}
}

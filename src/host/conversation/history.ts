import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation.ts';
import { isPlainName, keptVersion, largestKept, readBounded, replaceFile, tidyFolder } from './replaceFile.ts';
import type { Shrink, ConversationMedia } from './conversationMedia.ts';
import type { PastConversation } from './keptConversation.ts';

/** The number of conversations that are kept. */
const mostKept = 20;

const ending = '.json';

/**
 * Keeps past conversations, one file each: windows that share the folder don't overwrite each other's. A file that can't be read
 * is skipped.
 */
export class History {
	readonly #folder: string;
	readonly #log: Pick<vscode.LogOutputChannel, 'debug' | 'warn'>;
	/** Damaged files that the log has named already. */
	readonly #damaged = new Set<string>();
	#isTidy = false;

	/** `folder` of this machine; it need not exist. */
	constructor(folder: string, log: Pick<vscode.LogOutputChannel, 'debug' | 'warn'>) {
		this.#folder = folder;
		this.#log = log;
	}

	/** Keeps a conversation, and deletes the oldest of more than twenty. */
	async save(past: PastConversation): Promise<void> {
		try {
			await replaceFile(this.#file(past.id), JSON.stringify({ version: keptVersion, ...past }));
			for (const { id } of (await this.list()).slice(mostKept)) await this.delete(id);
		} catch (error) {
			this.#log.warn(`Could not add the conversation to the history: ${String(error)}`);
		}
	}

	/** Returns all past conversations, the newest first. */
	async list(): Promise<readonly PastConversation[]> {
		await this.#tidy();
		const names = await readdir(this.#folder).catch(() => []);
		const read: PastConversation[] = [];
		// One after the other: each may be large.
		for (const name of names.filter((each) => each.endsWith(ending))) {
			const past = await this.find(name.slice(0, -ending.length));
			if (past) read.push(past);
		}
		return read.toSorted((a, b) => b.savedAt - a.savedAt);
	}

	/** Returns undefined when it was deleted or is damaged. */
	async find(id: string): Promise<PastConversation | undefined> {
		return isPlainName(id) ? this.#read(id) : undefined;
	}

	async delete(id: string): Promise<void> {
		if (isPlainName(id)) await rm(this.#file(id), { force: true });
	}

	async clear(): Promise<void> {
		await rm(this.#folder, { recursive: true, force: true });
	}

	async #read(id: string): Promise<PastConversation | undefined> {
		try {
			const { parsePastConversation } = await import('./keptConversation.ts');
			const bytes = await readBounded(this.#file(id), largestKept);
			return parsePastConversation(bytes.toString(), id);
		} catch (error) {
			const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
			if (isGone || this.#damaged.has(id)) return undefined;
			this.#damaged.add(id);
			this.#log.warn(`Skipped a past conversation that can't be read (${id}${ending}): ${lineOf(error)}`);
			return undefined;
		}
	}

	async #tidy(): Promise<void> {
		if (this.#isTidy) return;
		this.#isTidy = true;
		await tidyFolder(this.#folder, () => false).catch((error: unknown) => {
			this.#log.debug(`Could not tidy up the history's folder: ${String(error)}`);
		});
	}

	#file(id: string): string {
		if (!isPlainName(id)) throw new Error('The id of a past conversation is not a plain name.');
		return join(this.#folder, `${id}${ending}`);
	}
}

/** Returns an error as one short line: its message may quote the damaged file. */
function lineOf(error: unknown): string {
	return String(error).replaceAll(/\s+/g, ' ').slice(0, 200);
}

/** Puts closed conversations into the history, one after the other, where the user wants them kept. */
export class Archive {
	readonly history: History;
	readonly #isKept: () => boolean;
	/** Makes small copies of its pictures. */
	readonly shrink: Shrink;
	#work: Promise<void> = Promise.resolve();

	constructor(services: { readonly history: History; readonly isKept: () => boolean; readonly shrink: Shrink }) {
		this.history = services.history;
		this.#isKept = services.isKept;
		this.shrink = services.shrink;
	}

	/** Keeps a conversation under `id` with small copies of its pictures, without its attachments. */
	keep(id: string, past: { readonly conversation: Conversation; readonly media: ConversationMedia }): void {
		const conversation = { ...past.conversation, attachments: [] };
		if (conversation.turns.length === 0 || !this.#isKept()) return;
		const save = async (): Promise<void> => {
			const thumbnails = await past.media.thumbnails(conversation.turns, this.shrink);
			await this.history.save({ id, savedAt: Date.now(), conversation, thumbnails });
		};
		this.#work = this.#work.then(save);
	}

	/** Settles when all is kept. */
	async flush(): Promise<void> {
		await this.#work;
	}
}

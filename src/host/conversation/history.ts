import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { emptyConversation, interrupted, type Conversation } from '../../core/conversation.ts';
import { replaceFile } from './replaceFile.ts';

/** A conversation that is over: its text, and small copies of its pictures. */
export interface PastConversation {
	/** Names its file. */
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly savedAt: number;
	readonly conversation: Conversation;
	/** Data URIs, by the ids of the pictures. */
	readonly thumbnails: Readonly<Record<string, string>>;
}

/** Conversations that are kept. */
const mostKept = 20;

/** The shape of the files; a file of another version is not read. */
const version = 1;

/**
 * Keeps past conversations, one file each: windows that share the folder don't overwrite each other's. What can't be read is
 * as if it weren't there.
 */
export class History {
	readonly #folder: string;
	readonly #log: Pick<vscode.LogOutputChannel, 'debug' | 'warn'>;

	/** `folder` of this machine; it need not exist. */
	constructor(folder: string, log: Pick<vscode.LogOutputChannel, 'debug' | 'warn'>) {
		this.#folder = folder;
		this.#log = log;
	}

	/** Keeps a conversation, and forgets the oldest of more than twenty. */
	async save(past: PastConversation): Promise<void> {
		try {
			await replaceFile(this.#file(past.id), JSON.stringify({ version, ...past }));
			for (const { id } of (await this.list()).slice(mostKept)) await this.delete(id);
		} catch (error) {
			this.#log.warn(`The conversation could not be put into the history: ${String(error)}`);
		}
	}

	/** The newest first. */
	async list(): Promise<readonly PastConversation[]> {
		const names = await readdir(this.#folder).catch(() => []);
		const read = await Promise.all(
			names.filter((name) => name.endsWith('.json')).map((name) => this.#read(join(this.#folder, name))),
		);
		return read.filter((past) => past !== undefined).toSorted((a, b) => b.savedAt - a.savedAt);
	}

	/** Undefined when it was deleted. */
	async find(id: string): Promise<PastConversation | undefined> {
		return this.#read(this.#file(id));
	}

	async delete(id: string): Promise<void> {
		await rm(this.#file(id), { force: true });
	}

	async clear(): Promise<void> {
		await rm(this.#folder, { recursive: true, force: true });
	}

	async #read(file: string): Promise<PastConversation | undefined> {
		try {
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the extension wrote it itself, in its own storage
			const past = JSON.parse(await readFile(file, 'utf8')) as PastConversation & { readonly version: number };
			if (past.version !== version) return undefined;
			return { ...past, conversation: interrupted({ ...emptyConversation, ...past.conversation }) };
		} catch (error) {
			this.#log.debug(`A past conversation can't be read: ${String(error)}`);
			return undefined;
		}
	}

	#file(id: string): string {
		return join(this.#folder, `${id}.json`);
	}
}

import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { emptyConversation, interrupted, type Conversation, type Turn } from '../../core/conversation.ts';
import type { Medium } from '../../core/media.ts';
import { parsePastedSource } from './pastedFiles.ts';
import { replaceFile } from './replaceFile.ts';

/** The open conversation. */
interface Kept {
	readonly conversation: Conversation;
	/** Its id in the history, where it was opened from there. */
	readonly pastId?: string | undefined;
}

/** A conversation as it was kept, with its pictures and videos by their ids. */
export interface Stored extends Kept {
	readonly media: ReadonlyMap<string, Medium>;
	/** What was pasted or dropped, by its source. */
	readonly pasted: ReadonlyMap<string, File>;
}

/** The shape of the file; a file of another version is not read. */
const version = 1;

const conversationFile = 'conversation.json';

/** Milliseconds between two writes of a growing answer. */
const writeInterval = 100;

/**
 * Keeps the open conversation in the extension's storage, so that it survives a reload of the window: one JSON file, and a
 * file for each picture. Writes one after the other, the newest state only.
 */
export class ConversationStore {
	/** A path of this machine: the editor's file system takes half a second for what a reload must not interrupt. */
	readonly #folder: string;
	readonly #log: vscode.LogOutputChannel;
	#next: Kept | undefined;
	#lastWrite = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Two lines of work: what is written of an answer doesn't wait for its pictures. */
	#texts: Promise<void> = Promise.resolve();
	#media: Promise<void> = Promise.resolve();

	/** `folder` of this machine, for the open workspace; it need not exist. */
	constructor(folder: string, log: vscode.LogOutputChannel) {
		this.#folder = join(folder, 'conversation');
		this.#log = log;
	}

	/** What was kept; undefined when there is nothing or it can't be read. A running answer comes back as interrupted. */
	async load(): Promise<Stored | undefined> {
		try {
			const text = await readFile(this.#file(conversationFile), 'utf8');
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the extension wrote it itself, in its own storage
			const stored = JSON.parse(text) as Kept & { readonly version: number };
			if (stored.version !== version) return undefined;
			// Conversations that were kept before anything could wait have no list of it.
			const conversation = interrupted({ ...emptyConversation, ...stored.conversation });
			const media = new Map<string, Medium>();
			for (const picture of conversation.turns.flatMap((turn) => turn.pictures)) {
				const medium = await this.#load(picture);
				if (medium) media.set(picture.id, medium);
			}
			return { conversation, pastId: stored.pastId, media, pasted: await this.#loadPasted(conversation) };
		} catch (error) {
			this.#log.debug(`No conversation is kept: ${String(error)}`);
			return undefined;
		}
	}

	/**
	 * Keeps this state, at once or as soon as the last one is some time ago; an older one that isn't written yet is skipped. An
	 * empty conversation leaves nothing behind.
	 */
	save(kept: Kept): void {
		this.#next = kept;
		const wait = this.#lastWrite + writeInterval - Date.now();
		if (wait <= 0) this.#writeNext();
		else this.#timer ??= setTimeout(() => this.#writeNext(), wait);
	}

	/** Keeps a picture or video of the conversation. */
	saveBytes(id: string, content: Uint8Array | File): void {
		this.#media = this.#then(this.#media, async () => {
			const bytes = content instanceof File ? new Uint8Array(await content.arrayBuffer()) : content;
			await replaceFile(this.#file(id), bytes);
		});
	}

	/** Settles when everything is written. */
	async flush(): Promise<void> {
		this.#writeNext();
		await Promise.all([this.#texts, this.#media]);
	}

	#writeNext(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const kept = this.#next;
		this.#next = undefined;
		if (!kept) return;
		this.#lastWrite = Date.now();
		const { turns, attachments } = kept.conversation;
		if (turns.length + attachments.length === 0) this.#forget();
		else {
			const text = JSON.stringify({ version, ...kept });
			this.#texts = this.#then(this.#texts, () => replaceFile(this.#file(conversationFile), text));
		}
	}

	#forget(): void {
		this.#texts = this.#then(this.#texts, () => rm(this.#file(conversationFile)));
		this.#media = this.#then(this.#media, async () => {
			const files = await readdir(this.#folder);
			const others = files.filter((name) => !name.startsWith(conversationFile));
			await Promise.all(others.map((name) => rm(this.#file(name))));
		});
	}

	/** What comes after work that may have failed. */
	#then(before: Promise<void>, work: () => Promise<void>): Promise<void> {
		return before.then(work).catch((error: unknown) => {
			const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
			if (!isGone) this.#log.warn(`The conversation could not be kept: ${String(error)}`);
		});
	}

	/** What was sent is sent again as it was. */
	async #load(picture: Turn['pictures'][number]): Promise<Medium | undefined> {
		const { id, ...facts } = picture;
		if ('url' in facts) return facts;
		const bytes = await this.#loadBytes(id);
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the extension kept what was such a medium
		return bytes && ({ ...facts, bytes } as Medium);
	}

	async #loadPasted({ turns, attachments }: Conversation): Promise<ReadonlyMap<string, File>> {
		const sources = [...turns.flatMap(({ question }) => question.sources), ...attachments.map(({ source }) => source)];
		const pasted = new Map<string, File>();
		for (const source of sources) {
			const { id, name } = parsePastedSource(source) ?? {};
			const bytes = id === undefined ? undefined : await this.#loadBytes(id);
			if (bytes) pasted.set(source, new File([bytes], name ?? ''));
		}
		return pasted;
	}

	/** Undefined when they are gone. */
	async #loadBytes(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
		try {
			return await readFile(this.#file(id));
		} catch (error) {
			this.#log.debug(`A picture of the kept conversation is gone: ${String(error)}`);
			return undefined;
		}
	}

	#file(name: string): string {
		return join(this.#folder, name);
	}
}

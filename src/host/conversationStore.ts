import * as vscode from 'vscode';
import { interrupted, type Conversation } from '../core/conversation.ts';
import { prepare, type PreparedImage } from '../core/image/prepare.ts';
import { isFileSystemError } from './imageSource.ts';

/** A conversation as it was kept, with the bytes of its pictures by their ids. */
interface Stored {
	readonly conversation: Conversation;
	readonly images: ReadonlyMap<string, PreparedImage>;
}

/** The shape of the file; a file of another version is not read. */
const version = 1;

/** Milliseconds between two writes of a growing answer. */
const writeInterval = 100;

/**
 * Keeps the open conversation in the extension's storage, so that it survives a reload of the window: one JSON file, and a
 * file for each picture. Writes one after the other, the newest state only.
 */
export class ConversationStore {
	readonly #folder: vscode.Uri;
	readonly #log: vscode.LogOutputChannel;
	#next: Conversation | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#work: Promise<void> = Promise.resolve();

	/** `folder`: the window's own storage folder; it need not exist. */
	constructor(folder: vscode.Uri, log: vscode.LogOutputChannel) {
		this.#folder = vscode.Uri.joinPath(folder, 'conversation');
		this.#log = log;
	}

	/** What was kept; undefined when there is nothing or it can't be read. A running answer comes back as interrupted. */
	async load(): Promise<Stored | undefined> {
		try {
			const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(this.#file('conversation.json')));
			// The extension wrote the file itself, in its own storage.
			const stored = JSON.parse(text) as { readonly version: number; readonly conversation: Conversation };
			if (stored.version !== version) return undefined;
			const conversation = interrupted(stored.conversation);
			const images = new Map<string, PreparedImage>();
			for (const { id, name } of conversation.turns.flatMap((turn) => turn.pictures)) {
				const image = await this.#loadImage(id, name);
				if (image) images.set(id, image);
			}
			return { conversation, images };
		} catch (error) {
			this.#log.debug(`No conversation is kept: ${String(error)}`);
			return undefined;
		}
	}

	/** Keeps this state, soon; an older one that isn't written yet is skipped. An empty conversation leaves nothing behind. */
	save(conversation: Conversation): void {
		this.#next = conversation;
		this.#timer ??= setTimeout(() => this.#writeNext(), writeInterval);
	}

	saveImage(id: string, { bytes }: PreparedImage): void {
		this.#enqueue(() => this.#writeFile(id, bytes));
	}

	/** Settles when everything is written. */
	async flush(): Promise<void> {
		this.#writeNext();
		await this.#work;
	}

	#writeNext(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const conversation = this.#next;
		this.#next = undefined;
		if (!conversation) return;
		this.#enqueue(async () => {
			if (conversation.turns.length > 0) {
				const text = JSON.stringify({ version, conversation });
				await this.#writeFile('conversation.json', new TextEncoder().encode(text));
			} else await this.#forget();
		});
	}

	async #forget(): Promise<void> {
		try {
			await vscode.workspace.fs.delete(this.#folder, { recursive: true });
		} catch (error) {
			if (!isFileSystemError(error, 'FileNotFound')) throw error;
		}
	}

	/** By way of a second file, so that a host that ends in the middle leaves the old one whole. */
	async #writeFile(name: string, bytes: Uint8Array): Promise<void> {
		const temporary = this.#file(`${name}.new`);
		await vscode.workspace.fs.writeFile(temporary, bytes);
		await vscode.workspace.fs.rename(temporary, this.#file(name), { overwrite: true });
	}

	async #loadImage(id: string, name: string): Promise<PreparedImage | undefined> {
		try {
			return prepare(await vscode.workspace.fs.readFile(this.#file(id)), name);
		} catch (error) {
			this.#log.debug(`A picture of the kept conversation is gone: ${String(error)}`);
			return undefined;
		}
	}

	#enqueue(work: () => Promise<void>): void {
		this.#work = this.#work.then(work).catch((error: unknown) => {
			this.#log.warn(`The conversation could not be kept: ${String(error)}`);
		});
	}

	#file(name: string): vscode.Uri {
		return vscode.Uri.joinPath(this.#folder, name);
	}
}

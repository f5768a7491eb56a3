import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Conversation, Turn } from '../../core/conversation.ts';
import type { Medium } from '../../core/media.ts';
import { isPlainName, keptVersion, largestKept, readBounded, replaceFile, tidyFolder } from './replaceFile.ts';
import { randomUUID } from 'node:crypto';
import { fileNameFrom } from '../../core/path.ts';
import { parseRegionSource } from '../../core/regionSource.ts';
import { FileVersion, type VersionOf } from '../sources/fileVersion.ts';

/** A conversation to be kept. */
interface Kept {
	readonly conversation: Conversation;
	/** The id of the past conversation that it continues. */
	readonly pastId?: string | undefined;
}

/** A conversation that was kept, with its pictures and videos by their ids. */
export interface Stored extends Kept {
	readonly media: ReadonlyMap<string, Medium>;
	/** Pasted and dropped files, by their sources. */
	readonly pasted: ReadonlyMap<string, File>;
}

const conversationFile = 'conversation.json';

/** The number of bytes up to which a picture or video is read back: more than any model accepts. */
const largestMedium = 300 * 1024 * 1024;

/** Milliseconds between two writes of a growing answer. */
const writeInterval = 100;

/**
 * Keeps the open conversation in the extension's storage, so that it survives a reload of the window: one JSON file, and a
 * file for each picture. Writes one after the other, the newest state only.
 */
export class ConversationStore {
	/** A path of this machine: the editor's file system takes half a second for a write that a reload must not interrupt. */
	readonly #folder: string;
	readonly #log: vscode.LogOutputChannel;
	/** The files of this conversation's pictures and videos. */
	readonly #ids = new Set<string>();
	#next: Kept | undefined;
	#lastWrite = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Two queues: the text of an answer doesn't wait for its pictures. */
	#texts: Promise<void> = Promise.resolve();
	#media: Promise<void> = Promise.resolve();

	/** `folder` of this machine, for the open workspace; it need not exist. */
	constructor(folder: string, log: vscode.LogOutputChannel) {
		this.#folder = join(folder, 'conversation');
		this.#log = log;
	}

	/** Returns what was kept; undefined when there is nothing or it can't be read. A running answer comes back as interrupted. */
	async load(): Promise<Stored | undefined> {
		try {
			const bytes = await readBounded(this.#conversationFile, largestKept);
			// Loaded only now: mostly there is nothing to restore.
			const { parseOpenConversation } = await import('./keptConversation.ts');
			const { conversation, pastId } = parseOpenConversation(bytes.toString());
			const media = new Map<string, Medium>();
			for (const picture of conversation.turns.flatMap((turn) => turn.pictures)) {
				const medium = await this.#load(picture);
				if (medium) media.set(picture.id, medium);
			}
			const pasted = await this.#loadPasted(conversation);
			// Files that no conversation names are leftovers of an earlier one.
			void tidyFolder(this.#folder, (name) => name !== conversationFile && !this.#ids.has(name)).catch(() => undefined);
			return { conversation, pastId, media, pasted };
		} catch (error) {
			if (isGone(error)) this.#log.debug('There is no conversation to restore.');
			else this.#log.warn(`Could not restore the conversation: ${String(error).replaceAll(/\s+/g, ' ').slice(0, 200)}`);
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
		if (!isPlainName(id)) return;
		this.#ids.add(id);
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
			const text = JSON.stringify({ version: keptVersion, ...kept });
			this.#texts = this.#then(this.#texts, () => replaceFile(this.#conversationFile, text));
		}
	}

	/** Removes the files of this conversation alone: another window may use the same folder. */
	#forget(): void {
		const ids = [...this.#ids];
		this.#ids.clear();
		this.#texts = this.#then(this.#texts, () => rm(this.#conversationFile));
		this.#media = this.#then(this.#media, async () => {
			await Promise.all(ids.map((id) => rm(this.#file(id), { force: true })));
			await tidyFolder(this.#folder, () => false);
		});
	}

	/** Queues work behind earlier work that may have failed. */
	#then(before: Promise<void>, work: () => Promise<void>): Promise<void> {
		return before.then(work).catch((error: unknown) => {
			if (!isGone(error)) this.#log.warn(`Could not save the conversation: ${String(error)}`);
		});
	}

	/** Loads a picture or video as it was sent, to be sent again. */
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
		for (const source of sources.map((each) => parseRegionSource(each)?.source ?? each)) {
			const { id, name = '', versionOf } = parsePastedSource(source) ?? {};
			const bytes = id === undefined ? undefined : await this.#loadBytes(id);
			if (bytes)
				pasted.set(
					source,
					versionOf === undefined ? new File([bytes], name) : new FileVersion(bytes, { name, of: versionOf }),
				);
		}
		return pasted;
	}

	/** Returns undefined when they are gone. */
	async #loadBytes(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
		try {
			const bytes = await readBounded(this.#file(id), largestMedium);
			this.#ids.add(id);
			return bytes;
		} catch (error) {
			this.#log.debug(`Could not restore a picture of the conversation: ${String(error)}`);
			return undefined;
		}
	}

	get #conversationFile(): string {
		return join(this.#folder, conversationFile);
	}

	#file(id: string): string {
		if (!isPlainName(id)) throw new Error('The id of a picture is not a plain name.');
		return join(this.#folder, id);
	}
}

function isGone(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * Returns a source for a pasted or dropped file: it has no address, so it gets one that only Glimpse knows. An earlier version of a
 * file says which.
 */
export function newPastedSource(name: string, versionOf?: VersionOf): string {
	const { file, commit } = versionOf ?? {};
	const version =
		file === undefined ? '' : `?of=${encodeURIComponent(file)}${commit === undefined ? '' : `&commit=${commit}`}`;
	return `pasted:${randomUUID()}/${encodeURIComponent(fileNameFrom(name))}${version}`;
}

/** A pasted source; its id and name are plain. */
interface PastedSource {
	readonly id: string;
	readonly name: string;
	readonly versionOf?: VersionOf;
}

/** Returns what such a source says; undefined for any other. */
export function parsePastedSource(source: string): PastedSource | undefined {
	const [, id, name, of, commit] =
		/^pasted:([\w-]{1,100})\/([^?]*)(?:\?of=([^&]*)(?:&commit=([0-9a-f]{4,64}))?)?$/.exec(source) ?? [];
	if (id === undefined || name === undefined) return undefined;
	const file = of === undefined ? undefined : fileAddress(of);
	return { id, name: fileNameFrom(name), ...(file !== undefined && { versionOf: { file, commit } }) };
}

/** Returns undefined for what is no address of a file: what was kept may be damaged. */
function fileAddress(encoded: string): string | undefined {
	try {
		const address = decodeURIComponent(encoded);
		return /^file:\/\/[^/?#]*\/(?!\/)/.test(address) ? address : undefined;
	} catch {
		return undefined;
	}
}

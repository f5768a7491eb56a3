import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Attachment } from '../../core/attachments.ts';
import type { Picture, Turn, WebPicture } from '../../core/conversation.ts';
import { withoutCredentials } from '../../core/webAddress.ts';
import { isVideo, isWebMedium, type Medium } from '../../core/media.ts';
import type { ConversationStore, Stored } from './conversationStore.ts';
import { parseSource, readForDisplay, type Source } from '../sources/source.ts';
import { fileNameFrom } from '../../core/path.ts';

/** Makes a picture small. */
export type Shrink = (
	bytes: Uint8Array,
	name: string,
) => Promise<{ readonly mediaType: string; readonly bytes: Uint8Array } | undefined>;

/** The pictures and videos of the open conversation: those that were sent, and what was pasted or dropped. */
export class ConversationMedia {
	readonly #store: ConversationStore;
	readonly #log: Pick<vscode.LogOutputChannel, 'debug'>;
	/** What was made ready to be sent, by the ids of pictures. */
	readonly #ready = new Map<string, Medium>();
	/** By their sources. */
	readonly #pasted = new Map<string, File>();
	/** Small copies of pictures that were sent long ago, as data URIs by their ids. */
	readonly #thumbnails = new Map<string, string>();

	constructor(store: ConversationStore, log: Pick<vscode.LogOutputChannel, 'debug'>) {
		this.#store = store;
		this.#log = log;
	}

	restore({ media, pasted }: Stored): void {
		for (const [id, medium] of media) this.#ready.set(id, medium);
		for (const [source, file] of pasted) this.#pasted.set(source, file);
	}

	/** What there is of the pictures of a past conversation. */
	restoreThumbnails(thumbnails: Readonly<Record<string, string>>): void {
		for (const [id, uri] of Object.entries(thumbnails)) this.#thumbnails.set(id, uri);
	}

	/** Small copies of the pictures, as data URIs by their ids. What can't be made small is left out. */
	async thumbnails(turns: readonly Turn[], shrink: Shrink): Promise<Record<string, string>> {
		const made: Record<string, string> = {};
		for (const { id } of turns.flatMap(({ pictures }) => pictures)) {
			const medium = this.#ready.get(id);
			const before = this.#thumbnails.get(id);
			if (medium && !isWebMedium(medium) && !isVideo(medium)) {
				const small = await shrink(medium.bytes, medium.name).catch((error: unknown) => {
					this.#log.debug(`A picture can't be made small: ${String(error)}`);
				});
				if (small) made[id] = `data:${small.mediaType};base64,${Buffer.from(small.bytes).toString('base64')}`;
			} else if (before !== undefined) made[id] = before;
		}
		return made;
	}

	/** A source as a text that is read again later; what has no address of its own is kept here. */
	keep(source: Source): string {
		if (source instanceof URL) return withoutCredentials(source).href;
		if (!(source instanceof File)) return source.toString();
		const text = newPastedSource(source.name);
		const { id = '' } = parsePastedSource(text) ?? {};
		this.#pasted.set(text, source);
		this.#store.saveBytes(id, source);
		return text;
	}

	/** Where the pictures and videos of a turn come from. */
	sourcesOf({ question }: Turn): readonly Source[] {
		return question.sources.map((source) => this.#sourceOf(source));
	}

	#sourceOf(text: string): Source {
		return this.#pasted.get(text) ?? parseSource(text);
	}

	/** What of a turn was made ready and is still here. */
	of(turn: Turn): readonly Medium[] {
		return turn.pictures.flatMap(({ id }) => this.#ready.get(id) ?? []);
	}

	/** Whether all that was sent with a turn is still here. */
	isReady(turn: Turn): boolean {
		return turn.pictures.length > 0 && this.of(turn).length === turn.pictures.length;
	}

	/** What a turn was about: as it was sent, or to be read again where that isn't here any more. */
	subjectsOf(turn: Turn): readonly (Source | Medium)[] {
		return this.isReady(turn) ? this.of(turn) : this.sourcesOf(turn);
	}

	/** Keeps what was made ready for a turn; its pictures keep the ids that they had `before`. */
	prepared(media: readonly Medium[], before: Turn['pictures']): Turn['pictures'] {
		return media.map((medium, index): Picture | WebPicture => {
			const id = before[index]?.id ?? randomUUID();
			const isNew = this.#ready.get(id) !== medium;
			this.#ready.set(id, medium);
			if (isWebMedium(medium)) return { id, ...medium };
			if (isNew) this.#store.saveBytes(id, medium.bytes);
			const { bytes, ...facts } = medium;
			return { id, ...facts, byteLength: bytes.byteLength };
		});
	}

	/** The bytes of a picture or video, to be shown; undefined when there are none here. */
	async bytes(id: string, waiting: readonly Attachment[]): Promise<Uint8Array | undefined> {
		const medium = this.#ready.get(id);
		if (medium) return isWebMedium(medium) ? undefined : medium.bytes;
		const thumbnail = this.#thumbnails.get(id);
		if (thumbnail !== undefined) return Buffer.from(thumbnail.slice(thumbnail.indexOf(',') + 1), 'base64');
		const attachment = waiting.find((each) => each.id === id);
		return attachment && readForDisplay(this.#sourceOf(attachment.source), this.#log);
	}
}

/** Returns the source of something that was pasted or dropped: it has no address of its own, so it gets one that only Glimpse knows. */
export function newPastedSource(name: string): string {
	return `pasted:${randomUUID()}/${encodeURIComponent(fileNameFrom(name))}`;
}

/** Returns the id and the name in such a source, both of them plain; undefined for any other. */
export function parsePastedSource(source: string): { readonly id: string; readonly name: string } | undefined {
	const [, id, name] = /^pasted:([\w-]{1,100})\/(.*)$/.exec(source) ?? [];
	return id === undefined || name === undefined ? undefined : { id, name: fileNameFrom(name) };
}

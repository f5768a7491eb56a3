import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Attachment } from '../../core/attachments.ts';
import type { Picture, Turn, WebPicture } from '../../core/conversation.ts';
import { parseRegionSource, regionSource } from '../../core/regionSource.ts';
import { withoutCredentials } from '../../core/webAddress.ts';
import { isVideo, isWebMedium, type Medium, type Region } from '../../core/media.ts';
import { FileVersion } from '../sources/fileVersion.ts';
import { newPastedSource, parsePastedSource, type ConversationStore, type Stored } from './conversationStore.ts';
import { committedFile, parseSource, readForDisplay, type Source, type WholeSource } from '../sources/source.ts';

/** Makes a picture, or a part of it, small. */
export type Shrink = (
	bytes: Uint8Array,
	name: string,
	part?: { readonly region: Region },
) => Promise<{ readonly mediaType: string; readonly bytes: Uint8Array } | undefined>;

/** Holds the pictures and videos of the open conversation: those that were sent, pasted or dropped. */
export class ConversationMedia {
	readonly #store: ConversationStore;
	readonly #log: Pick<vscode.LogOutputChannel, 'debug'>;
	/** Prepared pictures and videos, by their ids. */
	readonly #prepared = new Map<string, Medium>();
	/** Pasted and dropped files, by their sources. */
	readonly #pasted = new Map<string, File>();
	/** Small copies of pictures that were sent long ago, as data URIs by their ids. */
	readonly #thumbnails = new Map<string, string>();

	constructor(store: ConversationStore, log: Pick<vscode.LogOutputChannel, 'debug'>) {
		this.#store = store;
		this.#log = log;
	}

	restore({ media, pasted }: Stored): void {
		for (const [id, medium] of media) this.#prepared.set(id, medium);
		for (const [source, file] of pasted) this.#pasted.set(source, file);
	}

	/** Takes over the small copies of a past conversation's pictures. */
	restoreThumbnails(thumbnails: Readonly<Record<string, string>>): void {
		for (const [id, uri] of Object.entries(thumbnails)) this.#thumbnails.set(id, uri);
	}

	/** Returns small copies of the pictures, as data URIs by their ids. A picture that can't be made small is left out. */
	async thumbnails(turns: readonly Turn[], shrink: Shrink): Promise<Record<string, string>> {
		const made: Record<string, string> = {};
		for (const { id } of turns.flatMap(({ pictures }) => pictures)) {
			const medium = this.#prepared.get(id);
			const before = this.#thumbnails.get(id);
			if (medium && !isWebMedium(medium) && !isVideo(medium)) {
				const small = await shrink(medium.bytes, medium.name).catch((error: unknown) => this.#logShrink(error));
				if (small) made[id] = `data:${small.mediaType};base64,${Buffer.from(small.bytes).toString('base64')}`;
			} else if (before !== undefined) made[id] = before;
		}
		return made;
	}

	#logShrink(error: unknown): undefined {
		this.#log.debug(`Could not make a small copy of a picture: ${String(error)}`);
	}

	/** Returns a source as text that can be read again later; a file without an address of its own is kept here. */
	keep(source: Source): string {
		if ('whole' in source) return regionSource(this.keep(source.whole), source.region);
		if (source instanceof URL) return withoutCredentials(source).href;
		if (!(source instanceof File)) return source.toString();
		const text = newPastedSource(source.name, source instanceof FileVersion ? source.of : undefined);
		const { id = '' } = parsePastedSource(text) ?? {};
		this.#pasted.set(text, source);
		this.#store.saveBytes(id, source);
		return text;
	}

	/** Returns the sources of a turn's pictures and videos. */
	sourcesOf({ question }: Turn): readonly Source[] {
		return question.sources.map((source) => this.#sourceOf(source));
	}

	#sourceOf(text: string): Source {
		const part = parseRegionSource(text);
		return part ? { whole: this.#wholeOf(part.source), region: part.region } : this.#wholeOf(text);
	}

	#wholeOf(text: string): WholeSource {
		const pasted = this.#pasted.get(text);
		if (pasted) return pasted;
		const { versionOf } = parsePastedSource(text) ?? {};
		// The bytes of a past conversation are gone, but a commit has its own.
		return (versionOf && committedFile(versionOf)) ?? parseSource(text);
	}

	/** Returns the prepared pictures and videos of a turn that are still here. */
	preparedOf(turn: Turn): readonly Medium[] {
		return turn.pictures.flatMap(({ id }) => this.#prepared.get(id) ?? []);
	}

	/** Tells whether all that was sent with a turn is still here. */
	isComplete(turn: Turn): boolean {
		return turn.pictures.length > 0 && this.preparedOf(turn).length === turn.pictures.length;
	}

	/** Returns a turn's pictures and videos: as they were sent, or to be read again where these aren't here any more. */
	mediaOf(turn: Turn): readonly (Source | Medium)[] {
		return this.isComplete(turn) ? this.preparedOf(turn) : this.sourcesOf(turn);
	}

	/** Keeps what was prepared for a turn; its pictures keep the ids that they had `before`. */
	keepPrepared(media: readonly Medium[], before: Turn['pictures']): Turn['pictures'] {
		return media.map((medium, index): Picture | WebPicture => {
			const id = before[index]?.id ?? randomUUID();
			const isNew = this.#prepared.get(id) !== medium;
			this.#prepared.set(id, medium);
			if (isWebMedium(medium)) return { id, ...medium };
			if (isNew) this.#store.saveBytes(id, medium.bytes);
			const { bytes, ...facts } = medium;
			return { id, ...facts, byteLength: bytes.byteLength };
		});
	}

	/**
	 * Returns the bytes of a picture or video, to be shown; undefined when there are none here. `shrink` makes those of a part
	 * of a picture that is attached.
	 */
	async bytes(
		id: string,
		{ attachments, shrink }: { readonly attachments: readonly Attachment[]; readonly shrink: Shrink },
	): Promise<Uint8Array | undefined> {
		const medium = this.#prepared.get(id);
		if (medium) return isWebMedium(medium) ? undefined : medium.bytes;
		const thumbnail = this.#thumbnails.get(id);
		if (thumbnail !== undefined) return Buffer.from(thumbnail.slice(thumbnail.indexOf(',') + 1), 'base64');
		const attachment = attachments.find((each) => each.id === id);
		if (!attachment) return undefined;
		const source = this.#sourceOf(attachment.source);
		if (!('whole' in source)) return readForDisplay(source, this.#log);
		const whole = await readForDisplay(source.whole, this.#log);
		const small =
			whole && (await shrink(whole, attachment.name, source).catch((error: unknown) => this.#logShrink(error)));
		return small?.bytes;
	}
}

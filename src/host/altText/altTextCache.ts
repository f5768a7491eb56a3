import { webcrypto } from 'node:crypto';
import type * as vscode from 'vscode';
import type { AltAnswer } from '../../core/altText/altText.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import type { Answerer } from '../../core/conversation.ts';
import { readFile } from '../sources/source.ts';

const name = 'altTexts';

/** The number of answers that are kept; the oldest go first. */
const most = 500;

/** Keeps answers by their question: the same question about the same picture isn't sent again. */
export class AltTextCache {
	readonly #memory: vscode.Memento;

	constructor(memory: vscode.Memento) {
		this.#memory = memory;
	}

	get(key: string): AltAnswer | undefined {
		return this.#answers().get(key);
	}

	async keep(key: string, answer: AltAnswer): Promise<void> {
		const answers = this.#answers();
		answers.delete(key);
		answers.set(key, answer);
		for (const oldest of answers.keys()) {
			if (answers.size <= most) break;
			answers.delete(oldest);
		}
		await this.#memory.update(name, [...answers]);
	}

	/** Read each time, as there may be several caches: the memory has it at hand. The extension itself wrote it. */
	#answers(): Map<string, AltAnswer> {
		return new Map(this.#memory.get<readonly (readonly [string, AltAnswer])[]>(name, []));
	}
}

/**
 * Hashes the content of a picture, off the host's main thread; undefined for a file that can't be read, whose failure shows
 * when the picture is sent.
 */
export async function pictureHash(picture: vscode.Uri | URL): Promise<string | undefined> {
	try {
		const bytes = picture instanceof URL ? new TextEncoder().encode(picture.href) : await readFile(picture);
		return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('base64');
	} catch {
		return undefined;
	}
}

/** Returns the key of an answer: the picture's content, the answerer, the language, and the link around the picture. */
export function cacheKey(
	hash: string,
	{ language, surrounding, isOnGitHub }: AltTextQuestion,
	answerer: Answerer,
): string {
	const model = answerer.engine === 'local' ? 'local' : `${answerer.model}@${answerer.host}`;
	const link = [surrounding.linkTarget, surrounding.linkText, surrounding.isButton];
	return JSON.stringify([hash, 'altText', model, language, link, isOnGitHub]);
}

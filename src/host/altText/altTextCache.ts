import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { AltAnswer } from '../../core/altText/altText.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import type { Answerer } from '../../core/conversation.ts';

const name = 'altTexts';

/** How many are kept; the oldest go first. */
const most = 500;

/** Alt texts that were written, by what was asked: the same question about the same picture isn't sent again. */
export class AltTextCache {
	readonly #memory: vscode.Memento;
	readonly #answers: Map<string, AltAnswer>;

	constructor(memory: vscode.Memento) {
		this.#memory = memory;
		// The extension wrote it itself, in its own storage.
		this.#answers = new Map(memory.get<readonly (readonly [string, AltAnswer])[]>(name, []));
	}

	get(key: string): AltAnswer | undefined {
		return this.#answers.get(key);
	}

	async keep(key: string, answer: AltAnswer): Promise<void> {
		this.#answers.delete(key);
		this.#answers.set(key, answer);
		for (const oldest of this.#answers.keys()) {
			if (this.#answers.size <= most) break;
			this.#answers.delete(oldest);
		}
		await this.#memory.update(name, [...this.#answers]);
	}
}

/** The content of a picture, as a hash; undefined for a file that can't be read, whose failure is told where it is asked about. */
export async function pictureHash(picture: vscode.Uri | URL): Promise<string | undefined> {
	const hash = createHash('sha256');
	if (picture instanceof URL) return hash.update(picture.href).digest('base64');
	try {
		return hash.update(await vscode.workspace.fs.readFile(picture)).digest('base64');
	} catch {
		return undefined;
	}
}

/** What an answer is kept under: the picture's content, who answers, the language, and what a link makes of the picture. */
export function cacheKey(
	hash: string,
	{ language, surrounding, isOnGitHub }: AltTextQuestion,
	answerer: Answerer,
): string {
	const model = answerer.engine === 'local' ? 'local' : `${answerer.model}@${answerer.host}`;
	const link = [surrounding.linkTarget, surrounding.linkText, surrounding.isButton];
	return JSON.stringify([hash, 'altText', model, language, link, isOnGitHub]);
}

import { webcrypto } from 'node:crypto';
import type * as vscode from 'vscode';
import type { AltAnswer } from '../../core/altText/altText.ts';
import type { JudgeAnswer } from '../../core/altText/judgement.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import { answererKey } from '../../core/answerer.ts';
import type { Answerer } from '../../core/conversation.ts';
import { readFile } from '../sources/source.ts';

/** What is kept: alt texts as they were written, and judgements of those that were there. */
interface KeptAnswers {
	readonly altTexts: AltAnswer;
	readonly altJudgements: JudgeAnswer;
}

/** The number of answers that are kept; the oldest go first. */
const most = 500;

/** Keeps answers by their question: the same question about the same picture isn't sent again. */
export class AltTextCache<Name extends keyof KeptAnswers = 'altTexts'> {
	readonly #memory: vscode.Memento;
	readonly #name: Name;

	constructor(memory: vscode.Memento, name: Name) {
		this.#memory = memory;
		this.#name = name;
	}

	get(key: string): KeptAnswers[Name] | undefined {
		return this.#answers().get(key);
	}

	async keep(key: string, answer: KeptAnswers[Name]): Promise<void> {
		const answers = this.#answers();
		answers.delete(key);
		answers.set(key, answer);
		for (const oldest of answers.keys()) {
			if (answers.size <= most) break;
			answers.delete(oldest);
		}
		await this.#memory.update(this.#name, [...answers]);
	}

	/** Read each time, as there may be several caches: the memory has it at hand. The extension itself wrote it. */
	#answers(): Map<string, KeptAnswers[Name]> {
		return new Map(this.#memory.get<readonly (readonly [string, KeptAnswers[Name]])[]>(this.#name, []));
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
	const link = [surrounding.linkTarget, surrounding.linkText, surrounding.isButton];
	return JSON.stringify([hash, 'altText', answererKey(answerer), language, link, isOnGitHub]);
}

import { createHash } from 'node:crypto';
import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { altTextPrompt, type AltTextQuestion } from '../core/altText/altTextPrompt.ts';
import type { AltAnswer } from '../core/altText/altText.ts';
import { readAltAnswer } from '../core/altText/readAltAnswer.ts';
import { readForeignFile } from '../workers/foreignFile.ts';

/** What an answer is kept by. */
export interface AnswerKey {
	/** The hash of the picture's content. */
	readonly picture: string;
	readonly question: AltTextQuestion;
	readonly model: string;
	readonly host: string;
}

/** The number of bytes of a kept answer. */
const mostBytes = 100_000;

/** Keeps answers in files: the same question about the same picture to the same model isn't sent again. */
export class AnswerFiles {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	async get(key: AnswerKey): Promise<AltAnswer | undefined> {
		try {
			const path = this.#pathOf(key);
			// Whoever can write into the folder could have written it: it is read as an answer is.
			return readAltAnswer(new TextDecoder().decode(await readForeignFile({ name: path, path }, mostBytes)));
		} catch {
			return undefined;
		}
	}

	/** Without room for it, the answer is only not kept. */
	async keep(key: AnswerKey, answer: AltAnswer): Promise<void> {
		try {
			await mkdir(this.#folder, { recursive: true });
			await writeFile(this.#pathOf(key), JSON.stringify(answer));
		} catch {
			// It is asked for again.
		}
	}

	#pathOf({ picture, question, model, host }: AnswerKey): string {
		const content = JSON.stringify([picture, model, host, question.maxLength, altTextPrompt(question)]);
		return join(this.#folder, `${createHash('sha256').update(content).digest('hex')}.json`);
	}
}

/** Returns the folder for kept answers: with other tools' in the repository, where there is one, else the user's. */
export async function cacheFolder(root: string): Promise<string> {
	const parts = ['node_modules', '.cache', 'glimpse'];
	const paths = parts.map((_, index) => join(root, ...parts.slice(0, index + 1)));
	const [packages, ...below] = await Promise.all(paths.map((path) => lstat(path).catch(() => undefined)));
	// A link in the repository must not lead what is written out of it.
	const isOwn = packages?.isDirectory() && below.every((found) => found === undefined || found.isDirectory());
	return isOwn ? join(root, ...parts) : userFolder();
}

function userFolder(): string {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'glimpse', 'cache');
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'glimpse');
	return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'glimpse');
}

import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import * as v from 'valibot';
import { altKinds, type AltAnswer } from '../../core/altText/altText.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import type { Answerer } from '../../core/conversation.ts';

const name = 'altTexts';

/** How many are kept; the oldest go first. */
const most = 500;

const stored = v.array(
	v.tuple([
		v.string(),
		v.object({
			alt: v.string(),
			kind: v.picklist(altKinds),
			reason: v.string(),
			description: v.optional(v.string()),
		}),
	]),
);

/** Alt texts that were written, by what was asked: the same question about the same picture isn't sent again. */
export class AltTextCache {
	readonly #memory: vscode.Memento;
	readonly #answers: Map<string, AltAnswer>;

	constructor(memory: vscode.Memento) {
		this.#memory = memory;
		const result = v.safeParse(stored, memory.get(name));
		this.#answers = new Map(
			(result.success ? result.output : []).map(([key, { description, ...answer }]) => [
				key,
				{ ...answer, ...(description !== undefined && { description }) },
			]),
		);
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

/**
 * What an answer is kept under: the picture's content, who answers, the language, and what a link makes of the picture.
 * Undefined for a file that can't be read, whose failure is told where it is asked about.
 */
export async function cacheKey(
	picture: vscode.Uri | URL,
	{ language, surrounding, isOnGitHub }: AltTextQuestion,
	answerer: Answerer,
): Promise<string | undefined> {
	const model = answerer.engine === 'local' ? 'local' : `${answerer.model}@${answerer.host}`;
	const link = [surrounding.linkTarget, surrounding.linkText, surrounding.isButton];
	const hash = createHash('sha256');
	if (picture instanceof URL) hash.update(picture.href);
	else {
		try {
			hash.update(await vscode.workspace.fs.readFile(picture));
		} catch {
			return undefined;
		}
	}
	return JSON.stringify([hash.digest('base64'), 'altText', model, language, link, isOnGitHub]);
}

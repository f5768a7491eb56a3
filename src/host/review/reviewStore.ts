import { appendFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { emptyReview, reduceReview, type Review, type ReviewEvent } from '../../core/review/review.ts';
import { readBounded, replaceFile } from '../conversation/replaceFile.ts';

/** The version of the file; one of another version is not read. */
const version = 1;

/** The number of bytes up to which a review is read back: one of 10,000 rows has about 10 MB. */
const largest = 200_000_000;

/** Milliseconds in which events are gathered before they are written. */
const writeInterval = 100;

/**
 * Keeps a review over reloads and restarts: a file with its state in the first line, and an event in each of those behind it. The
 * extension alone writes it, into its own storage.
 */
export class ReviewStore {
	readonly #path: string;
	readonly #log: Pick<vscode.LogOutputChannel, 'warn'>;
	#waiting: ReviewEvent[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#writing: Promise<void> = Promise.resolve();

	/** `folder` is one of this machine for the open workspace; it need not exist. */
	constructor(folder: string, log: Pick<vscode.LogOutputChannel, 'warn'>) {
		this.#path = join(folder, 'review.jsonl');
		this.#log = log;
	}

	/** Returns what was kept; an empty review when there is nothing or it can't be read. */
	async load(): Promise<Review> {
		try {
			await stat(this.#path);
		} catch {
			return emptyReview;
		}
		try {
			const lines = (await readBounded(this.#path, largest)).toString().split('\n');
			const first = parsed(lines[0] ?? '');
			if (!first || !('review' in first) || first.version !== version) return emptyReview;
			// The last line may have been cut off in the middle.
			return lines
				.slice(1)
				.flatMap((line) => {
					const event = parsed(line);
					return event && 'kind' in event ? [event] : [];
				})
				.reduce(reduceReview, first.review);
		} catch (error) {
			this.#log.warn(`Could not restore the review: ${String(error)}`);
			return emptyReview;
		}
	}

	/** Writes a whole review in place of what was kept. */
	save(review: Review): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#waiting = [];
		const text = `${JSON.stringify({ version, review })}\n`;
		this.#then(() => replaceFile(this.#path, text));
	}

	/** Adds what happened. */
	add(event: ReviewEvent): void {
		this.#waiting.push(event);
		this.#timer ??= setTimeout(() => this.#writeWaiting(), writeInterval);
	}

	/** Settles when everything is written. */
	async flush(): Promise<void> {
		this.#writeWaiting();
		await this.#writing;
	}

	#writeWaiting(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const events = this.#waiting;
		this.#waiting = [];
		if (events.length === 0) return;
		const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
		this.#then(() => appendFile(this.#path, text));
	}

	#then(work: () => Promise<void>): void {
		this.#writing = this.#writing
			.then(work)
			.catch((error: unknown) => this.#log.warn(`Could not save the review: ${String(error)}`));
	}
}

/** The first line of the file. */
interface KeptState {
	readonly version: number;
	readonly review: Review;
}

function parsed(line: string): KeptState | ReviewEvent | undefined {
	try {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the extension wrote it itself, in its own storage
		return JSON.parse(line) as KeptState | ReviewEvent;
	} catch {
		return undefined;
	}
}

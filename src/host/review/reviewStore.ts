import { appendFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { emptyReview, reduceReview, type Review, type ReviewEvent, type ReviewRow } from '../../core/review/review.ts';
import { readBounded, replaceFile } from '../conversation/replaceFile.ts';

/** The version of the file; one of another version is not read. */
const version = 1;

/** The number of bytes up to which a review is read back: one of 10,000 rows has about 10 MB. */
const largest = 200_000_000;

/** Milliseconds in which events are gathered before they are written. */
const writeInterval = 100;

/**
 * Keeps a review over reloads and restarts: a file with its state in the first lines, and an event in each of those behind them.
 * The extension alone writes it, into its own storage.
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
			const [first = '', ...lines] = (await readBounded(this.#path, largest)).toString().split('\n');
			const head = parsed(first);
			if (!head || !('review' in head) || head.version !== version) throw new Error('It is of another version.');
			let { review } = head;
			const pause = createPause();
			for (const line of lines) {
				// The last one may have been cut off in the middle.
				const read = parsed(line);
				if (read && 'rows' in read) review = { ...review, rows: [...review.rows, ...read.rows] };
				else if (read && 'kept' in read) review = { ...review, kept: [...review.kept, ...read.kept] };
				else if (read && 'kind' in read) review = reduceReview(review, read);
				await pause();
			}
			return review;
		} catch (error) {
			this.#log.warn(`Could not restore the review: ${String(error)}`);
			// Set aside: it may hold a day's work.
			await rename(this.#path, `${this.#path}.unread`).catch(() => undefined);
			return emptyReview;
		}
	}

	/** Writes a whole review in place of what was kept. */
	save(review: Review): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#waiting = [];
		this.#then(async () => replaceFile(this.#path, await textOf(review)));
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

/** The first line of the file; of a whole review, lines with its rows follow. */
interface KeptState {
	readonly version: number;
	/** Without rows. */
	readonly review: Review;
}

type KeptLine =
	KeptState | ReviewEvent | { readonly rows: readonly ReviewRow[] } | { readonly kept: readonly ReviewRow[] };

/** The number of rows in a line. */
const rowsInLine = 200;

async function textOf(review: Review): Promise<string> {
	const pause = createPause();
	const lines = [JSON.stringify({ version, review: { ...review, rows: [], kept: [] } } satisfies KeptState)];
	for (const name of ['rows', 'kept'] as const) {
		for (let at = 0; at < review[name].length; at += rowsInLine) {
			lines.push(JSON.stringify({ [name]: review[name].slice(at, at + rowsInLine) }));
			await pause();
		}
	}
	return `${lines.join('\n')}\n`;
}

/** Milliseconds of work at a time: the host has other things to do. */
const longestWork = 10;

/** Returns a function that lets other work come in between, once some has been done. */
function createPause(): () => Promise<void> {
	let start = performance.now();
	return async () => {
		if (performance.now() - start < longestWork) return;
		await setImmediate();
		start = performance.now();
	};
}

function parsed(line: string): KeptLine | undefined {
	try {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the extension wrote it itself, in its own storage
		return JSON.parse(line) as KeptLine;
	} catch {
		return undefined;
	}
}

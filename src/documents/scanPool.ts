import { availableParallelism } from 'node:os';
import { FailureError, failureOf, type Failure } from '../core/failure.ts';
import type { ScannedDocument } from '../core/review/scanDocument.ts';
import { createMarkupWorker, type DocumentText, type FindingsWanted, type MarkupWorker } from './markupWorker.ts';

/** What came of a document: its images that break rules, or the reason why it was left alone. */
export type Scan = { readonly document: DocumentText } & (
	{ readonly scan: ScannedDocument; readonly failure?: never } | { readonly failure: Failure; readonly scan?: never }
);

/** The most processes: more than a few wait for the disk. */
const mostProcesses = 4;

/** The number of documents and of their characters that are handed to a process at once: a message has its cost, and its time limit. */
const batch = { documents: 64, characters: 400_000 } as const;

/** The number of characters up to which a document is read. */
const mostCharacters = 5_000_000;

/** Scans many documents in processes of their own, and none twice. `dispose` ends them. */
export class ScanPool {
	readonly #idle: MarkupWorker[];
	readonly #workers: readonly MarkupWorker[];

	/** `folder` is the built folder local/. */
	constructor({ folder, processes = mostProcesses }: { readonly folder: string; readonly processes?: number }) {
		const count = Math.max(1, Math.min(processes, availableParallelism()));
		this.#workers = Array.from({ length: count }, () => createMarkupWorker({ folder }));
		this.#idle = [...this.#workers];
	}

	/** Yields what came of each document, in any order. Documents are taken no faster than they are scanned. */
	async *scan(
		documents: AsyncIterable<DocumentText>,
		wanted: FindingsWanted,
		signal: AbortSignal,
	): AsyncGenerator<Scan, void, undefined> {
		const running = new Map<MarkupWorker, Promise<{ worker: MarkupWorker; scans: readonly Scan[] }>>();
		let done: readonly Scan[] = [];
		const settle = async (): Promise<void> => {
			const { worker, scans } = await Promise.race(running.values());
			running.delete(worker);
			this.#idle.push(worker);
			done = [...done, ...scans];
		};
		for await (const each of batches(documents)) {
			signal.throwIfAborted();
			if (this.#idle.length === 0) await settle();
			const worker = this.#idle.pop();
			if (!worker) continue;
			running.set(
				worker,
				scanBatch(worker, each, wanted).then((scans) => ({ worker, scans })),
			);
			// Whoever takes them does so while the processes work.
			const ready = done;
			done = [];
			yield* ready;
		}
		while (running.size > 0) {
			await settle();
			yield* done;
			done = [];
		}
	}

	dispose(): void {
		for (const worker of this.#workers) worker.dispose();
	}
}

async function* batches(documents: AsyncIterable<DocumentText>): AsyncGenerator<readonly DocumentText[]> {
	let next: DocumentText[] = [];
	let characters = 0;
	for await (const document of documents) {
		if (next.length > 0 && characters + document.text.length > batch.characters) {
			yield next;
			next = [];
			characters = 0;
		}
		next.push(document);
		characters += document.text.length;
		if (next.length < batch.documents) continue;
		yield next;
		next = [];
		characters = 0;
	}
	if (next.length > 0) yield next;
}

/** Scans documents at once, and each by itself where that takes too much: one must not cost the others. */
async function scanBatch(
	worker: MarkupWorker,
	documents: readonly DocumentText[],
	wanted: FindingsWanted,
): Promise<readonly Scan[]> {
	const small = documents.filter(({ text }) => text.length <= mostCharacters);
	const large = documents.filter(({ text }) => text.length > mostCharacters);
	const scans = await worker.scanAll(small, wanted).catch(() => undefined);
	const found = scans
		? small.flatMap((document, index): readonly Scan[] => {
				const scan = scans[index];
				return scan ? [{ document, scan }] : [];
			})
		: await eachAlone(worker, small, wanted);
	return [...found, ...large.map((document) => ({ document, failure: tooLong(document) }))];
}

async function eachAlone(
	worker: MarkupWorker,
	documents: readonly DocumentText[],
	wanted: FindingsWanted,
): Promise<readonly Scan[]> {
	const found: Scan[] = [];
	for (const document of documents) {
		try {
			const [scan] = await worker.scanAll([document], wanted);
			if (scan) found.push({ document, scan });
		} catch (error) {
			if (!(error instanceof FailureError)) throw error;
			found.push({ document, failure: failureOf(error) });
		}
	}
	return found;
}

function tooLong({ text }: DocumentText): Failure {
	return { kind: 'documentUnread', why: 'memory', reason: `${text.length} characters` };
}

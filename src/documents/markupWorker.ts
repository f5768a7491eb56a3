import { join } from 'node:path';
import { FailureError, type Failure } from '../core/failure.ts';
import type { ImageReference } from '../core/markup/imageReference.ts';
import type { Outline } from '../core/markup/outline.ts';
import { type WorkerFailure, type WorkerMemory, WorkerProcess } from '../workers/workerProcess.ts';

/** A state of a document. */
export interface DocumentText {
	/** The same for all states of one document: what didn't change since the last one isn't parsed again. */
	readonly key: string;
	/** The editor's id. */
	readonly language: string;
	readonly text: string;
}

/** From the host to the process: read this document, and tell this of it. */
export interface MarkupRequest extends DocumentText {
	readonly wanted: 'references' | 'outline' | { readonly canInsertAt: number };
}

/** From the process to the host, by what was wanted. */
export type MarkupReport =
	| { readonly kind: 'references'; readonly references: readonly ImageReference[]; readonly isWhole: boolean }
	| { readonly kind: 'outline'; readonly outline: Outline }
	| { readonly kind: 'canInsert'; readonly canInsert: boolean };

/**
 * Reads documents in a process of its own, so that none can hold up the host. Each call throws FailureError `documentUnread`
 * where a document takes too long or too much memory. `dispose` ends the worker.
 */
export interface MarkupWorker {
	/** Its pictures; `isWhole` is false where something of the document was left alone. */
	references(document: DocumentText): Promise<Extract<MarkupReport, { readonly kind: 'references' }>>;
	/** What stands around them. */
	outline(document: DocumentText): Promise<Outline>;
	/** Whether a picture may be inserted at an offset. */
	canInsertAt(document: DocumentText, offset: number): Promise<boolean>;
	dispose(): void;
}

/** The budget of one document: ordinary ones of a megabyte take a quarter of it, and a crafted one ends here. */
const limitMilliseconds = 2000;

/** Long, since a process that has ended must start and parse again at the next key. */
const idleMilliseconds = 120_000;

const memory: WorkerMemory = { heap: 512, process: 700_000_000 };

/** `folder`: the built folder local/ with the process's script. */
export function createMarkupWorker({
	folder,
	limit = limitMilliseconds,
}: {
	readonly folder: string;
	/** For tests: milliseconds for one document. */
	readonly limit?: number;
}): MarkupWorker {
	const worker = new WorkerProcess<MarkupRequest, MarkupReport>({
		file: join(folder, 'markup.mjs'),
		name: 'Glimpse documents',
		idle: idleMilliseconds,
		limit,
		memory,
	});
	// What was begun is finished: to end the process would cost more.
	const { signal } = new AbortController();

	async function ask<Kind extends MarkupReport['kind']>(
		request: MarkupRequest,
		kind: Kind,
	): Promise<Extract<MarkupReport, { readonly kind: Kind }>> {
		const report = await worker.askOnce(request, { signal, failure });
		if (isOf(report, kind)) return report;
		throw new FailureError(failure('broken', `it is ${report.kind}`));
	}

	return {
		references: (document) => ask({ ...document, wanted: 'references' }, 'references'),
		outline: async (document) => (await ask({ ...document, wanted: 'outline' }, 'outline')).outline,
		canInsertAt: async (document, offset) =>
			(await ask({ ...document, wanted: { canInsertAt: offset } }, 'canInsert')).canInsert,
		dispose: () => worker.dispose(),
	};
}

function failure(why: WorkerFailure, reason: string): Failure {
	return { kind: 'documentUnread', why, reason };
}

function isOf<Kind extends MarkupReport['kind']>(
	report: MarkupReport,
	kind: Kind,
): report is Extract<MarkupReport, { readonly kind: Kind }> {
	return report.kind === kind;
}

import { join } from 'node:path';
import { FailureError, type Failure } from '../core/failure.ts';
import type { ImageReference } from '../core/markup/imageReference.ts';
import type { Outline } from '../core/markup/outline.ts';
import type { Finding } from '../core/review/findings.ts';
import type { ImagesWanted, ScannedDocument } from '../core/review/scanDocument.ts';
import { type WorkerFailure, type WorkerMemory, WorkerProcess } from '../workers/workerProcess.ts';

/** A state of a document. */
export interface DocumentText {
	/** The same for all states of one document: parts unchanged since the last one aren't parsed again. */
	readonly key: string;
	/** The editor's language id. */
	readonly language: string;
	readonly text: string;
}

/** A request from the host to the process to read a document, or many that nobody is editing. */
export type MarkupRequest =
	| (DocumentText & {
			readonly wanted:
				| 'references'
				| 'outline'
				| { readonly canInsertAt: number }
				| { readonly findings: FindingsWanted }
				| { readonly scan: FindingsWanted };
	  })
	| { readonly documents: readonly DocumentText[]; readonly wanted: { readonly scan: FindingsWanted } };

/** What the search for findings goes by. */
export interface FindingsWanted {
	/** The number of characters of an alt text that are no finding yet. */
	readonly maxLength: number;
	/** Which images a scan returns; those that break rules, if nothing is said. */
	readonly images?: ImagesWanted | undefined;
}

/** The reply of the process, by what was wanted. */
export type MarkupReport =
	| { readonly kind: 'references'; readonly references: readonly ImageReference[]; readonly isWhole: boolean }
	| { readonly kind: 'outline'; readonly outline: Outline }
	| { readonly kind: 'canInsert'; readonly canInsert: boolean }
	| { readonly kind: 'findings'; readonly findings: readonly Finding[] }
	| { readonly kind: 'scan'; readonly scan: ScannedDocument }
	| { readonly kind: 'scans'; readonly scans: readonly ScannedDocument[] };

/**
 * A worker that reads documents in a process of its own, so that none can block the host. Each call throws FailureError
 * `documentUnread` if a document takes too long or too much memory. `dispose` ends the worker.
 */
export interface MarkupWorker {
	/** Returns its images; `isWhole` is false if a part of the document was left alone. */
	references(document: DocumentText): Promise<Extract<MarkupReport, { readonly kind: 'references' }>>;
	/** Returns the surroundings of its images. */
	outline(document: DocumentText): Promise<Outline>;
	/** Returns what its alt texts break. */
	findings(document: DocumentText, wanted: FindingsWanted): Promise<readonly Finding[]>;
	/** Returns its images that are wanted, with all that a review shows of them. */
	scan(document: DocumentText, wanted: FindingsWanted): Promise<ScannedDocument>;
	/** Does the same for many documents at once, within the time of one; nothing of them is kept. */
	scanAll(documents: readonly DocumentText[], wanted: FindingsWanted): Promise<readonly ScannedDocument[]>;
	/** Tells whether an image may be inserted at an offset. */
	canInsertAt(document: DocumentText, offset: number): Promise<boolean>;
	dispose(): void;
}

/** The time limit of one document: ordinary ones of a megabyte take a quarter of it, and a crafted one ends here. */
const limitMilliseconds = 2000;

/** Long, since a new process must start and parse again at the next keystroke. */
const idleMilliseconds = 120_000;

const memory: WorkerMemory = { heap: 512, process: 700_000_000 };

/** Creates the worker. `folder` is the built folder local/ with the process's script. */
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
	// A started request is finished: ending the process would cost more.
	const { signal } = new AbortController();

	async function ask<Kind extends MarkupReport['kind']>(
		request: MarkupRequest,
		kind: Kind,
	): Promise<Extract<MarkupReport, { readonly kind: Kind }>> {
		const report = await worker.askOnce(request, { signal, failure });
		if (isOf(report, kind)) return report;
		throw new FailureError(failure('broken', `unexpected report: ${report.kind}`));
	}

	return {
		references: (document) => ask({ ...document, wanted: 'references' }, 'references'),
		outline: async (document) => (await ask({ ...document, wanted: 'outline' }, 'outline')).outline,
		findings: async (document, wanted) =>
			(await ask({ ...document, wanted: { findings: wanted } }, 'findings')).findings,
		scan: async (document, wanted) => (await ask({ ...document, wanted: { scan: wanted } }, 'scan')).scan,
		scanAll: async (documents, wanted) => (await ask({ documents, wanted: { scan: wanted } }, 'scans')).scans,
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

import { createHash } from 'node:crypto';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError, failureOf, isRefusal, throwIfCancelled, type Failure } from '../../core/failure.ts';
import { failureSubject } from '../../core/failureSubject.ts';
import { batchLimits, batchLine, batchOutcome, type BatchLimits, type BatchOutcome } from '../../core/glm/batch.ts';
import {
	batchProgress,
	nextStep,
	reduceBatchRun,
	unansweredFailure,
	type BatchPart,
	type BatchProgress,
	type BatchRun,
	type BatchRunEvent,
	type BatchStep,
} from '../../core/glm/batchRun.ts';
import { failureWithoutKey, withoutKey } from '../../core/glm/withoutKey.ts';
import {
	cancelBatch,
	createBatch,
	deleteFile,
	findBatch,
	findFile,
	getBatch,
	readAnswers,
	uploadQuestions,
} from './batchClient.ts';
import type { GlmConnection } from './glmClient.ts';
import { nextHarmlessTry, type RetryPolicy } from './retry.ts';
import { ConnectError } from './transport.ts';

/** Where a run is kept over restarts. */
export interface BatchStore {
	/** Replaces what was kept; undefined once there is nothing to go on with. */
	save(run: BatchRun | undefined): Promise<void>;
	/** A folder of this machine, for this run alone, for files that are not sent yet. It need not exist, and goes with the run. */
	readonly folder: string;
}

/** The questions of a run, which knows them by their ids. */
export interface BatchQuestions {
	/**
	 * Returns the body of a question, ready for JSON: its pictures are read only now.
	 * @throws FailureError what is wrong with its picture or itself is its outcome; anything else ends the work
	 */
	bodyFor(id: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
	/** Takes an outcome, and settles when it is kept. One may come again after a restart. */
	take(id: string, outcome: BatchOutcome): Promise<void> | void;
	onProgress?(progress: BatchProgress): void;
}

/** Milliseconds between two looks at a batch, and what is added at random: the service asks for 20 to 30 seconds. */
const lookInterval = 20_000;
const lookSpread = 10_000;

/** Milliseconds; a service that can't be reached is looked for less and less often. */
const longestLookInterval = 10 * 60_000;

/** How often a file with answers is read again from its beginning when it breaks off. */
const mostReadings = 5;

/** How often a batch may be said to be unknown, one time after the other, until that is believed. */
const mostUnknown = 3;

/**
 * Asks questions in batches: writes them into files, sends these and follows them until each question has an outcome. Every step
 * is kept before and after it is taken, and what may have been sent is looked for at the service before it is sent again.
 */
export class BatchRunner {
	readonly #connection: GlmConnection;
	readonly #store: BatchStore;
	readonly #questions: BatchQuestions;
	readonly #policy: RetryPolicy;
	readonly #limits: BatchLimits;
	readonly #cancelling = new AbortController();
	#run: BatchRun;
	#saved: Promise<void> = Promise.resolve();
	/** Questions whose outcome was taken since this runner was made. */
	readonly #taken = new Set<string>();
	/** How often the service didn't know the batch of a part, one time after the other. */
	readonly #unknown = new Map<string, number>();
	/** Whether the next look may be taken at once, as after a restart. */
	#mayLookNow: boolean;

	/** `run` is a new one, or one that was kept. The connection's endpoint must be the run's. */
	constructor(
		run: BatchRun,
		services: {
			readonly connection: GlmConnection;
			readonly store: BatchStore;
			readonly questions: BatchQuestions;
			readonly retryPolicy: RetryPolicy;
			readonly limits?: BatchLimits;
		},
	) {
		this.#run = run;
		this.#connection = services.connection;
		this.#store = services.store;
		this.#questions = services.questions;
		this.#policy = services.retryPolicy;
		this.#limits = services.limits ?? batchLimits;
		this.#mayLookNow = run.parts.length > 0;
	}

	get progress(): BatchProgress {
		return batchProgress(this.#run);
	}

	/**
	 * Goes on until each question has an outcome.
	 * @throws FailureError `cancelled` once `signal` was aborted, or what keeps it from going on: the run is kept then
	 */
	async follow(signal: AbortSignal): Promise<void> {
		await this.#save();
		for (let failures = 0; ;) {
			throwIfCancelled(signal);
			const step = nextStep(this.#run);
			if (!step) break;
			const isInterruptible = !this.#run.isCancelled;
			const wanted = isInterruptible ? AbortSignal.any([signal, this.#cancelling.signal]) : signal;
			try {
				await this.#take(step, wanted);
				// Behind a step that failed comes a look for what it left, which brings nothing further.
				if (step.kind !== 'find') failures = 0;
			} catch (error) {
				throwIfCancelled(signal);
				this.#doubt(step, error);
				if (isInterruptible && this.#run.isCancelled) continue;
				const wait = await this.#waitAfter(step, error, failures++);
				await this.#policy.sleep(wait, wanted).catch((cause: unknown) => {
					throwIfCancelled(signal);
					if (!wanted.aborted) throw cause;
				});
			}
		}
		await this.#saved;
		await rm(this.#store.folder, { recursive: true, force: true });
		await this.#store.save(undefined);
		this.#questions.onProgress?.(this.progress);
	}

	/** Stops the run: nothing more is sent, and what was answered until then still comes. `follow` leads to the end. */
	async cancel(): Promise<void> {
		if (!nextStep(this.#run)) return;
		await this.#happened({ kind: 'cancelled' });
		this.#cancelling.abort();
	}

	async #take(step: BatchStep, signal: AbortSignal): Promise<void> {
		switch (step.kind) {
			case 'fill':
				return this.#fill(signal);
			case 'finishWaiting':
				await this.#tellOthers(this.#run.waiting, { kind: 'cancelled' });
				return this.#happened({ kind: 'waitingFinished' });
			case 'find':
				return this.#find(step.part, signal);
			case 'upload':
				return this.#upload(step.part, signal);
			case 'create':
				return this.#create(step.part, signal);
			case 'cancel':
				return this.#cancelPart(step.part, signal);
			case 'drop':
				await this.#finish(step.part, { kind: 'cancelled' });
				return this.#delete([step.part.inputFileId], signal);
			case 'watch':
				return this.#watch(step.parts, signal);
			case 'read':
				return this.#read(step.part, signal);
		}
	}

	/** Writes the next file, as long as it may be. */
	async #fill(signal: AbortSignal): Promise<void> {
		const { waiting, mark, fileCount } = this.#run;
		const name = `${mark}-${fileCount + 1}`;
		const lines: [customId: string, id: string][] = [];
		let taken = 0;
		let byteLength = 0;
		await mkdir(this.#store.folder, { recursive: true, mode: 0o700 });
		const file = await open(this.#path(name), 'w', 0o600);
		try {
			for (const id of waiting) {
				throwIfCancelled(signal);
				const [customId, line] = await this.#lineFor(id, signal);
				const isFull = byteLength + line.byteLength > this.#limits.bytes || lines.length === this.#limits.lines;
				if (isFull && lines.length > 0) break;
				taken++;
				if (line.byteLength > this.#limits.bytes) await this.#tell(id, failed(this.#tooLarge()));
				if (line.byteLength === 0 || line.byteLength > this.#limits.bytes) continue;
				await file.appendFile(line);
				byteLength += line.byteLength;
				lines.push([customId, id]);
				this.#questions.onProgress?.({ ...this.progress, prepared: this.progress.prepared + taken });
			}
			await file.sync();
		} finally {
			await file.close();
		}
		if (lines.length === 0) await rm(this.#path(name), { force: true });
		await this.#happened({ kind: 'filled', name, lines, taken });
	}

	/** Returns the line of a question; an empty one where its outcome is known already. */
	async #lineFor(id: string, signal: AbortSignal): Promise<readonly [customId: string, line: Buffer]> {
		try {
			const body = await this.#questions.bodyFor(id, signal);
			// Of the question's place and content, so that an answer can only be joined to what was asked.
			const customId = createHash('sha256')
				.update(JSON.stringify([id, body]))
				.digest('hex')
				.slice(0, 40);
			return [customId, Buffer.from(batchLine(customId, body))];
		} catch (error) {
			throwIfCancelled(signal);
			const subject = error instanceof FailureError ? failureSubject(error.failure) : undefined;
			if (subject !== 'picture' && subject !== 'question') throw error;
			await this.#tell(id, failed(failureOf(error)));
			return ['', Buffer.alloc(0)];
		}
	}

	async #find(part: BatchPart, signal: AbortSignal): Promise<void> {
		if (part.vainLooks) await this.#policy.sleep(lookInterval, signal);
		const batch = await findBatch(this.#connection, part.name, signal);
		if (batch) return this.#seen(part, batch);
		if (part.step === 'uploaded') return this.#happened({ kind: 'notFound', name: part.name });
		const size = await this.#sizeOf(part);
		const fileId = await findFile(this.#connection, { name: part.name, size }, signal);
		if (fileId !== undefined) return this.#happened({ kind: 'uploaded', name: part.name, fileId });
		return this.#happened({ kind: 'notFound', name: part.name });
	}

	async #upload(part: BatchPart, signal: AbortSignal): Promise<void> {
		const { name } = part;
		if ((await this.#sizeOf(part)) === undefined) return this.#happened({ kind: 'lost', name });
		const fileId = await uploadQuestions(this.#connection, { path: this.#path(name), name }, signal);
		await this.#happened({ kind: 'uploaded', name, fileId });
	}

	async #create({ name, inputFileId: fileId = '' }: BatchPart, signal: AbortSignal): Promise<void> {
		const batch = await createBatch(this.#connection, { fileId, mark: name }, signal);
		await this.#seen({ name }, batch);
	}

	async #cancelPart({ name, batchId = '' }: BatchPart, signal: AbortSignal): Promise<void> {
		try {
			await cancelBatch(this.#connection, batchId, signal);
		} catch (error) {
			// One that has ended in between is refused; the next look tells how.
			const failure = failureOf(error);
			if (!isRefusal(failure) || isAboutAccount(failure) || isPassing(failure)) throw error;
		}
		await this.#happened({ kind: 'cancelSent', name });
		this.#mayLookNow = true;
	}

	/** Looks at each batch. One that can't be seen now doesn't hide the others. */
	async #watch(parts: readonly BatchPart[], signal: AbortSignal): Promise<void> {
		if (!this.#mayLookNow) await this.#policy.sleep(lookInterval + lookSpread * this.#policy.random(), signal);
		this.#mayLookNow = false;
		const errors: unknown[] = [];
		for (const part of parts) {
			try {
				await this.#seen(part, await getBatch(this.#connection, part.batchId ?? '', signal));
				this.#unknown.delete(part.name);
			} catch (error) {
				throwIfCancelled(signal);
				if (!(await this.#isGone(part, error))) errors.push(error);
			}
		}
		if (errors.length > 0) throw errors[0];
	}

	/** Counts how often a batch is unknown, and tells whether that has been dealt with. */
	async #isGone({ name }: BatchPart, error: unknown): Promise<boolean> {
		const failure = failureOf(error);
		if (!isRefusal(failure) || failure.status !== 404) return false;
		const times = (this.#unknown.get(name) ?? 0) + 1;
		this.#unknown.set(name, times);
		if (times >= mostUnknown) await this.#happened({ kind: 'gone', name });
		return true;
	}

	/** Reads the answers and refusals of a part; its questions without one fail. */
	async #read(part: BatchPart, signal: AbortSignal): Promise<void> {
		const { host } = this.#connection.endpoint;
		const ids = new Map(part.lines);
		for (const fileId of [part.outputFileId, part.errorFileId]) {
			if (fileId === undefined) continue;
			for await (const answer of readAnswers(this.#connection, fileId, signal)) {
				const id = ids.get(answer.customId);
				if (id !== undefined && !this.#taken.has(id)) await this.#tell(id, await batchOutcome(answer, host));
			}
		}
		await this.#finish(part, unansweredFailure(this.#run, part, host));
		await this.#delete([part.inputFileId, part.outputFileId, part.errorFileId], signal);
	}

	/** Ends a part: its questions without an outcome get this one. */
	async #finish({ name, lines }: BatchPart, failure: Failure): Promise<void> {
		await this.#tellOthers(
			lines.map(([, id]) => id),
			failure,
		);
		await this.#happened({ kind: 'finished', name });
		await rm(this.#path(name), { force: true });
	}

	/** Deletes files at the service; what can't be deleted is deleted there after 30 days. */
	async #delete(fileIds: readonly (string | undefined)[], signal: AbortSignal): Promise<void> {
		for (const fileId of fileIds) {
			if (fileId === undefined) continue;
			await deleteFile(this.#connection, fileId, signal).catch(() => undefined);
		}
	}

	async #seen({ name }: Pick<BatchPart, 'name'>, batch: Awaited<ReturnType<typeof getBatch>>): Promise<void> {
		await this.#happened({ kind: 'seen', name, batch, now: this.#policy.now() });
		await rm(this.#path(name), { force: true });
	}

	/** Notes that a step may have been taken at the service, although it failed here. */
	#doubt(step: BatchStep, error: unknown): void {
		if ((step.kind !== 'upload' && step.kind !== 'create') || isSurelyRefused(failureOf(error))) return;
		void this.#happened({ kind: 'sendingFailed', name: step.part.name });
	}

	/**
	 * Returns the milliseconds to wait before a step that failed is tried again. What only looks and reads is tried for as long as it
	 * may succeed; a file that can't be read ends with what was read of it.
	 * @throws the error, if the run can't go on by itself
	 */
	async #waitAfter(step: BatchStep, error: unknown, failures: number): Promise<number> {
		if (!(error instanceof FailureError)) throw error;
		const { failure } = error;
		if (step.kind === 'read' && !isAboutAccount(failure)) {
			const isLast = failures >= mostReadings && !(error.cause instanceof ConnectError);
			if (!isPassing(failure) || isLast) {
				await this.#finish(step.part, failure);
				return 0;
			}
		} else if (step.kind !== 'watch' || !isPassing(failure)) {
			const wait = nextHarmlessTry(error, failures, this.#policy);
			if (wait === undefined) throw error;
			return wait;
		}
		this.#mayLookNow = true;
		return Math.min(lookInterval * 2 ** failures, longestLookInterval);
	}

	/** Gives this outcome to those of the questions that have none. */
	async #tellOthers(ids: readonly string[], failure: Failure): Promise<void> {
		for (const id of ids) if (!this.#taken.has(id)) await this.#tell(id, failed(failure));
	}

	/** Gives an outcome to whoever asked, without the key. */
	async #tell(id: string, outcome: BatchOutcome): Promise<void> {
		const { key } = this.#connection;
		await this.#questions.take(
			id,
			outcome.kind === 'answered'
				? { ...outcome, text: withoutKey(outcome.text, key), finishReason: withoutKey(outcome.finishReason, key) }
				: failed(failureWithoutKey(outcome.failure, key)),
		);
		this.#taken.add(id);
	}

	/** Changes the run, and settles when that is kept. */
	async #happened(event: BatchRunEvent): Promise<void> {
		this.#run = reduceBatchRun(this.#run, event);
		this.#questions.onProgress?.(this.progress);
		await this.#save();
	}

	#save(): Promise<void> {
		const run = this.#run;
		this.#saved = this.#saved.then(() => this.#store.save(run));
		return this.#saved;
	}

	#path(name: string): string {
		return join(this.#store.folder, `${name}.jsonl`);
	}

	/** Returns the bytes of a part's file on this machine; undefined if it is gone. */
	async #sizeOf({ name }: BatchPart): Promise<number | undefined> {
		return (await stat(this.#path(name)).catch(() => undefined))?.size;
	}

	#tooLarge(): Failure {
		const { host } = this.#connection.endpoint;
		const details = { code: '413', message: '', requestId: undefined, retryAfter: undefined };
		return { kind: 'requestTooLarge', host, status: 413, ...details };
	}
}

function failed(failure: Failure): BatchOutcome {
	return { kind: 'failed', failure };
}

/** Kinds of failures that pass by themselves, as seen by one who only looks. */
const passingKinds: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>([
	'busy',
	'serviceBroken',
	'unreachable',
	'silent',
	'answerLost',
	'answerCut',
	'answerUnreadable',
]);

function isPassing({ kind }: Failure): boolean {
	return passingKinds.has(kind);
}

/** Tells whether a service has done nothing of what it was asked. */
function isSurelyRefused(failure: Failure): boolean {
	return isRefusal(failure) && failure.status >= 400 && failure.status < 500 && failure.status !== 408;
}

function isAboutAccount(failure: Failure): boolean {
	return failureSubject(failure) === 'account';
}

import * as v from 'valibot';
import type { Failure } from '../failure.ts';
import type { Batch } from './batch.ts';
import { serviceFailure } from './serviceFailure.ts';

/**
 * Questions that are asked in batches, over restarts: what was sent, and how far it is. Ids of questions are those of whoever
 * asks; what they are about is known only there.
 */
export interface BatchRun {
	readonly version: typeof runVersion;
	/** Marks its files and batches at the service. */
	readonly mark: string;
	/** The endpoint's address. */
	readonly endpoint: string;
	readonly model: string;
	/** The questions that are in no file yet, in their order. */
	readonly waiting: readonly string[];
	readonly parts: readonly BatchPart[];
	/** The number of files so far. */
	readonly fileCount: number;
	/** The number of questions with an outcome. */
	readonly finished: number;
	readonly isCancelled: boolean;
}

/** A file of questions, and the batch that is made of it. */
export interface BatchPart {
	/** The name of its file without the ending, and the mark of its batch. */
	readonly name: string;
	/** The questions by the `custom_id` of their line. */
	readonly lines: readonly (readonly [customId: string, id: string])[];
	/** `filled`: on this machine · `uploaded` · `created`: being answered · `over`: its answers can be read. */
	readonly step: 'filled' | 'uploaded' | 'created' | 'over';
	/** True if it may be further at the service than is known: it is looked for there before anything is sent. */
	readonly mayBeFurther: boolean;
	/** How often it was looked for in vain since then. */
	readonly vainLooks?: number | undefined;
	readonly inputFileId?: string | undefined;
	readonly batchId?: string | undefined;
	/** When it was first seen as a batch, in milliseconds since 1970. The service's own time has come in two units. */
	readonly seenAt?: number | undefined;
	/** The number of lines that were answered or refused. */
	readonly done?: number | undefined;
	readonly outputFileId?: string | undefined;
	readonly errorFileId?: string | undefined;
	/** Why the service refused the whole file, as JSON. */
	readonly errors?: string | undefined;
	/** True once the service was told to stop. */
	readonly isCancelSent?: boolean | undefined;
	/** How often it was said to be complete, without a file to read. */
	readonly emptyLooks?: number | undefined;
}

/** The version of kept runs; one of another is not read. */
const runVersion = 1;

/** Something that happened to a run; `name` is that of a part. */
export type BatchRunEvent =
	/** A file was written from the first `taken` questions; those that are in no line have an outcome. */
	| {
			readonly kind: 'filled';
			readonly name: string;
			readonly lines: BatchPart['lines'];
			readonly taken: number;
	  }
	/** Its file is gone from this machine before it was sent. */
	| { readonly kind: 'lost'; readonly name: string }
	/** The service has nothing of it beyond what is known. */
	| { readonly kind: 'notFound'; readonly name: string }
	/** Sending failed, and may have succeeded all the same. */
	| { readonly kind: 'sendingFailed'; readonly name: string }
	| { readonly kind: 'uploaded'; readonly name: string; readonly fileId: string }
	/** What the service says of its batch; `now` is in milliseconds since 1970. */
	| { readonly kind: 'seen'; readonly name: string; readonly batch: Batch; readonly now: number }
	/** The service no longer knows its batch. */
	| { readonly kind: 'gone'; readonly name: string }
	| { readonly kind: 'cancelSent'; readonly name: string }
	/** All of its questions have an outcome. */
	| { readonly kind: 'finished'; readonly name: string }
	/** All questions that are in no file have an outcome. */
	| { readonly kind: 'waitingFinished' }
	| { readonly kind: 'cancelled' };

/** Creates a run with questions that were not asked yet; an id counts once. */
export function newBatchRun(about: Pick<BatchRun, 'mark' | 'endpoint' | 'model'>, ids: readonly string[]): BatchRun {
	return {
		version: runVersion,
		...about,
		waiting: [...new Set(ids)],
		parts: [],
		fileCount: 0,
		finished: 0,
		isCancelled: false,
	};
}

/** Milliseconds after which a batch that doesn't end counts as ended: the service gives it up after seven days. */
const longestBatch = 8 * 24 * 60 * 60 * 1000;

/** How often a complete batch without a file is looked at once more: the file may come late. */
const mostEmptyLooks = 3;

/** How often what may have been sent is looked for: a list may show it late. */
const vainLooksInDoubt = 2;

/** Returns the run after an event. One about a part that isn't there changes nothing. */
export function reduceBatchRun(run: BatchRun, event: BatchRunEvent): BatchRun {
	switch (event.kind) {
		case 'filled': {
			const { name, lines, taken } = event;
			const part: BatchPart = { name, lines, step: 'filled', mayBeFurther: false };
			return {
				...run,
				waiting: run.waiting.slice(taken),
				parts: lines.length === 0 ? run.parts : [...run.parts, part],
				fileCount: run.fileCount + 1,
				finished: run.finished + taken - lines.length,
			};
		}
		case 'waitingFinished':
			return { ...run, waiting: [], finished: run.finished + run.waiting.length };
		case 'cancelled':
			return { ...run, isCancelled: true };
		case 'lost':
		case 'finished': {
			const ids = run.parts.find(({ name }) => name === event.name)?.lines.map(([, id]) => id) ?? [];
			const parts = run.parts.filter(({ name }) => name !== event.name);
			return event.kind === 'lost'
				? { ...run, parts, waiting: [...ids, ...run.waiting] }
				: { ...run, parts, finished: run.finished + ids.length };
		}
		case 'notFound':
		case 'sendingFailed':
		case 'uploaded':
		case 'seen':
		case 'gone':
		case 'cancelSent':
			return { ...run, parts: run.parts.map((part) => (part.name === event.name ? reducePart(part, event) : part)) };
	}
}

type PartEvent = Extract<
	BatchRunEvent,
	{ readonly kind: 'notFound' | 'sendingFailed' | 'uploaded' | 'seen' | 'gone' | 'cancelSent' }
>;

function reducePart(part: BatchPart, event: PartEvent): BatchPart {
	switch (event.kind) {
		case 'notFound': {
			const vainLooks = (part.vainLooks ?? 0) + 1;
			return { ...part, mayBeFurther: vainLooks < vainLooksInDoubt, vainLooks };
		}
		case 'sendingFailed':
			return { ...part, mayBeFurther: true, vainLooks: 0 };
		case 'uploaded':
			return { ...part, step: 'uploaded', mayBeFurther: false, inputFileId: event.fileId };
		case 'gone':
			return { ...part, step: 'over' };
		case 'cancelSent':
			return { ...part, isCancelSent: true };
		case 'seen':
			return seenPart(part, event.batch, event.now);
	}
}

function seenPart(part: BatchPart, batch: Batch, now: number): BatchPart {
	const { status, outputFileId, errorFileId, errors } = batch;
	const seenAt = part.seenAt ?? now;
	const isEmpty = status === 'completed' && outputFileId === undefined && errorFileId === undefined;
	const emptyLooks = (part.emptyLooks ?? 0) + Number(isEmpty);
	const isOver = status === 'underWay' ? now - seenAt > longestBatch : !isEmpty || emptyLooks > mostEmptyLooks;
	return {
		...part,
		step: isOver ? 'over' : 'created',
		mayBeFurther: false,
		batchId: batch.id,
		seenAt,
		inputFileId: part.inputFileId ?? batch.inputFileId,
		done: batch.done ?? part.done,
		outputFileId: outputFileId ?? part.outputFileId,
		errorFileId: errorFileId ?? part.errorFileId,
		errors: errors ?? part.errors,
		emptyLooks,
	};
}

/** What has to be done next. */
export type BatchStep =
	| { readonly kind: 'fill' | 'finishWaiting' }
	/** `find`: at the service · `drop`: it was cancelled before it was a batch. */
	| { readonly kind: 'find' | 'upload' | 'create' | 'cancel' | 'read' | 'drop'; readonly part: BatchPart }
	| { readonly kind: 'watch'; readonly parts: readonly BatchPart[] };

/** Returns the next step; undefined once all questions have an outcome. */
export function nextStep({ waiting, parts, isCancelled }: BatchRun): BatchStep | undefined {
	const unsent = parts.find(({ step }) => step === 'filled' || step === 'uploaded');
	if (unsent?.mayBeFurther) return { kind: 'find', part: unsent };
	if (unsent && isCancelled) return { kind: 'drop', part: unsent };
	if (unsent) return { kind: unsent.step === 'filled' ? 'upload' : 'create', part: unsent };
	const over = parts.find(({ step }) => step === 'over');
	if (over) return { kind: 'read', part: over };
	if (waiting.length > 0) return { kind: isCancelled ? 'finishWaiting' : 'fill' };
	const uncancelled = isCancelled ? parts.find(({ isCancelSent }) => isCancelSent !== true) : undefined;
	if (uncancelled) return { kind: 'cancel', part: uncancelled };
	return parts.length > 0 ? { kind: 'watch', parts } : undefined;
}

/** Returns why a question of a part that is over has no answer. */
export function unansweredFailure(
	{ isCancelled }: Pick<BatchRun, 'isCancelled'>,
	part: BatchPart,
	host: string,
): Failure {
	if (isCancelled) return { kind: 'cancelled' };
	if (part.errors === undefined) return { kind: 'batchUnanswered', host };
	return serviceFailure({ host, status: 400, body: part.errors });
}

/** How far a run is. */
export interface BatchProgress {
	/** `preparing`: files are being made and sent. */
	readonly phase: 'preparing' | 'waiting' | 'cancelling' | 'done';
	/** Questions. */
	readonly total: number;
	/** Questions that are in a file, or have an outcome without that. */
	readonly prepared: number;
	/** Questions that are sent, or have an outcome without that. */
	readonly sent: number;
	/** Questions that the service has answered or refused, as far as it says, or that have another outcome. */
	readonly done: number;
}

/** Returns how far a run is. */
export function batchProgress({ waiting, parts, finished, isCancelled }: BatchRun): BatchProgress {
	const sent = parts.filter(({ step }) => step === 'created' || step === 'over');
	const total = finished + waiting.length + countOf(parts);
	const isSent = waiting.length === 0 && sent.length === parts.length;
	return {
		phase: isCancelled ? 'cancelling' : !isSent ? 'preparing' : parts.length > 0 ? 'waiting' : 'done',
		total,
		prepared: total - waiting.length,
		sent: finished + countOf(sent),
		done: finished + sent.reduce((sum, { done = 0, lines }) => sum + Math.min(done, lines.length), 0),
	};
}

function countOf(parts: readonly BatchPart[]): number {
	return parts.reduce((sum, { lines }) => sum + lines.length, 0);
}

const text = v.pipe(v.string(), v.maxLength(10_000));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const mark = v.pipe(v.string(), v.regex(/^[\w-]{6,64}$/));

const keptRun = v.object({
	version: v.literal(runVersion),
	mark,
	endpoint: v.pipe(v.string(), v.url(), v.maxLength(2000)),
	model: text,
	waiting: v.array(text),
	parts: v.array(
		v.object({
			name: mark,
			lines: v.array(v.tuple([text, text])),
			step: v.picklist(['filled', 'uploaded', 'created', 'over']),
			mayBeFurther: v.boolean(),
			vainLooks: v.optional(count),
			inputFileId: v.optional(text),
			batchId: v.optional(text),
			seenAt: v.optional(v.number()),
			done: v.optional(count),
			outputFileId: v.optional(text),
			errorFileId: v.optional(text),
			errors: v.optional(text),
			isCancelSent: v.optional(v.boolean()),
			emptyLooks: v.optional(count),
		}),
	),
	fileCount: count,
	finished: count,
	isCancelled: v.boolean(),
});

/**
 * Returns a run that was kept as JSON; undefined if it is none. Whoever kept it may have ended in the middle of a step, so its
 * parts may be further.
 */
export function parseBatchRun(value: unknown): BatchRun | undefined {
	const { success, output } = v.safeParse(keptRun, value);
	if (!success) return undefined;
	// Each step names what it goes on with.
	const isWhole = output.parts.every(
		({ step, inputFileId, batchId }) =>
			step === 'filled' || (step === 'uploaded' ? inputFileId !== undefined : batchId !== undefined),
	);
	return isWhole
		? { ...output, parts: output.parts.map((part) => ({ ...part, mayBeFurther: true, vainLooks: 0 })) }
		: undefined;
}

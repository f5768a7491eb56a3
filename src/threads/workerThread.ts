import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { FailureError, type Failure } from '../core/failure.ts';

/** Calls back after some milliseconds unless the returned function is called before. */
export type StartTimer = (callback: () => void, milliseconds: number) => () => void;

export interface WorkerThreadOptions {
	/** The built script. */
	readonly file: string;
	/** For the debugger's list of threads. */
	readonly name: string;
	/** What the script finds in `workerData`. */
	readonly data: unknown;
	/** After so many milliseconds without work the thread is ended, and its memory is free. */
	readonly idle: number;
	/** Milliseconds for one request, from its start; without it a request may take any time. */
	readonly limit?: number | undefined;
	/** Bytes by which the process may have grown since the thread was started; with more an idle thread is ended at once. */
	readonly growth?: number;
	/** What one request may take of memory; without it as much as there is. */
	readonly memory?: ThreadMemory | undefined;
	/** For tests: the clock that ends an idle thread. */
	readonly startTimer?: StartTimer | undefined;
}

/** Memory of a thread. What it takes is foreign: a few bytes can ask for gigabytes. */
export interface ThreadMemory {
	/** Megabytes of JavaScript's own heap; the thread ends by itself where it needs more. */
	readonly heap: number;
	/** Bytes by which the whole process may grow while a request runs; looked at ten times a second. */
	readonly process: number;
}

/** Why a request got no report of the thread's own. */
export type ThreadFailure = 'broken' | 'late' | 'memory';

/** How one request is asked. */
export interface RequestOptions<Report> {
	readonly signal: AbortSignal;
	/** Whether a report ends the request. */
	readonly isLast: (report: Report) => boolean;
	/**
	 * The failure when the thread doesn't start, breaks down or says `failed`, takes longer than its limit (`late`) or more
	 * memory than it may (`memory`).
	 */
	readonly failure: (why: ThreadFailure, reason: string) => Failure;
}

/** What a thread may say besides its own reports: that it broke down. */
export interface FailedReport {
	readonly kind: 'failed';
	readonly reason: string;
}

const startUnrefTimer: StartTimer = (callback, milliseconds) => {
	const timer = setTimeout(callback, milliseconds).unref();
	return () => clearTimeout(timer);
};

/** A thread for heavy work: started when it is needed, ended when it was idle for a while. Does one request after the other. */
export class WorkerThread<Request, Report extends { readonly kind: string }> {
	readonly #options: WorkerThreadOptions;
	readonly #startTimer: StartTimer;
	#worker: Worker | undefined;
	#stopTimer: (() => void) | undefined;
	#disposed = false;
	/** Settles when the thread before is gone, and its memory with it. */
	#ended: Promise<unknown> = Promise.resolve();
	/** Bytes of the process when the thread was started. */
	#memoryBefore = 0;
	/** Settles when everything that was asked so far is over. */
	#last: Promise<unknown> = Promise.resolve();

	constructor(options: WorkerThreadOptions) {
		this.#options = options;
		this.#startTimer = options.startTimer ?? startUnrefTimer;
	}

	/** Whether the thread is there. */
	get running(): boolean {
		return this.#worker !== undefined;
	}

	/**
	 * Yields what the thread reports, up to the report that `isLast`. Throws `FailureError`: `cancelled` at once when `signal`
	 * is aborted, or what `failure` makes of it.
	 */
	async *ask(request: Request, options: RequestOptions<Report>): AsyncGenerator<Report, void, undefined> {
		const { signal, isLast } = options;
		const before = this.#last;
		const turn = Promise.withResolvers<void>();
		this.#last = Promise.allSettled([before, turn.promise]);
		let late: AbortSignal | undefined;
		let watch: MemoryWatch | undefined;
		let over = false;
		let started = false;
		try {
			await settledOrAborted(before, signal);
			await settledOrAborted(this.#ended, signal);
			if (signal.aborted || this.#disposed) throw new FailureError({ kind: 'cancelled' });
			started = true;
			this.#stopTimer?.();
			const worker = (this.#worker ??= this.#startWorker());
			worker.ref();
			if (this.#options.limit !== undefined) late = AbortSignal.timeout(this.#options.limit);
			if (this.#options.memory) watch = watchMemory(this.#memoryBefore + this.#options.memory.process);
			const ends = [signal, late, watch?.signal].filter((each) => each !== undefined);
			const reports: AsyncIterable<readonly (Report | FailedReport)[]> = on(worker, 'message', {
				signal: AbortSignal.any(ends),
				close: ['exit'],
			});
			worker.postMessage(request, []);
			for await (const [report] of reports) {
				if (!report) continue;
				if (isFailed(report)) throw new Error(report.reason);
				over = isLast(report);
				yield report;
				if (over) return;
			}
			throw new Error('The thread ended.');
		} catch (error) {
			if (error instanceof FailureError) throw error;
			if (signal.aborted || this.#disposed) throw new FailureError({ kind: 'cancelled' }, { cause: error });
			const reason = error instanceof Error ? error.message : String(error);
			const isFull = watch?.signal.aborted === true || isOutOfMemory(error);
			const why = isFull ? 'memory' : late?.aborted ? 'late' : 'broken';
			throw new FailureError(options.failure(why, reason), { cause: error });
		} finally {
			watch?.end();
			// Its work can't be interrupted: a thread whose answer nobody wants any more is ended.
			if (over) this.#rest();
			else if (started) this.#end();
			turn.resolve();
		}
	}

	dispose(): void {
		this.#disposed = true;
		this.#end();
	}

	#startWorker(): Worker {
		const { file, name, data, memory } = this.#options;
		this.#memoryBefore = process.memoryUsage.rss();
		// The host's options (loaders, inspector), environment and console are not for this thread; vips warns of every broken
		// picture.
		const worker = new Worker(file, {
			name,
			workerData: data,
			execArgv: [],
			...(memory && { resourceLimits: { maxOldGenerationSizeMb: memory.heap } }),
			env: { VIPS_WARNING: '0' },
			stdout: true,
			stderr: true,
		});
		// Whoever reads hears of errors, too; this one keeps an error from ending the host when nobody reads.
		worker.on('error', () => undefined);
		worker.once('exit', () => {
			if (this.#worker === worker) this.#worker = undefined;
		});
		return worker;
	}

	#rest(): void {
		// WebAssembly never gives memory back while it runs.
		const { growth = Number.POSITIVE_INFINITY } = this.#options;
		if (process.memoryUsage.rss() - this.#memoryBefore > growth) return this.#end();
		this.#worker?.unref();
		this.#stopTimer = this.#startTimer(() => this.#end(), this.#options.idle);
	}

	#end(): void {
		this.#stopTimer?.();
		this.#stopTimer = undefined;
		const worker = this.#worker;
		this.#worker = undefined;
		if (worker) this.#ended = worker.terminate();
	}
}

interface MemoryWatch {
	/** Aborted once the process has more memory than it may. */
	readonly signal: AbortSignal;
	end(): void;
}

/** Looks at the memory of the whole process: a thread's WebAssembly and buffers are counted nowhere else. */
function watchMemory(most: number): MemoryWatch {
	const controller = new AbortController();
	const timer = setInterval(() => {
		if (process.memoryUsage.rss() > most) controller.abort();
	}, 100);
	return { signal: controller.signal, end: () => clearInterval(timer) };
}

function isOutOfMemory(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function isFailed(report: { readonly kind: string }): report is FailedReport {
	return report.kind === 'failed';
}

async function settledOrAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
	const aborted = Promise.withResolvers<void>();
	const stop = (): void => aborted.resolve();
	signal.addEventListener('abort', stop, { once: true });
	if (!signal.aborted) await Promise.race([promise, aborted.promise]);
	signal.removeEventListener('abort', stop);
}

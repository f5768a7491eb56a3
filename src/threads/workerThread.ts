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
	/** Bytes by which the process may have grown since the thread was started; with more the thread is ended at once. */
	readonly growth?: number;
	/** For tests: the clock that ends an idle thread. */
	readonly startTimer?: StartTimer | undefined;
}

/** How one request is asked. */
export interface RequestOptions<Report> {
	readonly signal: AbortSignal;
	/** Whether a report ends the request. */
	readonly isLast: (report: Report) => boolean;
	/** The failure when the thread doesn't start, breaks down or says `failed`, or (`late`) takes longer than its limit. */
	readonly failure: (why: 'broken' | 'late', reason: string) => Failure;
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
			const reports: AsyncIterable<readonly (Report | FailedReport)[]> = on(worker, 'message', {
				signal: late ? AbortSignal.any([signal, late]) : signal,
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
			throw new FailureError(options.failure(late?.aborted ? 'late' : 'broken', reason), { cause: error });
		} finally {
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
		const { file, name, data } = this.#options;
		this.#memoryBefore = process.memoryUsage.rss();
		// The host's options (loaders, inspector), environment and console are not for this thread; vips warns of every broken
		// picture.
		const worker = new Worker(file, {
			name,
			workerData: data,
			execArgv: [],
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

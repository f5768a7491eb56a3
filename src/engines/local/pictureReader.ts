import { on } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FailureError } from '../../core/failure.ts';
import type { ReadReport, ReadRequest, Script, WorkerStart } from './messages.ts';

/** Calls back after some milliseconds unless the returned function is called before. */
export type StartTimer = (callback: () => void, milliseconds: number) => () => void;

const idleMilliseconds = 60_000;

const startUnrefTimer: StartTimer = (callback, milliseconds) => {
	const timer = setTimeout(callback, milliseconds).unref();
	return () => clearTimeout(timer);
};

/**
 * The thread that reads pictures: started when it is needed, ended when it was idle for a minute. Reads one picture after
 * the other.
 */
export class PictureReader {
	readonly #start: WorkerStart;
	readonly #startTimer: StartTimer;
	#worker: Worker | undefined;
	#stopTimer: (() => void) | undefined;
	#disposed = false;
	/** Settles when everything that was asked so far is over. */
	#last: Promise<unknown> = Promise.resolve();

	constructor({
		folder,
		scripts,
		startTimer = startUnrefTimer,
	}: {
		readonly folder: string;
		readonly scripts: readonly Script[];
		readonly startTimer?: StartTimer | undefined;
	}) {
		this.#start = { folder, scripts };
		this.#startTimer = startTimer;
	}

	/** Whether the thread is there. */
	get running(): boolean {
		return this.#worker !== undefined;
	}

	/**
	 * Yields what the thread reports, up to `done` or `broken`. Throws `FailureError`: `cancelled` at once when `signal` is
	 * aborted, `localBroken` when the thread doesn't start or breaks down.
	 */
	async *read(bytes: Uint8Array, signal: AbortSignal): AsyncGenerator<ReadReport, void, undefined> {
		const before = this.#last;
		const turn = Promise.withResolvers<void>();
		this.#last = Promise.allSettled([before, turn.promise]);
		let over = false;
		let started = false;
		try {
			await settledOrAborted(before, signal);
			if (signal.aborted || this.#disposed) throw new FailureError({ kind: 'cancelled' });
			started = true;
			this.#stopTimer?.();
			const worker = (this.#worker ??= this.#startWorker());
			worker.ref();
			const reports: AsyncIterable<readonly ReadReport[]> = on(worker, 'message', { signal, close: ['exit'] });
			const request: ReadRequest = { bytes };
			worker.postMessage(request, []);
			for await (const [report] of reports) {
				if (!report) continue;
				if (report.kind === 'failed') throw new Error(report.reason);
				over = report.kind === 'done' || report.kind === 'broken';
				yield report;
				if (over) return;
			}
			throw new Error('The thread ended.');
		} catch (error) {
			if (error instanceof FailureError) throw error;
			if (signal.aborted || this.#disposed) throw new FailureError({ kind: 'cancelled' }, { cause: error });
			const reason = error instanceof Error ? error.message : String(error);
			throw new FailureError({ kind: 'localBroken', reason }, { cause: error });
		} finally {
			// Recognition can't be interrupted: a thread whose answer nobody wants any more is ended.
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
		// The host's options (loaders, inspector), environment and console are not for this thread; vips warns of every broken
		// picture.
		const worker = new Worker(join(this.#start.folder, 'worker.mjs'), {
			name: 'Glimpse text recognition',
			workerData: this.#start,
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
		this.#worker?.unref();
		this.#stopTimer = this.#startTimer(() => this.#end(), idleMilliseconds);
	}

	#end(): void {
		this.#stopTimer?.();
		this.#stopTimer = undefined;
		const worker = this.#worker;
		this.#worker = undefined;
		void worker?.terminate();
	}
}

async function settledOrAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
	const aborted = Promise.withResolvers<void>();
	const stop = (): void => aborted.resolve();
	signal.addEventListener('abort', stop, { once: true });
	if (!signal.aborted) await Promise.race([promise, aborted.promise]);
	signal.removeEventListener('abort', stop);
}

import { fork, type ChildProcess } from 'node:child_process';
import { once, on } from 'node:events';
import { FailureError, throwIfCancelled, type Failure } from '../core/failure.ts';
import { startAheadMessage, type Envelope } from './serve.ts';

/** A function that calls back after some milliseconds, unless the function it returns is called before. */
export type StartTimer = (callback: () => void, milliseconds: number) => () => void;

export interface WorkerProcessOptions {
	/** The built script. */
	readonly file: string;
	/** The name in the system's list of processes. */
	readonly name: string;
	/** The data that the script gets from `startData`; JSON. */
	readonly data?: unknown;
	/** Milliseconds without work until the process is ended to free its memory. */
	readonly idle: number;
	/** Milliseconds for one request, from its start; without it a request may take any time. */
	readonly limit?: number | undefined;
	/** The most bytes that an idle process may hold; one with more is ended at once. */
	readonly idleMemory?: number;
	readonly memory: WorkerMemory;
	/** For tests: the clock that ends an idle process. */
	readonly startTimer?: StartTimer | undefined;
}

/** The memory of a worker process. It works on foreign data: a few bytes can ask for gigabytes. */
export interface WorkerMemory {
	/** Megabytes of JavaScript's own heap. */
	readonly heap: number;
	/** Bytes of the whole process; it is ended if it takes more. */
	readonly process: number;
}

/** The reason why a request got no report from the process. */
export type WorkerFailure = 'broken' | 'late' | 'memory';

/** The options of one request. */
export interface WorkerRequestOptions<Report> {
	readonly signal: AbortSignal;
	/** Tells whether a report ends the request. */
	readonly isLast: (report: Report) => boolean;
	/**
	 * Returns the failure if the process doesn't start, breaks down or replies `failed`, exceeds its time limit
	 * (`late`) or its memory (`memory`).
	 */
	readonly failure: (why: WorkerFailure, reason: string) => Failure;
}

/** Milliseconds that a process stays that was started ahead, and not asked yet: long enough to write a question. */
const aheadMilliseconds = 60_000;
type OneReportOptions<Report> = Pick<WorkerRequestOptions<Report>, 'signal' | 'failure'>;

/** An error for a process whose memory earlier requests may have used up. */
class WornOutError extends Error {}

const startUnrefTimer: StartTimer = (callback, milliseconds) => {
	const timer = setTimeout(callback, milliseconds).unref();
	return () => clearTimeout(timer);
};

/**
 * A process for heavy work on foreign bytes: started when needed, ended after a while of idleness. Handles one request
 * at a time. A process rather than a thread, since a thread that runs out of memory takes the whole host with it.
 */
export class WorkerProcess<Request extends object, Report extends { readonly kind: string }> {
	readonly #options: WorkerProcessOptions;
	readonly #startTimer: StartTimer;
	#child: ChildProcess | undefined;
	/** True once the process has had a request. */
	#isUsed = false;
	#stopTimer: (() => void) | undefined;
	#disposed = false;
	/** The number of requests that wait or are worked on. */
	#requests = 0;
	/** Settles when the previous process is gone, and its memory with it. */
	#ended: Promise<unknown> = Promise.resolve();
	/** Settles when all requests so far are over. */
	#last: Promise<unknown> = Promise.resolve();

	constructor(options: WorkerProcessOptions) {
		this.#options = options;
		this.#startTimer = options.startTimer ?? startUnrefTimer;
	}

	/** True while the process exists. */
	get running(): boolean {
		return this.#child !== undefined;
	}

	/**
	 * Starts the process while its first request is still being made, and has it load what it works with. One that runs stays for
	 * longer; one that isn't asked ends after a minute.
	 */
	async startAhead(): Promise<void> {
		await this.#ended;
		if (this.#disposed || this.#requests > 0) return;
		this.#stopTimer?.();
		const child = (this.#child ??= this.#start());
		child.send(startAheadMessage, undefined, undefined, () => {
			// One that doesn't start says so to the request.
		});
		this.#letRest(Math.max(this.#options.idle, aheadMilliseconds));
	}

	/**
	 * Yields the reports of the process, up to the one that `isLast`. Throws `FailureError`: `cancelled` at once when
	 * `signal` is aborted, or the result of `failure`.
	 */
	ask(request: Request, options: WorkerRequestOptions<Report>): AsyncGenerator<Report, void, undefined> {
		return this.#ask(request, options, () => undefined);
	}

	/** Does the same; `ranOut` hears that the process lacks memory that earlier requests may have taken, and may throw. */
	async *#ask(
		request: Request,
		options: WorkerRequestOptions<Report>,
		ranOut: () => void,
	): AsyncGenerator<Report, void, undefined> {
		const { signal, isLast } = options;
		this.#requests++;
		const before = this.#last;
		const turn = Promise.withResolvers<void>();
		this.#last = Promise.allSettled([before, turn.promise]);
		let late: AbortSignal | undefined;
		let child: ChildProcess | undefined;
		let held: number | undefined;
		let wasUsed = false;
		try {
			await settledOrAborted(before, signal);
			await settledOrAborted(this.#ended, signal);
			if (signal.aborted || this.#disposed) throw new FailureError({ kind: 'cancelled' });
			this.#stopTimer?.();
			child = this.#child ??= this.#start();
			wasUsed = this.#isUsed;
			this.#isUsed = true;
			child.ref();
			child.channel?.ref();
			if (this.#options.limit !== undefined) late = AbortSignal.timeout(this.#options.limit);
			const reports: AsyncIterable<readonly Envelope<Report>[]> = on(child, 'message', {
				signal: late ? AbortSignal.any([signal, late]) : signal,
				close: ['exit'],
			});
			child.send(request, undefined, undefined, () => {
				// The exit of a process tells that it is gone.
			});
			for await (const [envelope] of reports) {
				if (!envelope) continue;
				if ('failed' in envelope) throw new Error(envelope.failed);
				const isOver = isLast(envelope.report);
				if (isOver) held = envelope.memory;
				if (wasUsed && held === Number.POSITIVE_INFINITY) ranOut();
				yield envelope.report;
				if (isOver) return;
			}
			throw new Error(`The process ended (${child.signalCode ?? child.exitCode}).`);
		} catch (error) {
			if (error instanceof FailureError || error instanceof WornOutError) throw error;
			if (signal.aborted || this.#disposed) throw new FailureError({ kind: 'cancelled' }, { cause: error });
			const reason = error instanceof Error ? error.message : String(error);
			const why = late?.aborted ? 'late' : child && isOutOfMemory(child) ? 'memory' : 'broken';
			if (wasUsed && why === 'memory') ranOut();
			throw new FailureError(options.failure(why, reason), { cause: error });
		} finally {
			// Its work can't be interrupted: a process whose answer is no longer wanted is ended.
			if (held !== undefined) this.#rest(held);
			else if (child) this.#end();
			this.#requests--;
			turn.resolve();
		}
	}

	/** Returns the only report of a request. Throws like `ask`. */
	askOnce(request: Request, options: OneReportOptions<Report>): Promise<Report> {
		return this.#askOnce(request, options, () => undefined);
	}

	/** Does the same, and asks a new process once more where memory ran out that earlier requests may have taken. */
	async askOnceOrAnew(request: Request, options: OneReportOptions<Report>): Promise<Report> {
		try {
			return await this.#askOnce(request, options, () => {
				throw new WornOutError();
			});
		} catch (error) {
			if (!(error instanceof WornOutError)) throw error;
			return this.askOnce(request, options);
		}
	}

	async #askOnce(request: Request, { signal, failure }: OneReportOptions<Report>, ranOut: () => void): Promise<Report> {
		for await (const report of this.#ask(request, { signal, failure, isLast: () => true }, ranOut)) {
			throwIfCancelled(signal);
			return report;
		}
		throw new FailureError(failure('broken', 'nothing came out'));
	}

	dispose(): void {
		this.#disposed = true;
		this.#end();
	}

	#start(): ChildProcess {
		this.#isUsed = false;
		const { file, name, data, memory } = this.#options;
		const child = fork(file, [JSON.stringify({ name, data, mostMemory: memory.process })], {
			// The host's own options (loaders, inspector), environment and console are not for this process.
			execArgv: [`--max-old-space-size=${memory.heap}`],
			env: environmentFor(process.env),
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		});
		// Readers get errors too; this handler keeps an error from ending the host when nobody reads.
		child.on('error', () => undefined);
		child.once('exit', () => {
			if (this.#child === child) this.#child = undefined;
		});
		return child;
	}

	#rest(memory: number): void {
		// WebAssembly never returns memory while it runs.
		if (memory >= (this.#options.idleMemory ?? Number.POSITIVE_INFINITY)) return this.#end();
		this.#letRest(this.#options.idle);
	}

	#letRest(milliseconds: number): void {
		this.#child?.unref();
		this.#child?.channel?.unref();
		this.#stopTimer = this.#startTimer(() => this.#end(), milliseconds);
	}

	#end(): void {
		this.#stopTimer?.();
		this.#stopTimer = undefined;
		const child = this.#child;
		this.#child = undefined;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		this.#ended = child.pid === undefined ? Promise.resolve() : once(child, 'exit').catch(() => undefined);
		child.kill('SIGKILL');
	}
}

/**
 * Returns only the part of the environment that tells where the system and the user's fonts are; vips would warn of
 * every broken picture.
 */
function environmentFor(host: Readonly<Record<string, string | undefined>>): Record<string, string> {
	const names = [
		'HOME',
		'USERPROFILE',
		'LOCALAPPDATA',
		'APPDATA',
		'SystemRoot',
		'WINDIR',
		'TEMP',
		'TMPDIR',
		'LD_LIBRARY_PATH',
	];
	const kept = names.flatMap((name) => (host[name] === undefined ? [] : [[name, host[name]] as const]));
	// The editor's own program runs scripts only with this variable.
	return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1', VIPS_WARNING: '0' };
}

/** Tells whether a process ended itself, or was ended by the system, for lack of memory: V8 aborts. */
function isOutOfMemory({ signalCode, exitCode }: ChildProcess): boolean {
	return signalCode === 'SIGKILL' || signalCode === 'SIGABRT' || signalCode === 'SIGTRAP' || exitCode === 134;
}

async function settledOrAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
	const aborted = Promise.withResolvers<void>();
	const stop = (): void => aborted.resolve();
	signal.addEventListener('abort', stop, { once: true });
	if (!signal.aborted) await Promise.race([promise, aborted.promise]);
	signal.removeEventListener('abort', stop);
}

import { Worker } from 'node:worker_threads';

/**
 * A message of a worker process: a report with the bytes that the process holds (infinite: it is spent), or the reason
 * why it failed.
 */
export type Envelope<Report> = { readonly report: Report; readonly memory: number } | { readonly failed: string };

/** The message with which a process is started ahead of its first request. */
export const startAheadMessage = 'startAhead';

interface Start {
	readonly name: string;
	readonly data: unknown;
	/** The memory limit of the whole process in bytes. */
	readonly mostMemory: number;
}

/** Returns the data with which a worker process was started. */
export function startData(): unknown {
	return readStart().data;
}

/**
 * A function that answers one request with any number of reports; after one that leaves the process `spent`, a new one
 * is started.
 */
type Work<Request, Report> = (
	request: Request,
	report: (found: Report, state?: 'spent') => void,
) => Promise<void> | void;

/**
 * Serves a worker process's requests: `work` reports its results, and an error ends the request. The process ends with
 * its host, or when it exceeds its memory limit. `load` gets what the work takes ready; an error there is left to the work.
 */
export function serve<Request, Report>(work: Work<Request, Report>, load?: () => Promise<unknown>): void {
	const { name, mostMemory } = readStart();
	process.title = name;
	watch(mostMemory);
	process.on('disconnect', () => process.exit());
	process.on('message', (request: Request | typeof startAheadMessage) => {
		if (request !== startAheadMessage) void answer(request);
		else void load?.().catch(() => undefined);
	});

	async function answer(request: Request): Promise<void> {
		try {
			await work(request, (report, state) =>
				send({ report, memory: state === 'spent' ? Number.POSITIVE_INFINITY : process.memoryUsage.rss() }),
			);
		} catch (error) {
			send({ failed: error instanceof Error ? error.message : String(error) });
		}
	}
	function send(envelope: Envelope<Report>): void {
		process.send?.(envelope);
	}
}

function readStart(): Start {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the host
	return JSON.parse(process.argv[2] ?? '{}') as Start;
}

/**
 * Checks the memory of the process twenty times a second, from a thread: the process itself may be busy for a minute.
 * Also ends a busy process whose host is gone.
 */
function watch(mostMemory: number): void {
	const script = `
		const parent = process.ppid;
		setInterval(() => {
			if (process.memoryUsage.rss() > ${mostMemory} || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
		}, 50);`;
	new Worker(script, { eval: true, execArgv: [], env: {} }).unref();
}

import { Worker } from 'node:worker_threads';

/** What a worker process sends: a report with the bytes that the process holds (no end of them: it is spent), or why it could not go on. */
export type Envelope<Report> = { readonly report: Report; readonly memory: number } | { readonly failed: string };

interface Start {
	readonly name: string;
	readonly data: unknown;
	/** Bytes of the whole process. */
	readonly mostMemory: number;
}

/** What a worker process was started with. */
export function startData(): unknown {
	return readStart().data;
}

/** Answers one request by any number of reports; behind one that leaves the process `spent`, a new one is started. */
type Work<Request, Report> = (
	request: Request,
	report: (found: Report, state?: 'spent') => void,
) => Promise<void> | void;

/**
 * Serves a worker process's requests: `work` reports what it finds of one, and what it throws ends the request. The process
 * ends with its host, and where it holds more memory than it may.
 */
export function serve<Request, Report>(work: Work<Request, Report>): void {
	const { name, mostMemory } = readStart();
	process.title = name;
	watch(mostMemory);
	process.on('disconnect', () => process.exit());
	process.on('message', (request: Request) => void answer(request));

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
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the host wrote it
	return JSON.parse(process.argv[2] ?? '{}') as Start;
}

/**
 * Looks at the memory of the process twenty times a second, from a thread: the process itself may be busy for a minute. It
 * also ends a busy process whose host is gone.
 */
function watch(mostMemory: number): void {
	const script = `
		const parent = process.ppid;
		setInterval(() => {
			if (process.memoryUsage.rss() > ${mostMemory} || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
		}, 50);`;
	new Worker(script, { eval: true, execArgv: [], env: {} }).unref();
}

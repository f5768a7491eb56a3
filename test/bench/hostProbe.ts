// Runs inside an extension host: activates extensions one after the other and writes down what each took.
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';

/** What it took to activate one extension. */
export interface Activation {
	/** Milliseconds of `activate()`, which loads the code first. */
	readonly time: number;
	/** The same in milliseconds of the processor, all threads together: other programs don't disturb it. */
	readonly processorTime: number;
	/** By how many megabytes the process grew: its resident set, and what is in use of its heap. */
	readonly resident: number;
	readonly heap: number;
}

/** By the extensions' identifiers; `nothing` is how the host grows in the same while without activating any. */
export type ProbeReport = Readonly<Record<string, Activation>>;

/** VS Code calls this. */
export async function run(): Promise<void> {
	const { GLIMPSE_BENCH_ACTIVATE: ids = '', GLIMPSE_BENCH_REPORT: file = '' } = process.env;
	// What activates by itself when a window opens has done so by then.
	await delay(1500);
	let before = await idleMemory();
	const report: Record<string, Activation> = {};
	for (const id of ['nothing', ...ids.split(' ')]) {
		const times = id === 'nothing' ? { time: 0, processorTime: 0 } : await activationTimes(id);
		const after = await idleMemory();
		report[id] = { ...times, resident: after.resident - before.resident, heap: after.heap - before.heap };
		before = after;
	}
	await writeFile(file, JSON.stringify(report satisfies ProbeReport));
}

async function activationTimes(id: string): Promise<Pick<Activation, 'time' | 'processorTime'>> {
	const extension = vscode.extensions.getExtension(id);
	if (!extension) throw new Error(`There is no extension ${id} in this host.`);
	if (extension.isActive) throw new Error(`${id} was active before it was asked to be.`);
	const start = performance.now();
	const processorStart = process.cpuUsage();
	await extension.activate();
	const { user, system } = process.cpuUsage(processorStart);
	return { time: performance.now() - start, processorTime: (user + system) / 1000 };
}

/** The least of a second, in megabytes: what a collection gives back comes in steps. */
async function idleMemory(): Promise<{ readonly resident: number; readonly heap: number }> {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	const samples: NodeJS.MemoryUsage[] = [];
	for (let sample = 0; sample < 5; sample++) {
		await delay(200);
		collect();
		samples.push(process.memoryUsage());
	}
	return {
		resident: Math.min(...samples.map(({ rss }) => rss)) / 1e6,
		heap: Math.min(...samples.map(({ heapUsed }) => heapUsed)) / 1e6,
	};
}

// Runs inside an extension host: activates one extension, or none, and writes down what that took.
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';

/** Megabytes of the host's process. */
export interface Memory {
	readonly resident: number;
	readonly heap: number;
}

export interface ProbeReport {
	/** Milliseconds of `activate()`, which loads the code first. 0 where nothing was activated. */
	readonly activation: number;
	/** By how much the idle host grew. */
	readonly growth: Memory;
}

/** VS Code calls this. */
export async function run(): Promise<void> {
	const { GLIMPSE_BENCH_ACTIVATE: id = '', GLIMPSE_BENCH_REPORT: file = '' } = process.env;
	// What activates by itself when a window opens has done so by then.
	await delay(1500);
	const before = await idleMemory();
	const activation = id === '' ? 0 : await activationTime(id);
	const after = await idleMemory();
	const growth = { resident: after.resident - before.resident, heap: after.heap - before.heap };
	await writeFile(file, JSON.stringify({ activation, growth } satisfies ProbeReport));
}

async function activationTime(id: string): Promise<number> {
	const extension = vscode.extensions.getExtension(id);
	if (!extension) throw new Error(`There is no extension ${id} in this host.`);
	if (extension.isActive) throw new Error(`${id} was active before it was asked to be.`);
	const start = performance.now();
	await extension.activate();
	return performance.now() - start;
}

/** The least of some seconds: what a collection gives back comes in steps. */
async function idleMemory(): Promise<Memory> {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	const samples: NodeJS.MemoryUsage[] = [];
	for (let sample = 0; sample < 6; sample++) {
		await delay(250);
		collect();
		samples.push(process.memoryUsage());
	}
	return {
		resident: Math.min(...samples.map(({ rss }) => rss)) / 1e6,
		heap: Math.min(...samples.map(({ heapUsed }) => heapUsed)) / 1e6,
	};
}

// Runs inside an extension host: has ten answers streamed into the panel, and writes down how its heap grew.
import { writeFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';

/** What the host measured. */
export interface StreamReport {
	/** Megabytes in use of the heap, after the first answer and after each further one. */
	readonly heaps: readonly number[];
}

/** Answers streamed after the first one, which loads what is needed. */
const answers = 10;

/** VS Code calls this. */
export async function run(): Promise<void> {
	const { GLIMPSE_BENCH_PICTURE: picture = '', GLIMPSE_BENCH_REPORT: file = '' } = process.env;
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	const heaps: number[] = [];
	for (let answer = 0; answer <= answers; answer++) {
		await vscode.commands.executeCommand('glimpse.describe', vscode.Uri.file(picture));
		collect();
		heaps.push(process.memoryUsage().heapUsed / 1e6);
	}
	await writeFile(file, JSON.stringify({ heaps } satisfies StreamReport));
}

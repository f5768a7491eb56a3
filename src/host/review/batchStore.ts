import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { jsonOrUndefined } from '../../core/glm/json.ts';
import type { BatchRun } from '../../core/glm/batchRun.ts';
import type { BatchStore } from '../../engines/glm/batchRunner.ts';
import { readBounded, replaceFile } from '../conversation/replaceFile.ts';
import { batchFolder, runFile } from './keptBatch.ts';

/** The most bytes of a kept run: one with a million questions has less. */
const largestRun = 200 * 1024 * 1024;

/** Keeps one run of batches in the folder for the open workspace, which need not exist; nothing stays of a run that is over. */
export function createBatchStore(storage: string): BatchStore & {
	/** Returns the run that was kept; undefined if there is none, or it can't be read. */
	load(): Promise<BatchRun | undefined>;
} {
	const path = runFile(storage);
	return {
		folder: join(batchFolder(storage), 'files'),
		async load() {
			const bytes = await readBounded(path, largestRun).catch(() => undefined);
			if (!bytes) return undefined;
			const { parseBatchRun } = await import('../../core/glm/batchRun.ts');
			return parseBatchRun(jsonOrUndefined(bytes.toString()));
		},
		async save(run) {
			if (run) await replaceFile(path, JSON.stringify(run));
			else await rm(batchFolder(storage), { recursive: true, force: true });
		},
	};
}

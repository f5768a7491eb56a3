import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Tells whether a run of batches is kept in the folder for the open workspace. */
export function hasBatch(storage: string): boolean {
	return existsSync(runFile(storage));
}

export function runFile(storage: string): string {
	return join(batchFolder(storage), 'run.json');
}

export function batchFolder(storage: string): string {
	return join(storage, 'batch');
}
